/**
 * What {@code --trace} prints: the conversation with each worker, a line for each message.
 *
 * <p>{@link dev.procession.cli.trace.Trace} observes pools; a {@code Conversation} knows what was
 * said to and by one process, so that it can put the next message into words ({@code MessageText}).
 * Printing is left to a thread of its own, because stderr may be slow and the threads that are
 * observed must not wait.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.cli.trace;
