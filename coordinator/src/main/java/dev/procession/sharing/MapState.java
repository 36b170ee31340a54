package dev.procession.sharing;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map. Keys are equal if their bytes are. */
final class MapState extends ObjectState {
  /** What an entry costs beside its bytes. */
  private static final int ENTRY_BYTES = 100;

  private static final byte[] NONE = {};

  private final long maxBytes;
  private final Map<Key, byte[]> values = new HashMap<>();
  private long bytes; // written by the state machine's thread only

  /** Comparable, so that keys of one hash code, which a worker may make, are found quickly. */
  private record Key(byte[] bytes) implements Comparable<Key> {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public int compareTo(Key other) {
      return Arrays.compare(bytes, other.bytes);
    }
  }

  MapState(String name, long maxBytes) {
    super("map", name);
    this.maxBytes = maxBytes;
  }

  @Override
  SharedReply attempt(Request request) {
    SharedOperation operation = request.operation();
    if (operation instanceof SharedOperation.Get get) {
      return reply(values.get(new Key(get.key())));
    } else if (operation instanceof SharedOperation.Store store) {
      return store(new Key(store.key()), store.value(), store.when());
    } else if (operation instanceof SharedOperation.Remove remove) {
      return reply(remove(new Key(remove.key())));
    } else if (operation instanceof SharedOperation.Exchange exchange) {
      return exchange(new Key(exchange.key()), exchange.expected(), exchange.value());
    } else if (operation instanceof SharedOperation.Size) {
      return new SharedReply.Numeric(values.size());
    }
    return wrong(request);
  }

  private SharedReply store(Key key, byte[] value, SharedOperation.When when) {
    byte[] before = values.get(key);
    boolean does =
        switch (when) {
          case ALWAYS -> true;
          case ABSENT -> before == null;
          case PRESENT -> before != null;
        };
    if (!does) {
      return reply(before);
    }
    SharedReply refusal = put(key, before, value);
    return refusal == null ? reply(before) : refusal;
  }

  private SharedReply exchange(Key key, byte[] expected, byte[] value) {
    byte[] before = values.get(key);
    if (!Arrays.equals(expected, before == null ? NONE : before)) {
      return new SharedReply.Flag(false);
    }
    if (value.length == 0) {
      remove(key);
      return new SharedReply.Flag(true);
    }
    SharedReply refusal = put(key, before, value);
    return refusal == null ? new SharedReply.Flag(true) : refusal;
  }

  private @Nullable SharedReply put(Key key, byte @Nullable [] before, byte[] value) {
    long more =
        before == null
            ? (long) ENTRY_BYTES + key.bytes.length + value.length
            : (long) value.length - before.length;
    if (more > maxBytes - bytes) {
      return new SharedReply.Refused(
          "%s has entries of %d bytes; with %d more they would exceed its limit of %d"
              .formatted(this, bytes, more, maxBytes));
    }
    bytes += more;
    values.put(key, value);
    return null;
  }

  private byte @Nullable [] remove(Key key) {
    byte[] before = values.remove(key);
    if (before != null) {
      bytes -= (long) ENTRY_BYTES + key.bytes.length + before.length;
    }
    return before;
  }

  private static SharedReply reply(byte @Nullable [] value) {
    return value == null ? new SharedReply.NoValue() : new SharedReply.Value(value);
  }
}
