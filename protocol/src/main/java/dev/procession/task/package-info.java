/**
 * What a task may touch: the functional types it is written as and {@link
 * dev.procession.task.WorkerContext}, its view of the worker it runs in. Both the coordinator and
 * the workers know this package; it knows neither.
 */
@org.jspecify.annotations.NullMarked
package dev.procession.task;
