package dev.procession.worker;

import dev.procession.protocol.KnownNames;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.DecodingException;
import dev.procession.protocol.codec.DeepCoding;
import dev.procession.protocol.codec.ItemDecoder;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The broadcast values of this worker, each requested when a task first needs it, decoded on that
 * thread, and released when the coordinator closes it.
 *
 * <p>Callers are the runner and any thread that a task has started; the courier sends the requests.
 */
final class Broadcasts {
  private final KnownNames names;
  private final IntFunction<ClassLoader> loaders;
  private final Consumer<Runnable> courier;
  private final Consumer<ToCoordinator> outgoing;
  private final OpenRequests open;
  private final Map<Long, Value> values = new ConcurrentHashMap<>();

  /**
   * Creates an empty set of values.
   *
   * @param names the names to which the encoded values refer
   * @param loaders returns the class loader of a number
   * @param courier runs actions in order on one thread
   * @param outgoing sends a message
   * @param open limits concurrent requests
   */
  Broadcasts(
      KnownNames names,
      IntFunction<ClassLoader> loaders,
      Consumer<Runnable> courier,
      Consumer<ToCoordinator> outgoing,
      OpenRequests open) {
    this.open = open;
    this.names = names;
    this.loaders = loaders;
    this.courier = courier;
    this.outgoing = outgoing;
  }

  /**
   * Returns the value of a number; waits for it, ignoring interrupts: if the coordinator exits
   * meanwhile, so does this process.
   *
   * @throws IllegalStateException if it is closed
   * @throws UnreadableBroadcastException if it cannot be decoded here
   */
  Object value(long id) {
    Value value = values.get(id);
    if (value == null) {
      Value wanted = new Value();
      value = values.putIfAbsent(id, wanted);
      if (value == null) {
        value = wanted;
        open.during(() -> ask(id, wanted));
      }
    }
    return value.get();
  }

  /** Returns when there is an answer. */
  private boolean ask(long id, Value wanted) {
    courier.accept(() -> outgoing.accept(new ToCoordinator.BroadcastWanted(id)));
    return wanted.isOpen.join();
  }

  /** The answer to a request; for the reader. */
  void arrived(ToWorker.Broadcast message) {
    Value value = values.get(message.broadcastId());
    // Guards against a race with its closing, after which no thread waits for it.
    if (value != null) {
      value.arrived(message);
    }
  }

  /** Closes it; for the reader. */
  void closed(long id) {
    Value value = values.remove(id);
    if (value != null) {
      value.closed();
    }
  }

  private final class Value {
    private final CompletableFuture<Boolean> isOpen = new CompletableFuture<>();

    /**
     * Written by the reader before the future is completed, then guarded by this, like the rest.
     */
    private ToWorker.@Nullable Broadcast message;

    private @Nullable Object decoded;
    private @Nullable DecodingException unreadable;

    void arrived(ToWorker.Broadcast arrived) {
      message = arrived;
      isOpen.complete(true);
    }

    void closed() {
      isOpen.complete(false);
    }

    Object get() {
      if (!isOpen.join()) {
        throw new IllegalStateException(
            "This broadcast has been closed, or belongs to another pool: close it only when no task"
                + " needs it any more, and use it only in tasks of the pool that created it");
      }
      synchronized (this) {
        if (message != null) {
          decode(message);
        }
        if (decoded == null) {
          throw new UnreadableBroadcastException(Objects.requireNonNull(unreadable));
        }
        return decoded;
      }
    }

    /** The bytes are dropped, as the object takes their place. */
    private void decode(ToWorker.Broadcast arrived) {
      ItemDecoder decoder = new ItemDecoder(names, loaders.apply(arrived.loaderId()));
      try {
        decoded = DeepCoding.decode(decoder, arrived.value(), 0);
      } catch (DecodingException e) {
        unreadable = e;
      }
      message = null;
    }
  }
}
