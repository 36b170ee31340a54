package dev.procession.process.worker;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.scheduler.Batch;
import dev.procession.scheduler.Chunk;
import dev.procession.scheduler.RunningItem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AwaitedChunkTest {
  private final AwaitedChunk chunk =
      new AwaitedChunk(new Chunk(1, new TenItems(), 0, 10, 1), Optional.empty());

  @Test
  void endsWithItsLastAnswer() {
    assertFalse(chunk.answered(9));
    assertTrue(chunk.answered(10));
  }

  @Test
  void theRunningItemIsAwaitedAfterTheRestWasReturned() {
    assertFalse(chunk.answered(3));
    assertFalse(chunk.returned(4));
    assertTrue(chunk.answered(4));
  }

  @Test
  void aChunkThatWasNotStartedEndsWhenItIsReturned() {
    assertTrue(chunk.returned(0));
  }

  @Test
  void itemsUpToTheRunningOneHaveBegun() {
    Optional<RunningItem> running = Optional.of(new RunningItem(1, 4));

    assertTrue(chunk.hasBegun(3, running));
    assertTrue(chunk.hasBegun(4, running));
    assertFalse(chunk.hasBegun(5, running));
  }

  @Test
  void chunksAreRunInTheirOrder() {
    assertTrue(chunk.hasBegun(9, Optional.of(new RunningItem(2, 0))));
    assertFalse(chunk.hasBegun(0, Optional.of(new RunningItem(0, 9))));
  }

  @Test
  void whatWasAnsweredHasBegun() {
    chunk.answered(3);

    assertTrue(chunk.hasBegun(2, Optional.empty()));
    assertFalse(chunk.hasBegun(3, Optional.empty()));
  }

  private record TenItems() implements Batch {
    @Override
    public long jobId() {
      return 1;
    }

    @Override
    public int count() {
      return 10;
    }

    @Override
    public long sizeBytes(int from, int to) {
      return (long) to - from;
    }
  }
}
