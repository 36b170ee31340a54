package dev.procession.scheduler;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One job: its queue, its batches that have not ended, and whether more is to come. */
final class JobState {
  /** A chunk of more bytes is not worth its memory, unless one item has more. */
  static final long MAX_AUTOMATIC_CHUNK_BYTES = 1 << 20;

  /** The limit where the caller set the chunk size: far below what a frame can hold. */
  static final long MAX_FIXED_CHUNK_BYTES = 64 << 20;

  /** So many items a worker are handed out one by one where somebody waits for each. */
  static final int IN_ORDER_PER_WORKER = 16;

  private final long id;
  private final JobOptions options;
  private final ChunkSizer sizer;
  private final IdentityHashMap<Batch, BatchState> batches = new IdentityHashMap<>();
  private final Deque<Slice> queue = new ArrayDeque<>();
  private final LinkedHashSet<HeldChunk> held = new LinkedHashSet<>();
  // All that follow are written by the scheduler's thread only.
  private long offered;
  private long batchesOffered;
  private long queuedItems;
  private int announcedWindow;
  private boolean wantOutstanding;
  private int passedBy;
  private boolean closed;
  private boolean cancelled;

  JobState(long id, JobOptions options) {
    this.id = id;
    this.options = options;
    this.sizer = new ChunkSizer(options.chunkSize());
  }

  long id() {
    return id;
  }

  JobOptions options() {
    return options;
  }

  ChunkSizer sizer() {
    return sizer;
  }

  /** Whether nothing more comes: the source has ended, or nobody wants the rest. */
  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** From here on all items count as settled. */
  void cancel() {
    cancelled = true;
    closed = true;
  }

  boolean isWantOutstanding() {
    return wantOutstanding;
  }

  void want(boolean outstanding) {
    wantOutstanding = outstanding;
    passedBy = 0;
  }

  /** Another job had its turn; returns how many had since this one was asked for items. */
  int passBy() {
    return ++passedBy;
  }

  /** What was last said of the window; 0 before. */
  int announcedWindow() {
    return announcedWindow;
  }

  void announceWindow(int items) {
    announcedWindow = items;
  }

  int heldChunks() {
    return held.size();
  }

  /** The chunks that workers hold, in the order in which they were sent. */
  List<HeldChunk> held() {
    return List.copyOf(held);
  }

  void hold(HeldChunk chunk) {
    held.add(chunk);
    chunk.batch().hold(chunk);
  }

  void release(HeldChunk chunk) {
    held.remove(chunk);
    chunk.batch().release(chunk);
  }

  @Nullable BatchState find(Batch batch) {
    return batches.get(batch);
  }

  /** The batches that have not ended, in the order in which they came. */
  List<BatchState> batches() {
    return batches.values().stream()
        .sorted(Comparator.comparingLong(BatchState::sequence))
        .toList();
  }

  BatchState offer(Batch batch) {
    BatchState state = new BatchState(batch, this, ++batchesOffered);
    offered += batch.count();
    batches.put(batch, state);
    return state;
  }

  void settle(BatchState batch, int from, int to) {
    batch.settle(from, to);
    if (batch.isOver()) {
      batches.remove(batch.batch());
    }
  }

  /** How many items wait; those that were settled meanwhile do not count. */
  long queuedItems() {
    return queuedItems;
  }

  /** How many items are known to be ahead, queued or not yet offered. */
  long remainingItems() {
    long unseen = closed ? 0 : Math.max(0, options.total().orElse(0) - offered);
    return queuedItems + unseen;
  }

  boolean knowsItsEnd() {
    return closed || options.total().isPresent();
  }

  void enqueueLast(Slice slice) {
    queue.addLast(slice);
    queuedItems += slice.batch().countUnsettled(slice.from(), slice.to());
  }

  /** Puts items back; slices without a living item are dropped. */
  void enqueueFirst(Slice slice) {
    int living = slice.batch().countUnsettled(slice.from(), slice.to());
    if (living > 0) {
      queue.addFirst(slice);
      queuedItems += living;
    }
  }

  /** A queued item was settled. */
  void dropOne() {
    queuedItems--;
    if (queuedItems == 0) {
      queue.clear();
    }
  }

  void dropAll() {
    queuedItems = 0;
    queue.clear();
  }

  /** Whether the next items in the queue must travel alone. */
  boolean isHeadSuspect() {
    Slice head = peek();
    return head != null && head.isSuspect();
  }

  /**
   * How many of the items that wait may wait for one another at a worker rather than for the first
   * worker that is free. Where somebody waits for each, few items are begun strictly in order; many
   * have to share messages, or the workers would wait for those.
   */
  long bundled(int workers) {
    return options.waiting() == JobOptions.Waiting.FOR_EACH
        ? Math.max(0, queuedItems - (long) IN_ORDER_PER_WORKER * workers)
        : queuedItems;
  }

  /** Takes consecutive living items off the queue, which has some. */
  Slice take(int limit) {
    Slice head = peek();
    if (head == null) {
      throw new AssertionError("job " + id + " counts items that are not there: " + queuedItems);
    }
    int most = head.from() + portion(head, Math.min(limit, head.chunkLimit()));
    int to = fit(head, head.batch().nextSettled(head.from(), most));
    queue.pollFirst();
    if (to < head.to()) {
      queue.addFirst(head.range(to, head.to()));
    }
    queuedItems -= to - head.from();
    if (queuedItems == 0) {
      queue.clear();
    }
    return head.range(head.from(), to);
  }

  /**
   * How many items of a slice a chunk has. Two chunks of about the same length are better than one
   * and what is left over.
   */
  private int portion(Slice head, int limit) {
    int count = head.to() - head.from();
    boolean isBetweenOneAndTwo = !sizer.isFixed() && count > limit && count - limit < limit;
    return isBetweenOneAndTwo ? count - count / 2 : Math.min(limit, count);
  }

  /** The first slice, which then begins with a living item. */
  private @Nullable Slice peek() {
    for (Slice head = queue.peekFirst(); head != null; head = queue.peekFirst()) {
      int from = head.batch().nextUnsettled(head.from(), head.to());
      if (from < head.to()) {
        if (from > head.from()) {
          queue.pollFirst();
          head = head.range(from, head.to());
          queue.addFirst(head);
        }
        return head;
      }
      queue.pollFirst();
    }
    return null;
  }

  /**
   * The largest end up to a given one that keeps within the limit of bytes; one item always does.
   */
  private int fit(Slice slice, int to) {
    Batch batch = slice.batch().batch();
    long limit = sizer.isFixed() ? MAX_FIXED_CHUNK_BYTES : MAX_AUTOMATIC_CHUNK_BYTES;
    if (to - slice.from() == 1 || batch.sizeBytes(slice.from(), to) <= limit) {
      return to;
    }
    int fits = slice.from() + 1;
    int tooLong = to;
    while (tooLong - fits > 1) {
      int middle = (fits + tooLong) >>> 1;
      if (batch.sizeBytes(slice.from(), middle) <= limit) {
        fits = middle;
      } else {
        tooLong = middle;
      }
    }
    return fits;
  }
}
