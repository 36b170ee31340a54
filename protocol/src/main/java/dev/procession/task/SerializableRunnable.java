package dev.procession.task;

import java.io.Serializable;

/**
 * A {@link Runnable} that can travel to a worker process. Like every {@code Runnable} it throws no
 * checked exception.
 */
@FunctionalInterface
public interface SerializableRunnable extends Runnable, Serializable {}
