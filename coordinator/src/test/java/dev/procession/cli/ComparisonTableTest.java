package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ComparisonTableTest {
  @Test
  void figuresStandInColumns() {
    Compared compared =
        new Compared(
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
        Speed-up: against one after the other; efficiency: its share of the 4 workers.
        Transfer: the share of the workers' time in which they had items, but the function did not
        run: items and results were under way, or turned into bytes and back. Waiting: had none.\
        """,
        ComparisonTable.of(compared));
  }

  @Test
  void clocksThatDisagreeGiveNoNegativeShare() {
    Timing odd = new Timing(100, 250, 240, 1);

    Compared compared = new Compared(1, 2, odd, odd, odd);

    assertEquals(0, compared.shareOfTransfer(odd, 2));
    assertEquals(0, compared.shareOfWaiting(odd, 2));
  }
}
