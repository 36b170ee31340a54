package dev.procession.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.process.observe.WorkerObservation;
import dev.procession.scheduler.WorkerKey;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class OccupiedTimeTest {
  private static final WorkerKey FIRST = new WorkerKey(0, 1);
  private static final WorkerKey SECOND = new WorkerKey(1, 1);

  private final AtomicLong now = new AtomicLong(1_000);
  private final OccupiedTime held = new OccupiedTime(now::get);

  @Test
  void workerWithTwoChunksIsCountedOnce() {
    sent(FIRST, 1);
    now.addAndGet(10);
    sent(FIRST, 2);
    now.addAndGet(20);
    over(FIRST, 1);
    now.addAndGet(30);
    over(FIRST, 2);
    now.addAndGet(40);

    assertEquals(60, held.nanos());
  }

  @Test
  void workersAreAddedUp() {
    sent(FIRST, 1);
    sent(SECOND, 2);
    now.addAndGet(10);
    over(SECOND, 2);
    now.addAndGet(5);
    over(FIRST, 1);

    assertEquals(25, held.nanos());
  }

  @Test
  void chunkThatIsOutCountsUntilNow() {
    sent(FIRST, 1);
    now.addAndGet(10);

    assertEquals(10, held.nanos());
  }

  private void sent(WorkerKey worker, long chunk) {
    held.saw(worker, new WorkerObservation.ChunkSent(chunk, 1, 0, 1, 1));
  }

  private void over(WorkerKey worker, long chunk) {
    held.saw(worker, new WorkerObservation.ChunkOver(chunk));
  }
}
