package dev.procession.protocol.shared;

import dev.procession.task.PerWorker;
import dev.procession.task.SerializableCallable;
import dev.procession.task.WorkerContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A handle on an object of each worker, which brings the object's factory along.
 *
 * @param id drawn at random, so that no other handle has it
 */
public record PerWorkerReference<T>(long id, SerializableCallable<? extends T> factory)
    implements PerWorker<T> {
  private static final long serialVersionUID = 1L;

  /** The objects of this process, by the handle's number. Static, as they live as long as it. */
  private static final Map<Long, Slot> SLOTS = new ConcurrentHashMap<>();

  /** Those with an object, the last first; guarded by itself. */
  private static final Deque<Slot> MADE = new ArrayDeque<>();

  /** The numbers of those that are to be closed next; guarded by {@link #MADE}. */
  private static final Set<Long> CLOSING = new LinkedHashSet<>();

  /** Told of closing, on the thread that closes. */
  public interface CloseListener {
    /** An object is about to be closed. */
    void begins(Object object);

    /** That object has been closed, or could not be. */
    void ended();

    /** It could not be closed. */
    void failed(Object object, Throwable error);
  }

  /** Where an object is made by the first who asks, while others wait. */
  private static final class Slot {
    /** Guarded by this. */
    private @Nullable Object made;

    synchronized Object get(SerializableCallable<?> factory, String of) {
      if (made == null) {
        made =
            Objects.requireNonNull(
                call(factory, of), () -> "The factory of " + of + " returned null");
        synchronized (MADE) {
          MADE.push(this);
        }
      }
      return made;
    }

    /** Closes the object; it is made by then. */
    synchronized void close(CloseListener listener) {
      Object closing = Objects.requireNonNull(made);
      if (closing instanceof AutoCloseable closeable) {
        listener.begins(closing);
        try {
          closeable.close();
        } catch (Throwable e) {
          // The others are closed all the same.
          listener.failed(closing, e);
        } finally {
          listener.ended();
        }
      }
    }

    private static @Nullable Object call(SerializableCallable<?> factory, String of) {
      try {
        return factory.call();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("The factory of " + of + " failed: " + e, e);
      }
    }
  }

  @Override
  public T get() {
    return get("a PerWorker");
  }

  /**
   * The object of this process.
   *
   * @param of what the factory is of, for messages
   */
  @SuppressWarnings("unchecked") // The handle's own factory made it.
  T get(String of) {
    if (!WorkerContext.isWorker()) {
      throw new IllegalStateException(
          "A PerWorker has an object in each worker, but none in the program: call get() in a"
              + " task");
    }
    return (T) SLOTS.computeIfAbsent(id, key -> new Slot()).get(factory, of);
  }

  /**
   * Notes that no task will ask for an object any more; waits for nothing.
   *
   * @return whether {@link #closeUnused} is to be called, because nothing was noted before
   */
  public static boolean isUnused(long id) {
    if (!SLOTS.containsKey(id)) {
      return false;
    }
    synchronized (MADE) {
      boolean isFirst = CLOSING.isEmpty();
      CLOSING.add(id);
      return isFirst;
    }
  }

  /** Closes the objects of this process that no task will ask for, and releases them. */
  public static void closeUnused(CloseListener listener) {
    List<Slot> closing = new ArrayList<>();
    synchronized (MADE) {
      for (Long id : CLOSING) {
        Slot slot = SLOTS.remove(id);
        if (slot != null && MADE.remove(slot)) {
          closing.add(slot);
        }
      }
      CLOSING.clear();
    }
    closing.forEach(slot -> slot.close(listener));
  }

  /** Closes whatever has been made in this process, the last first. */
  public static void closeAll(CloseListener listener) {
    while (true) {
      Slot next;
      synchronized (MADE) {
        next = MADE.poll();
      }
      if (next == null) {
        return;
      }
      next.close(listener);
    }
  }
}
