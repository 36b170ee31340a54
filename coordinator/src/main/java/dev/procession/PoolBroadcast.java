package dev.procession;

import dev.procession.process.Engine;
import dev.procession.protocol.BroadcastReference;
import dev.procession.task.Broadcast;
import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A broadcast handle in the process that created it; only a reference to it is sent to workers.
 *
 * @param <T> the value's type
 */
@SuppressWarnings("serial") // A reference is serialized instead, see writeReplace.
final class PoolBroadcast<T> implements Broadcast<T> {
  private static final long serialVersionUID = 1L;

  private final Engine engine;
  private final long id;

  /** Written once, when the handle is closed; null from then on. */
  private volatile @Nullable T value;

  PoolBroadcast(Engine engine, long id, T value) {
    this.engine = engine;
    this.id = id;
    this.value = Objects.requireNonNull(value);
  }

  @Override
  public T value() {
    T present = value;
    if (present == null) {
      throw new IllegalStateException("This broadcast has been closed");
    }
    return present;
  }

  @Override
  public void close() {
    value = null;
    engine.closeBroadcast(id);
  }

  @Serial
  private Object writeReplace() {
    return new BroadcastReference<T>(id);
  }

  @Override
  public String toString() {
    return "Broadcast[" + Long.toHexString(id) + (value == null ? ", closed" : "") + "]";
  }
}
