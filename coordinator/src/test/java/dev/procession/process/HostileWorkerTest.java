package dev.procession.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.BesiegedPool.End;
import dev.procession.process.observe.ExitReport;
import dev.procession.scheduler.Failure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workers that are under an attacker's control: whatever they send, they die by it, the error says
 * what it was, and nobody else notices.
 */
@Timeout(60)
class HostileWorkerTest {
  private static final int MIN_ATTACKS = 40;

  static Stream<Attack> attacks() {
    return Stream.of(AttacksOnTheStream.all(), AttacksOnAnswers.all(), AttacksByRequest.all())
        .flatMap(all -> all);
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void diesByItsAttackAndNobodyElseNotices(Attack attack) throws Exception {
    try (BesiegedPool pool = new BesiegedPool(attack.script())) {
      List<End> ends = pool.map();

      ExitReport exit = pool.hostileExit().report();
      String said = exit.misbehaviour().orElse("nothing, but " + exit);
      assertTrue(said.contains(attack.said()), said);
      assertEachItemEndedOnce(ends, said);
      assertTrue(pool.neighbour().isAlive());
    }
  }

  @Test
  void attacksAreMany() {
    long count = attacks().map(Attack::name).distinct().count();

    System.out.println("Attacks by hostile workers: " + count);
    assertTrue(count >= MIN_ATTACKS, "only " + count);
  }

  /** In order, with their values; but for the one that the hostile worker said it ran. */
  private static void assertEachItemEndedOnce(List<End> ends, String said) {
    assertEquals(BesiegedPool.ITEMS, ends.size());
    int failed = 0;
    for (int i = 0; i < ends.size(); i++) {
      End end = ends.get(i);
      assertEquals(i, end.index());
      if (end.failure().isPresent()) {
        failed++;
        assertTrue(
            end.failure().get() instanceof Failure.Crashed crashed
                && crashed.report() instanceof ExitReport report
                && report.misbehaviour().equals(Optional.of(said)),
            end.toString());
      } else {
        assertEquals(Optional.of(i), end.element());
      }
    }
    assertTrue(failed <= 1, failed + " items failed");
  }
}
