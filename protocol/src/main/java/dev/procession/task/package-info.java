/**
 * The API for tasks: the functional types of tasks, {@link dev.procession.task.WorkerContext},
 * which describes the worker that runs the task, and {@link dev.procession.task.Broadcast}, a value
 * shared by many tasks. Both coordinator and workers depend on this package; it depends on neither.
 *
 * <pre>{@code
 * List<String> where =
 *     pool.map(x -> x + " ran in worker " + WorkerContext.current().workerId(), List.of(1, 2));
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.procession.task;
