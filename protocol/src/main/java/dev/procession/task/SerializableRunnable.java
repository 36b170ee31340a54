package dev.procession.task;

import java.io.Serializable;

/**
 * A {@link Runnable} that can travel to a worker process. Like every {@code Runnable} it throws no
 * checked exception.
 *
 * <pre>{@code
 * SerializableRunnable prepare = () -> System.setProperty("parser.strict", "true");
 * ProcessPool pool = ProcessPool.builder().initializer(prepare).build();
 * }</pre>
 */
@FunctionalInterface
public interface SerializableRunnable extends Runnable, Serializable {}
