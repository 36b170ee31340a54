package dev.procession.sharing;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue. Takers wait only while it is empty, and those that put only while it is full, so
 * that never both do.
 */
final class QueueState extends ObjectState {
  private final int capacity;
  private final long maxBytes;
  private final Queue<byte[]> items = new ArrayDeque<>();
  // Written by the state machine's thread only.
  private long bytes;
  private boolean finished;

  QueueState(String name, int capacity, long maxBytes) {
    super("queue", name);
    this.capacity = capacity;
    this.maxBytes = maxBytes;
  }

  @Override
  @Nullable SharedReply attempt(Request request) {
    SharedOperation operation = request.operation();
    if (operation instanceof SharedOperation.Put put) {
      return put(put.value());
    } else if (operation instanceof SharedOperation.Take) {
      return take();
    } else if (operation instanceof SharedOperation.Size) {
      return new SharedReply.Numeric(items.size());
    } else if (operation instanceof SharedOperation.Finish) {
      finished = true;
      return new SharedReply.Done();
    }
    return wrong(request);
  }

  private @Nullable SharedReply put(byte[] value) {
    if (finished) {
      return new SharedReply.Finished();
    } else if (items.size() == capacity) {
      return null;
    } else if (value.length > maxBytes - bytes) {
      return new SharedReply.Refused(
          "%s has items of %d bytes; with %d more they would exceed its limit of %d"
              .formatted(this, bytes, value.length, maxBytes));
    }
    items.add(value);
    bytes += value.length;
    return new SharedReply.Done();
  }

  private @Nullable SharedReply take() {
    byte[] first = items.poll();
    if (first == null) {
      return finished ? new SharedReply.Finished() : null;
    }
    bytes -= first.length;
    return new SharedReply.Value(first);
  }
}
