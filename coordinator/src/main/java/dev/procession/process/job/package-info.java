/**
 * A caller's jobs: a mapped source or submitted tasks, from the first item to the last result.
 *
 * <p>A {@code SourceJob} has a {@code Feeder}, which pulls and encodes items while the {@code
 * Window} has room, and a {@code ResultQueue}, which returns results in order. A {@code SubmitJob}
 * runs single tasks, which share chunks when several are queued.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.process.job;
