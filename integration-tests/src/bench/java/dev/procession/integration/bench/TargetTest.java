package dev.procession.integration.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class TargetTest {
  private static final double EXACT = 0;

  @Test
  void timesAsFastIsTheirTimeInOurs() {
    Target target = new Target.TimesAsFast(5);

    assertEquals(4, target.ratio(2, 8), EXACT);
    assertEquals(0.8, target.reached(4), EXACT);
    assertEquals(1, target.reached(5), EXACT);
    assertEquals(">= 5 x", target.text());
  }

  @Test
  void timesAsMuchIsOursInTheirs() {
    Target target = new Target.TimesAsMuch(1.5);

    assertEquals(0.5, target.ratio(4, 8), EXACT);
    assertEquals(3, target.reached(0.5), EXACT);
    assertEquals(0.5, target.reached(3), EXACT);
    assertEquals("<= 1.5 x", target.text());
  }
}
