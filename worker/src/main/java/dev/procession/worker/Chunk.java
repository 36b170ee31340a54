package dev.procession.worker;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.ToWorker;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A chunk in this worker, shared by the runner, which advances it item by item, and the reader,
 * which may revoke its rest or cancel items at any time.
 *
 * <p>One word holds all of the state that both threads change: the position that is running and the
 * position at which the chunk ends. Waiting: position is -1. Running: {@code 0 <= position < end}.
 * Ended: {@code position == end}. Each step of the runner ends one item and begins the next in one
 * atomic update, so an item is either started or given back, never both.
 */
final class Chunk implements Step, TaskContext.TaskPosition {
  private static final int WAITING = -1;

  private final long id;
  private final int functionId;
  private final long firstIndex;
  private final int attempt;
  private final int size;
  private final AtomicLong state;

  /** Cleared when the chunk ends, so that an ended chunk costs nothing. */
  private volatile @Nullable EncodedItems items;

  /** Positions to skip or to stop; created by the reader with the first of them. */
  private volatile @Nullable Set<Integer> cancelled;

  /** Why a task asked for another process; set by the task, seen by the runner. */
  private volatile @Nullable String retirementReason;

  Chunk(ToWorker.Run run) {
    id = run.chunkId();
    functionId = run.functionId();
    firstIndex = run.firstIndex();
    attempt = run.attempt();
    items = run.items();
    size = run.items().count();
    state = new AtomicLong(state(size, WAITING));
  }

  long id() {
    return id;
  }

  int functionId() {
    return functionId;
  }

  int size() {
    return size;
  }

  @Override
  public long index(int position) {
    return firstIndex + position;
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public void retire(String reason) {
    retirementReason = reason;
  }

  /** Why a task of it asked for another process, if one has. */
  Optional<String> retirementReason() {
    return Optional.ofNullable(retirementReason);
  }

  /** Its items; empty once it has ended. */
  EncodedItems items() {
    EncodedItems present = items;
    return present == null ? new EncodedItems(new byte[0], new int[0], 0, 0) : present;
  }

  /**
   * Ends the running item and begins the next; for the runner.
   *
   * @return whether there is a next item; otherwise the chunk has ended
   */
  boolean advance() {
    while (true) {
      long before = state.get();
      int end = end(before);
      int next = Math.min(position(before) + 1, end);
      if (state.compareAndSet(before, state(end, next))) {
        if (next == end) {
          items = null;
        }
        return next < end;
      }
    }
  }

  /** The position that is running; for the runner, between two calls of {@link #advance}. */
  int position() {
    return position(state.get());
  }

  /**
   * Ends the chunk after the items that have been started; for the reader, and for the runner of a
   * worker that retires.
   */
  void revoke() {
    state.updateAndGet(now -> state(Math.min(end(now), position(now) + 1), position(now)));
    if (hasEnded()) {
      items = null;
    }
  }

  /** The first position that will never be started: its size, unless it was revoked. */
  int end() {
    return end(state.get());
  }

  /** Whether it has ended: no item of it runs or will run. */
  boolean hasEnded() {
    long now = state.get();
    return position(now) == end(now) || end(now) == 0;
  }

  /**
   * Marks one item as cancelled; for the reader.
   *
   * @return whether the item may be running, so that it should be interrupted
   */
  boolean cancel(int position) {
    Objects.checkIndex(position, size);
    Set<Integer> positions = cancelled;
    if (positions == null) {
      positions = ConcurrentHashMap.newKeySet();
      cancelled = positions;
    }
    positions.add(position);
    // Guards against a race with the start of the item: the runner starts an item before it reads
    // the set, and here the order is reversed, so that one of the two sees the other.
    return isRunning(position);
  }

  @Override
  public boolean isCancelled(int position) {
    Set<Integer> positions = cancelled;
    return positions != null && positions.contains(position);
  }

  /** Whether the item at a position is running. */
  boolean isRunning(int position) {
    long now = state.get();
    return position(now) == position && position < end(now);
  }

  private static long state(int end, int position) {
    return ((long) end << Integer.SIZE) | Integer.toUnsignedLong(position);
  }

  private static int end(long state) {
    return (int) (state >>> Integer.SIZE);
  }

  private static int position(long state) {
    return (int) state;
  }
}
