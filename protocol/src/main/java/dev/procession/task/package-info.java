/**
 * What a task may touch: the functional types it is written as, {@link
 * dev.procession.task.WorkerContext}, its view of the worker it runs in, and {@link
 * dev.procession.task.Broadcast}, a value that it shares with others. Both the coordinator and the
 * workers know this package; it knows neither.
 *
 * <pre>{@code
 * List<String> where =
 *     pool.map(x -> x + " ran in worker " + WorkerContext.current().workerId(), List.of(1, 2));
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.procession.task;
