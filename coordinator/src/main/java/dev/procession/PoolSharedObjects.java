package dev.procession;

import dev.procession.process.Engine;
import dev.procession.protocol.shared.SharedReference.Kind;
import dev.procession.sharing.SharedSpec;
import dev.procession.task.SharedLatch;
import dev.procession.task.SharedLock;
import dev.procession.task.SharedLong;
import dev.procession.task.SharedMap;
import dev.procession.task.SharedObjects;
import dev.procession.task.SharedQueue;
import dev.procession.task.SharedSemaphore;
import java.util.Objects;

/** Makes the shared objects of a pool. */
final class PoolSharedObjects implements SharedObjects {
  private static final int MAX_NAME_CHARS = 100;

  private final Engine engine;

  PoolSharedObjects(Engine engine) {
    this.engine = engine;
  }

  @Override
  public SharedLock lock() {
    return (SharedLock) engine.share(Kind.LOCK, "", new SharedSpec.Lock());
  }

  @Override
  public SharedLock lock(String name) {
    return (SharedLock) engine.share(Kind.LOCK, checked(name), new SharedSpec.Lock());
  }

  @Override
  public SharedSemaphore semaphore(int permits) {
    return semaphoreNamed("", permits);
  }

  @Override
  public SharedSemaphore semaphore(String name, int permits) {
    return semaphoreNamed(checked(name), permits);
  }

  private SharedSemaphore semaphoreNamed(String name, int permits) {
    SharedSpec spec = new SharedSpec.Semaphore(atLeast(1, "permits", permits));
    return (SharedSemaphore) engine.share(Kind.SEMAPHORE, name, spec);
  }

  @Override
  public SharedLong counter(long initial) {
    return (SharedLong) engine.share(Kind.COUNTER, "", new SharedSpec.Counter(initial));
  }

  @Override
  public SharedLong counter(String name, long initial) {
    SharedSpec spec = new SharedSpec.Counter(initial);
    return (SharedLong) engine.share(Kind.COUNTER, checked(name), spec);
  }

  @Override
  public <T> SharedQueue<T> queue(int capacity) {
    return queueNamed("", capacity);
  }

  @Override
  public <T> SharedQueue<T> queue(String name, int capacity) {
    return queueNamed(checked(name), capacity);
  }

  @SuppressWarnings("unchecked") // A new queue takes items of any type.
  private <T> SharedQueue<T> queueNamed(String name, int capacity) {
    SharedSpec spec = new SharedSpec.Queue(atLeast(1, "capacity", capacity));
    return (SharedQueue<T>) engine.share(Kind.QUEUE, name, spec);
  }

  @Override
  public <K, V> SharedMap<K, V> map() {
    return mapNamed("");
  }

  @Override
  public <K, V> SharedMap<K, V> map(String name) {
    return mapNamed(checked(name));
  }

  @SuppressWarnings("unchecked") // A new map takes entries of any type.
  private <K, V> SharedMap<K, V> mapNamed(String name) {
    return (SharedMap<K, V>) engine.share(Kind.MAP, name, new SharedSpec.Map());
  }

  @Override
  public SharedLatch latch(int count) {
    return latchNamed("", count);
  }

  @Override
  public SharedLatch latch(String name, int count) {
    return latchNamed(checked(name), count);
  }

  private SharedLatch latchNamed(String name, int count) {
    SharedSpec spec = new SharedSpec.Latch(atLeast(0, "count", count));
    return (SharedLatch) engine.share(Kind.LATCH, name, spec);
  }

  private static String checked(String name) {
    Objects.requireNonNull(name, "name");
    if (name.isBlank() || name.length() > MAX_NAME_CHARS) {
      throw new IllegalArgumentException(
          "A name must have 1 to %d characters, not only blanks: '%.120s'"
              .formatted(MAX_NAME_CHARS, name));
    }
    return name;
  }

  private static int atLeast(int least, String what, int value) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", but is " + value);
    }
    return value;
  }
}
