/**
 * The output of {@code --trace}: one line for each message between the coordinator and a worker.
 *
 * <p>{@link dev.procession.cli.trace.Trace} observes pools, and a {@code MessageText} for each
 * worker process describes its messages. A separate thread prints the lines, because stderr may be
 * slow and the observed threads must not block.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.cli.trace;
