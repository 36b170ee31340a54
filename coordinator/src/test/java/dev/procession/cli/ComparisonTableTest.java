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
            new Timing(1_200_000_000L, 1_140_000_000L, 1),
            new Timing(400_000_000L, 1_200_000_000L, 3),
            new Timing(600_000_000L, 1_200_000_000L, 2));

    assertEquals(
        """
                     time    speed-up  efficiency  outside  rounds
        sequential   1.2 s       1.00        100%       5%       1
        threads      400 ms      3.00         75%      25%       3
        processes    600 ms      2.00         50%      50%       2
        Speed-up: against one after the other; efficiency: its share of the 4 workers.
        Outside: the share of the workers' time that is not the function's: transfer, waiting.\
        """,
        ComparisonTable.of(compared));
  }

  @Test
  void clocksThatDisagreeGiveNoNegativeShare() {
    Timing odd = new Timing(100, 250, 1);

    assertEquals(0, new Compared(1, 2, odd, odd, odd).shareOutside(odd, 2));
  }
}
