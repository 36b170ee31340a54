package dev.procession.task;

import java.io.Serializable;

/**
 * A handle on an object of which each worker process has its own: a connection, a parser, a native
 * library. It is made by the first task that asks for it there, used by all tasks of that process,
 * and made again in a process that takes another's place.
 *
 * <pre>{@code
 * PerWorker<StringBuilder> buffer = pool.perWorker(StringBuilder::new);
 * List<String> joined = pool.map(name -> buffer.get().append(name).toString(), names);
 * }</pre>
 *
 * <p>If it is {@link AutoCloseable}, it is closed when its worker leaves in order. A process that
 * dies, or is killed, takes it along. A {@code close} that takes longer than half of the pool's
 * {@code shutdownGrace} is interrupted, and reported on the worker's standard error; if it does not
 * end then, its process does.
 *
 * @param <T> the object's type
 */
public interface PerWorker<T> extends Serializable {

  /**
   * The object of this worker process; the first call makes it, and others wait for that. If its
   * factory fails, so does this, and the next call tries again.
   *
   * @return the object
   * @throws IllegalStateException outside of a worker; or if the factory throws a checked
   *     exception, which is its cause
   */
  T get();
}
