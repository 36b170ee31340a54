package dev.procession.process.shipping;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.DeepCoding;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemEncoder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The encoded broadcast values of a pool, until they are closed. Workers request them; their bytes
 * are shared by all writers. For any thread.
 */
public final class Broadcasts {
  private final NameTable names;
  private final int maxItemBytes;
  private final Map<Long, Open> open = new ConcurrentHashMap<>();

  /** A value, and the class loader of its classes, which is kept reachable. */
  private record Open(ToWorker.Broadcast message, NumberedLoader classes) {}

  public Broadcasts(NameTable names, int maxItemBytes) {
    this.names = names;
    this.maxItemBytes = maxItemBytes;
  }

  /**
   * Encodes a value, on the caller's thread, since it runs user code.
   *
   * @return the message with it, for all workers
   * @throws EncodingException if it cannot travel
   */
  public ToWorker.Broadcast add(Object value, NumberedLoader classes) throws EncodingException {
    ItemEncoder encoder = new ItemEncoder(names, maxItemBytes);
    DeepCoding.add(value, encoder);
    EncodedItems taken = encoder.take();
    // Copied without the spare capacity of the encoder's buffer, since it is large and kept for
    // long.
    byte[] bytes = taken.copyOf(0);
    EncodedItems encoded =
        new EncodedItems(bytes, new int[] {bytes.length}, 1, taken.namesNeeded());
    while (true) {
      // Random, so that a handle of another pool, captured in a nested pool, does not find a value.
      long id = ThreadLocalRandom.current().nextLong() & Long.MAX_VALUE;
      var message = new ToWorker.Broadcast(id, classes.loaderId(), encoded);
      if (open.putIfAbsent(id, new Open(message, classes)) == null) {
        return message;
      }
    }
  }

  /** The message with a value; null once it is closed. */
  public ToWorker.@Nullable Broadcast find(long id) {
    Open found = open.get(id);
    return found == null ? null : found.message;
  }

  /** Releases a value, and returns it if it existed. */
  public Optional<ToWorker.Broadcast> close(long id) {
    return Optional.ofNullable(open.remove(id)).map(Open::message);
  }

  /** Releases all values: the pool has ended. */
  public void closeAll() {
    open.clear();
  }
}
