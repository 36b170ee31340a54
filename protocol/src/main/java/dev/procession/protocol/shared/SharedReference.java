package dev.procession.protocol.shared;

import java.io.Serial;
import java.io.Serializable;
import java.lang.ref.WeakReference;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A handle on its way. Where it arrives, it becomes one that uses the client of its pool, if this
 * is the pool's own process, or of this worker.
 *
 * @param pool a number of the pool, drawn at random
 * @param id the object's number, drawn at random so that another pool hardly has the same
 * @param name the object's name, for people
 */
public record SharedReference(Kind kind, long pool, long id, String name) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The clients of the pools that this process has made. Static, like {@link #ofWorker}. */
  private static final Map<Long, WeakReference<SharedClient>> OF_POOLS = new ConcurrentHashMap<>();

  /**
   * The client of this worker; null where this is none. Written before any task runs. Static,
   * because what has just been decoded knows nothing but its number.
   */
  private static volatile @Nullable SharedClient ofWorker;

  /** The kinds of objects. */
  public enum Kind {
    /** A {@code SharedLock}. */
    LOCK,
    /** A {@code SharedSemaphore}. */
    SEMAPHORE,
    /** A {@code SharedLong}. */
    COUNTER,
    /** A {@code SharedQueue}. */
    QUEUE,
    /** A {@code SharedMap}. */
    MAP,
    /** A {@code SharedLatch}. */
    LATCH;

    /** What it is called. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What messages call the object. */
  String inWords() {
    return kind.word() + " '" + name + "'";
  }

  /** The reference that travels in place of a handle. */
  public static SharedReference of(Object handle) {
    return ((SharedHandle) handle).reference();
  }

  /** Declares who serves the tasks of this process; for the worker. */
  public static void servedBy(SharedClient client) {
    ofWorker = client;
  }

  /** Declares who serves the handles of a pool of this process. */
  public static void servedBy(long pool, SharedClient client) {
    OF_POOLS.put(pool, new WeakReference<>(client));
  }

  /** The pool has ended. */
  public static void noLongerServed(long pool) {
    OF_POOLS.remove(pool);
  }

  /** The handle that this is a reference to. */
  @Serial
  public Object readResolve() {
    WeakReference<SharedClient> own = OF_POOLS.get(pool);
    SharedClient client = own == null ? null : own.get();
    return handle(client == null ? ofWorker : client);
  }

  /** The handle that this is a reference to, for a given client. */
  public Object handle(@Nullable SharedClient client) {
    return switch (kind) {
      case LOCK -> new LockHandle(this, client);
      case SEMAPHORE -> new SemaphoreHandle(this, client);
      case COUNTER -> new CounterHandle(this, client);
      case QUEUE -> new QueueHandle<>(this, client);
      case MAP -> new MapHandle<>(this, client);
      case LATCH -> new LatchHandle(this, client);
    };
  }
}
