package dev.procession.scheduler;

import java.util.TreeMap;

/** The items of one job of a {@link PacedPool}, encoded as far as the window has room. */
final class PacedSource {
  /** What is known of the input, and when results make room for further items. */
  enum Kind {
    /** As {@code map} of a list: results make room as they come. */
    LIST,
    /** As {@code map} of something that does not know its size. */
    ITERABLE,
    /** As {@code stream}: results make room in the order of the input. */
    STREAM;

    boolean isSized() {
      return this == LIST;
    }
  }

  /** Encoded items, from the first of them on. */
  record Items(long jobId, PacedWork work, int first, int count) implements Batch {
    long nanos(int item) {
      return work.nanos(first + item);
    }

    @Override
    public long sizeBytes(int from, int to) {
      return (long) (to - from) * Integer.BYTES;
    }
  }

  private static final int FIRST_WINDOW = 64;
  private static final int ITEMS_AT_ONCE = 256;

  private final PacedPool pool;
  private final long jobId;
  private final PacedWork work;
  private final int total;
  private final Kind kind;
  private final TreeMap<Integer, Integer> early = new TreeMap<>();
  private int encoded;
  private int open;
  private int wanted;
  private int limit = FIRST_WINDOW;
  private int inFlight;
  private int consumedUpTo;
  private boolean blocked = true;
  private boolean sealed;
  private boolean paused;

  PacedSource(PacedPool pool, long jobId, PacedWork work, Kind kind) {
    this.pool = pool;
    this.jobId = jobId;
    this.work = work;
    this.total = work.items();
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  void begin() {
    unblock();
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    blocked = true;
    unblock();
  }

  void wanted(int atLeast) {
    wanted = Math.max(1, Math.min(atLeast, limit / 4));
    offer();
  }

  void resize(int items) {
    limit = items;
    unblock();
  }

  void delivered(int first, int count) {
    if (kind != Kind.STREAM) {
      consumed(count);
      return;
    }
    early.put(first, count);
    while (!early.isEmpty() && early.firstKey() == consumedUpTo) {
      int next = early.pollFirstEntry().getValue();
      consumedUpTo += next;
      consumed(next);
    }
  }

  private void consumed(int count) {
    inFlight -= count;
    unblock();
  }

  /** As the window does it: a quarter of it is worth to wake the feeder. */
  private void unblock() {
    if (blocked && !paused && inFlight <= limit - Math.max(1, limit / 4)) {
      blocked = false;
      feed();
    }
  }

  private void feed() {
    if (paused) {
      blocked = true;
      return;
    }
    int room = Math.min(ITEMS_AT_ONCE, Math.min(total - encoded, limit - inFlight));
    if (room <= 0) {
      blocked = encoded < total;
      return;
    }
    int count = open < wanted ? Math.min(room, wanted - open) : room;
    inFlight += count;
    pool.at(
        pool.now + count * PacedPool.ENCODE_NANOS,
        () -> {
          encoded += count;
          open += count;
          offer();
          feed();
        });
  }

  private void offer() {
    boolean isDue = wanted > 0 && (open >= wanted || encoded == total);
    if (isDue && open > 0) {
      wanted = 0;
      pool.post(new Event.BatchOffered(new Items(jobId, work, encoded - open, open)));
      open = 0;
    }
    if (encoded == total && open == 0 && !sealed) {
      sealed = true;
      pool.post(new Event.JobSealed(jobId));
    }
  }
}
