package dev.procession.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ComparisonTableTest {
  @Test
  void figuresStandInColumns() {
    ComparisonResult compared =
        new ComparisonResult(
            100,
            4,
            new Timing(1_200_000_000L, 1_140_000_000L, 1_140_000_000L, 1),
            new Timing(400_000_000L, 1_200_000_000L, 1_200_000_000L, 3),
            new Timing(600_000_000L, 1_200_000_000L, 1_680_000_000L, 2));

    assertEquals(
        """
                     time    speed-up  efficiency  transfer  waiting  rounds
        sequential   1.2 s       1.00        100%        0%       5%       1
        threads      400 ms      3.00         75%        0%      25%       3
        processes    600 ms      2.00         50%       20%      30%       2
        Speed-up: relative to sequential. Efficiency: speed-up divided by the number of workers (4).
        Transfer: share of the workers' time in which they held items but did not run the function,
        because items or results were being encoded, sent or decoded. Waiting: they held none.\
        """,
        ComparisonTable.of(compared));
  }

  @Test
  void theNumberOfWorkersIsNamed() {
    Timing timing = new Timing(100, 100, 100, 1);

    String table = ComparisonTable.of(new ComparisonResult(1, 1, timing, timing, timing));

    assertTrue(table.contains("speed-up divided by the number of workers (1)."), table);
  }

  @Test
  void clocksThatDisagreeGiveNoNegativeShare() {
    Timing odd = new Timing(100, 250, 240, 1);

    ComparisonResult compared = new ComparisonResult(1, 2, odd, odd, odd);

    assertEquals(0, compared.shareOfTransfer(odd, 2));
    assertEquals(0, compared.shareOfWaiting(odd, 2));
  }
}
