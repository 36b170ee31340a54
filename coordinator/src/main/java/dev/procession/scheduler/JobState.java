package dev.procession.scheduler;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One job: its queue, its unfinished batches, and whether more items follow. */
final class JobState implements Comparable<JobState> {
  /** The maximum size of a chunk in bytes, except that one item may be larger. */
  static final long MAX_AUTOMATIC_CHUNK_BYTES = 1 << 20;

  /** The limit where the caller set the chunk size: far below what a frame can hold. */
  static final long MAX_FIXED_CHUNK_BYTES = 64 << 20;

  /** The number of items per worker that are sent one by one if a caller waits for each. */
  static final int IN_ORDER_PER_WORKER = 16;

  private final long id;
  private final JobOptions options;
  private final ChunkSizer sizer;
  private final WorkerTime workerTime = new WorkerTime();
  private final IdentityHashMap<Batch, BatchState> batches = new IdentityHashMap<>();
  private final Deque<ItemRange> queue = new ArrayDeque<>();
  private final LinkedHashSet<HeldChunk> held = new LinkedHashSet<>();
  // All that follow are written by the scheduler's thread only.
  private long offered;
  private long batchesOffered;
  private long queuedItems;
  private long delayedItems;
  private int announcedWindow;
  private boolean wantOutstanding;
  private int passedBy;
  private double rank;
  private long turn;
  private boolean hadItems;
  private long emptySince;
  private boolean closed;
  private boolean cancelled;

  JobState(long id, JobOptions options, int workers) {
    this.id = id;
    this.options = options;
    this.sizer = new ChunkSizer(options.chunkSize(), workers);
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

  WorkerTime workerTime() {
    return workerTime;
  }

  /** The workers' time used when its place in the queue of jobs was last set. */
  double rank() {
    return rank;
  }

  void placeAt(double workerNanos) {
    rank = workerNanos;
  }

  /** Orders jobs of the same rank: the number of its last turn. */
  long turn() {
    return turn;
  }

  void tookTurn(long number) {
    turn = number;
  }

  /** The job whose turn comes first is the least. No two jobs have had the same turn. */
  @Override
  public int compareTo(JobState other) {
    int byRank = Double.compare(rank, other.rank);
    return byRank != 0 ? byRank : Long.compare(turn, other.turn);
  }

  /** Records whether items are queued. */
  void seeQueue(long now) {
    if (hadItems && queuedItems == 0) {
      emptySince = now;
    }
    hadItems = queuedItems > 0;
  }

  /** Since when the queue has been empty, if it is. */
  long emptySince() {
    return emptySince;
  }

  /** Whether no more items follow: the source has ended, or the rest is not wanted. */
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

  /**
   * Counts a turn of another job; returns the number of turns since this job was asked for items.
   */
  int passBy() {
    return ++passedBy;
  }

  /** The last reported window size; 0 initially. */
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
    forgetIfOver(batch);
  }

  void forgetIfOver(BatchState batch) {
    if (batch.isOver()) {
      batches.remove(batch.batch());
    }
  }

  /** How many items wait for the time of their next attempt. */
  long delayedItems() {
    return delayedItems;
  }

  /** Items wait for the time of their next attempt. */
  void delay(ItemRange failed) {
    failed.batch().delay(failed.from(), failed.to());
    delayedItems += failed.to() - failed.from();
  }

  /** Items do not wait for that time any more; returns how many of them did. */
  int resume(ItemRange failed) {
    int count = failed.batch().resume(failed.from(), failed.to());
    delayedItems -= count;
    return count;
  }

  /** The number of queued items, without settled ones. */
  long queuedItems() {
    return queuedItems;
  }

  /** How many items have been offered so far. */
  long offeredItems() {
    return offered;
  }

  /** The number of known items ahead, queued or not yet offered. */
  long remainingItems() {
    long unseen = closed ? 0 : Math.max(0, options.total().orElse(0) - offered);
    return queuedItems + unseen;
  }

  boolean knowsItsEnd() {
    return closed || options.total().isPresent();
  }

  void enqueueLast(ItemRange slice) {
    queue.addLast(slice);
    queuedItems += slice.batch().countUnsettled(slice.from(), slice.to());
  }

  /** Requeues items; ranges without an unsettled item are dropped. */
  void enqueueFirst(ItemRange slice) {
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
    delayedItems = 0;
    queue.clear();
  }

  /** Whether the next items in the queue must travel alone. */
  boolean isHeadSuspect() {
    ItemRange head = peek();
    return head != null && head.isSuspect();
  }

  /**
   * The number of queued items that may be sent to a busy worker instead of waiting for a free one.
   * If a caller waits for each item, a few items are started strictly in order; many items share
   * messages, because the workers would otherwise wait for messages.
   */
  long bundled(int workers) {
    return options.waiting() == JobOptions.Waiting.FOR_EACH
        ? Math.max(0, queuedItems - (long) IN_ORDER_PER_WORKER * workers)
        : queuedItems;
  }

  /** Removes consecutive unsettled items from the queue, which has some. */
  ItemRange take(int limit) {
    ItemRange head = peek();
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
   * The number of items of a range in the next chunk. Two chunks of about the same length are
   * better than a full chunk and a small rest.
   */
  private int portion(ItemRange head, int limit) {
    int count = head.to() - head.from();
    boolean isBetweenOneAndTwo = !sizer.isFixed() && count > limit && count - limit < limit;
    return isBetweenOneAndTwo ? count - count / 2 : Math.min(limit, count);
  }

  /** The first range, which then begins with an unsettled item. */
  private @Nullable ItemRange peek() {
    for (ItemRange head = queue.peekFirst(); head != null; head = queue.peekFirst()) {
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
   * The largest end, up to a given one, that keeps within the byte limit; a single item is always
   * within it.
   */
  private int fit(ItemRange slice, int to) {
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
