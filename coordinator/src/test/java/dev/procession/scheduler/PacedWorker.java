package dev.procession.scheduler;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** A worker of a {@link PacedPool}: runs chunks one after the other, answers at every tick. */
final class PacedWorker {
  /** How often results leave while a chunk is being run. */
  private static final long TICK_NANOS = 5_000_000;

  private final WorkerKey key;
  private final PacedPool pool;
  private final Deque<Chunk> inbox = new ArrayDeque<>();
  private Optional<Chunk> chunk = Optional.empty();
  private long[] ends = {};
  private int end;
  private int unsent;
  private long begunAt;
  private long accountedAt;
  private long run;
  private long lastToShell;
  private long idleSince;
  private long lastBegunAt;
  private long longestWait;

  PacedWorker(WorkerKey key, PacedPool pool) {
    this.key = key;
    this.pool = pool;
  }

  /** When it began its last item. */
  long lastBegunAt() {
    return lastBegunAt;
  }

  /** The longest time that it had nothing to do before the last item of all was begun. */
  long longestWait(long lastOfAllBegunAt) {
    return Math.max(longestWait, lastOfAllBegunAt - idleSince);
  }

  /** A command on its way to the process. */
  void receive(Command command) {
    pool.at(pool.now + PacedPool.ONE_WAY_NANOS, () -> carryOut(command));
  }

  /** What it runs, if anything, as if it ended at that time. */
  Optional<PacedPool.Run> running(long until) {
    return chunk.map(c -> new PacedPool.Run(c.batch().jobId(), begunAt, until));
  }

  private void carryOut(Command command) {
    if (command instanceof Command.SendChunk send) {
      inbox.add(send.chunk());
      if (chunk.isEmpty()) {
        begin();
      }
    } else if (command instanceof Command.RevokeChunk revoke) {
      revoke(revoke.chunkId());
    }
  }

  private void revoke(long chunkId) {
    if (chunk.isPresent() && chunk.get().id() == chunkId) {
      end = Math.min(end, finished() + 1);
      say(new Event.WorkerReturned(key, chunkId, end), 0);
      finishLater();
    } else if (inbox.removeIf(c -> c.id() == chunkId)) {
      say(new Event.WorkerReturned(key, chunkId, 0), 0);
    }
  }

  private void begin() {
    Chunk next = inbox.remove();
    chunk = Optional.of(next);
    longestWait = Math.max(longestWait, pool.now - idleSince);
    end = next.count();
    unsent = 0;
    begunAt = pool.now;
    accountedAt = pool.now;
    ends = new long[end];
    PacedSource.Items items = (PacedSource.Items) next.batch();
    long at = pool.now;
    for (int i = 0; i < end; i++) {
      at += PacedPool.WORKER_NANOS + items.nanos(next.from() + i);
      ends[i] = at;
    }
    finishLater();
    tickLater();
  }

  private void finishLater() {
    long current = ++run;
    pool.at(
        ends[end - 1],
        () -> {
          if (current == run) {
            finish();
          }
        });
  }

  private void finish() {
    flush();
    pool.ran(running(ends[end - 1]).orElseThrow());
    chunk = Optional.empty();
    lastBegunAt = end > 1 ? ends[end - 2] : begunAt;
    idleSince = pool.now;
    if (!inbox.isEmpty()) {
      begin();
    }
  }

  /** The first tick at which there is something to be sent. */
  private void tickLater() {
    long running = chunk.orElseThrow().id();
    int next = finished();
    if (next < end) {
      long tick = (ends[next] / TICK_NANOS + 1) * TICK_NANOS;
      pool.at(
          tick,
          () -> {
            if (chunk.isPresent() && chunk.get().id() == running) {
              flush();
              tickLater();
            }
          });
    }
  }

  private int finished() {
    int place = Arrays.binarySearch(ends, 0, end, pool.now);
    return place < 0 ? -place - 1 : place + 1;
  }

  private void flush() {
    int count = finished() - unsent;
    if (count > 0) {
      long busy = pool.now - accountedAt;
      Chunk running = chunk.orElseThrow();
      say(
          new Event.WorkerAnswered(key, running.id(), unsent, count, busy, "answers"),
          count * PacedPool.DECODE_NANOS);
      unsent += count;
      accountedAt = pool.now;
    }
  }

  private void say(Event event, long decodeNanos) {
    lastToShell = Math.max(lastToShell, pool.now + PacedPool.ONE_WAY_NANOS) + decodeNanos;
    pool.at(lastToShell, () -> pool.post(event));
  }
}
