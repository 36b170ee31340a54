package dev.procession.scheduler;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The chunks that one process holds: at most one running and one queued. */
final class HeldChunks {
  // Written by the scheduler's thread only. There is no second chunk without a first.
  private @Nullable HeldChunk first;
  private @Nullable HeldChunk second;

  @Nullable HeldChunk first() {
    return first;
  }

  @Nullable HeldChunk second() {
    return second;
  }

  boolean isEmpty() {
    return first == null;
  }

  List<HeldChunk> all() {
    if (first == null) {
      return List.of();
    }
    return second == null ? List.of(first) : List.of(first, second);
  }

  @Nullable HeldChunk find(long chunkId) {
    if (first != null && first.chunk().id() == chunkId) {
      return first;
    }
    return second != null && second.chunk().id() == chunkId ? second : null;
  }

  void add(HeldChunk chunk) {
    if (first == null) {
      first = chunk;
    } else if (second == null) {
      second = chunk;
    } else {
      throw new AssertionError("a third chunk: " + chunk.chunk());
    }
  }

  void remove(HeldChunk chunk) {
    if (chunk == first) {
      first = second;
      second = null;
    } else if (chunk == second) {
      second = null;
    } else {
      throw new AssertionError("not held: " + chunk.chunk());
    }
  }
}
