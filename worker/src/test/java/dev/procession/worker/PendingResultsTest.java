package dev.procession.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.NameTable;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.codec.ItemEncoder;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PendingResultsTest {
  private static final long CHUNK = 7;
  private static final long AN_HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

  private final ItemEncoder encoder = new ItemEncoder(new NameTable(), 1000);

  @Test
  void answersThatHaveNotWaitedStayForTheEndOfTheChunk() throws Exception {
    PendingResults pending = new PendingResults(CHUNK, 3, System.nanoTime());
    encoder.add(1);
    pending.publish(encoder);

    assertTrue(pending.takeUnsent(AN_HOUR_NANOS).isEmpty());

    ToCoordinator.Results atTheEnd = pending.takeUnsent(0).orElseThrow();
    assertEquals(1, atTheEnd.answers().count());
    assertEquals(3, atTheEnd.firstPosition());
    assertTrue(pending.takeUnsent(0).isEmpty());
  }

  @Test
  void answersThatHaveWaitedAreTakenBefore() throws Exception {
    long anHourAgo = System.nanoTime() - AN_HOUR_NANOS;
    PendingResults pending = new PendingResults(CHUNK, 3, anHourAgo);
    encoder.add(1);
    encoder.add(2);
    pending.publish(encoder);

    assertEquals(2, pending.takeUnsent(AN_HOUR_NANOS).orElseThrow().answers().count());

    encoder.add(3);
    pending.publish(encoder);
    assertTrue(pending.takeUnsent(AN_HOUR_NANOS).isEmpty());
    assertEquals(5, pending.takeUnsent(0).orElseThrow().firstPosition());
  }
}
