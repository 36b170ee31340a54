package dev.procession.task;

import java.io.Serializable;
import java.util.concurrent.Callable;

/**
 * A {@link Callable} that can travel to a worker process: what {@code ProcessPool.submit} takes.
 *
 * <pre>{@code
 * SerializableCallable<Integer> processors = () -> Runtime.getRuntime().availableProcessors();
 * int workersProcessors = pool.submit(processors).get();
 * }</pre>
 *
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface SerializableCallable<R> extends Callable<R>, Serializable {}
