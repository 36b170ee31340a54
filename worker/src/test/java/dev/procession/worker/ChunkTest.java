package dev.procession.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.ToWorker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

class ChunkTest {
  @Test
  void startsEachItemOnce() {
    Chunk chunk = chunk(2);

    assertTrue(chunk.advance());
    assertEquals(0, chunk.position());
    assertTrue(chunk.advance());
    assertEquals(1, chunk.position());
    assertFalse(chunk.advance());
    assertFalse(chunk.advance());
    assertTrue(chunk.hasEnded());
  }

  @Test
  void revokedWhileWaitingStartsNothing() {
    Chunk chunk = chunk(2);

    chunk.revoke();

    assertEquals(0, chunk.end());
    assertTrue(chunk.hasEnded());
    assertFalse(chunk.advance());
  }

  @Test
  void revokedWhileRunningEndsAfterTheRunningItem() {
    Chunk chunk = chunk(3);
    chunk.advance();

    chunk.revoke();

    assertTrue(chunk.isRunning(0));
    assertFalse(chunk.advance());
    assertEquals(1, chunk.end());
  }

  @Test
  void revokedAfterItsEndChangesNothing() {
    Chunk chunk = chunk(1);
    chunk.advance();
    chunk.advance();

    chunk.revoke();

    assertEquals(1, chunk.end());
  }

  @Test
  void cancellingTellsWhetherTheItemRuns() {
    Chunk chunk = chunk(3);
    chunk.advance();
    chunk.advance();

    assertFalse(chunk.cancel(0));
    assertTrue(chunk.cancel(1));
    assertFalse(chunk.cancel(2));
    assertTrue(chunk.isCancelled(2));
  }

  @Test
  void everyItemIsStartedOrReturnedHoweverTheRaceEnds() throws Exception {
    for (int round = 0; round < 3_000; round++) {
      Chunk chunk = chunk(1 + round % 7);
      CyclicBarrier start = new CyclicBarrier(2);
      CompletableFuture<Void> revocation =
          CompletableFuture.runAsync(
              () -> {
                await(start);
                chunk.revoke();
              });
      await(start);
      int started = 0;
      while (chunk.advance()) {
        started++;
      }

      revocation.get();

      assertEquals(chunk.end(), started);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Chunk chunk(int size) {
    int[] ends = new int[size];
    return new Chunk(new ToWorker.Run(7, 1, 0, 1, new EncodedItems(new byte[0], ends, size, 0)));
  }
}
