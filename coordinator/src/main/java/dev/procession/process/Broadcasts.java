package dev.procession.process;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.protocol.codec.NameTable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The values that a pool has broadcast, encoded, until they are closed. Workers ask for them; their
 * bytes are shared by all writers. For any thread.
 */
final class Broadcasts {
  private final NameTable names;
  private final int maxItemBytes;
  private final Map<Long, Open> open = new ConcurrentHashMap<>();

  /** A value, and the class loader of its classes, so that it stays. */
  private record Open(ToWorker.Broadcast message, TaskClasses classes) {}

  Broadcasts(NameTable names, int maxItemBytes) {
    this.names = names;
    this.maxItemBytes = maxItemBytes;
  }

  /**
   * Encodes a value, on the caller's thread, since it runs code of the user's.
   *
   * @return its number
   * @throws EncodingException if it cannot travel
   */
  long add(Object value, TaskClasses classes) throws EncodingException {
    ItemEncoder encoder = new ItemEncoder(names, maxItemBytes);
    DeepEncoding.add(value, encoder);
    EncodedItems taken = encoder.take();
    // Kept for long, and large: without the room to grow that the encoder's buffer has.
    byte[] bytes = taken.copyOf(0);
    EncodedItems encoded =
        new EncodedItems(bytes, new int[] {bytes.length}, 1, taken.namesNeeded());
    while (true) {
      // At random: a handle of another pool, taken along by a nested one, must not find a value.
      long id = ThreadLocalRandom.current().nextLong() & Long.MAX_VALUE;
      var message = new ToWorker.Broadcast(id, classes.loaderId(), encoded);
      if (open.putIfAbsent(id, new Open(message, classes)) == null) {
        return id;
      }
    }
  }

  /** The message that brings a value; null once it is closed. */
  ToWorker.@Nullable Broadcast find(long id) {
    Open found = open.get(id);
    return found == null ? null : found.message;
  }

  /** Lets go of a value; returns whether it was there. */
  boolean close(long id) {
    return open.remove(id) != null;
  }

  /** Lets go of all of them: the pool has ended. */
  void closeAll() {
    open.clear();
  }
}
