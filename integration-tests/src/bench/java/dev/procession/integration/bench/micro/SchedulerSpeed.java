package dev.procession.integration.bench.micro;

import dev.procession.scheduler.Batch;
import dev.procession.scheduler.Command;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.JobOptions;
import dev.procession.scheduler.Scheduler;
import dev.procession.scheduler.SchedulerOptions;
import dev.procession.scheduler.WorkerKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * How many events a second the scheduler alone handles, by how many workers there are: answers, for
 * each of which a worker is sent its next chunk. They are played, in virtual time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SchedulerSpeed {
  private static final long SECOND_NANOS = 1_000_000_000;
  private static final long ITEM_NANOS = 1_000;

  /** Many, so that hardly any event is an offer. */
  private static final int BATCH_ITEMS = 100_000;

  private static final long JOB = 1;

  /** Set by JMH before the set-up. */
  @Param({"10", "100", "1000", "10000"})
  public int workers = 10;

  /** How many items a chunk has. */
  public enum ChunkSize {
    MEASURED,
    ONE
  }

  /** Set by JMH before the set-up. */
  @Param public ChunkSize chunkSize = ChunkSize.MEASURED;

  private final Deque<Command.SendChunk> running = new ArrayDeque<>();
  private final Deque<Event> events = new ArrayDeque<>();

  /** Owned by the thread of the trial; written before it begins. */
  private Scheduler scheduler = scheduler(workers);

  /** Owned by the thread of the trial. */
  private long nowNanos;

  /** Items of nothing. */
  private record EmptyBatch(long jobId, int count) implements Batch {
    @Override
    public long sizeBytes(int from, int to) {
      return (long) (to - from) * Integer.BYTES;
    }
  }

  @Setup
  public void openPool() {
    scheduler = scheduler(workers);
    say(new Event.PoolOpened());
    for (int id = 0; id < workers; id++) {
      say(new Event.WorkerReady(new WorkerKey(id, 1)));
    }
    OptionalInt items = chunkSize == ChunkSize.ONE ? OptionalInt.of(1) : OptionalInt.empty();
    say(
        new Event.JobOpened(
            JOB, new JobOptions(items, OptionalLong.empty(), OptionalLong.empty(), 0)));
    say(new Event.BatchOffered(new EmptyBatch(JOB, BATCH_ITEMS)));
  }

  @Benchmark
  public void answerOneChunk() {
    Command.SendChunk sent = running.remove();
    int count = sent.chunk().count();
    nowNanos += ITEM_NANOS * count / workers;
    say(
        new Event.WorkerAnswered(
            sent.worker(), sent.chunk().id(), 0, count, ITEM_NANOS * count, "answers"));
  }

  /** Says an event, and what the shell and the workers answer to what follows from it. */
  private void say(Event event) {
    events.add(event);
    for (Event next = events.poll(); next != null; next = events.poll()) {
      scheduler.handle(next, nowNanos).forEach(this::carryOut);
    }
  }

  private void carryOut(Command command) {
    if (command instanceof Command.SendChunk sent) {
      running.add(sent);
    } else if (command instanceof Command.WantItems wanting) {
      events.add(new Event.BatchOffered(new EmptyBatch(wanting.jobId(), BATCH_ITEMS)));
    } else if (command instanceof Command.RevokeChunk revoked) {
      // What waits has not been started.
      running.removeIf(sent -> sent.chunk().id() == revoked.chunkId());
      events.add(new Event.WorkerReturned(revoked.worker(), revoked.chunkId(), 0));
    }
  }

  private static Scheduler scheduler(int workers) {
    return new Scheduler(
        new SchedulerOptions(
            workers,
            SECOND_NANOS,
            SECOND_NANOS,
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalInt.empty()));
  }
}
