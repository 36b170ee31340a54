package dev.procession.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.scheduler.Batch;
import dev.procession.scheduler.Chunk;
import org.junit.jupiter.api.Test;

class AwaitedChunkTest {
  private final AwaitedChunk chunk = new AwaitedChunk(new Chunk(1, new TenItems(), 0, 10, 1));

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
  void whatIsReturnedIsNotAwaited() {
    assertEquals(10, chunk.unanswered());
    chunk.answered(3);
    assertEquals(7, chunk.unanswered());
    chunk.returned(4);
    assertEquals(1, chunk.unanswered());
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
