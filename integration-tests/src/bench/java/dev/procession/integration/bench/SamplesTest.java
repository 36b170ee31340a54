package dev.procession.integration.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class SamplesTest {
  private static final double EXACT = 0;

  @Test
  void medianIsInTheMiddleWhateverTheOrder() {
    assertEquals(3, Samples.of(9, 1, 3, 2, 100).median(), EXACT);
  }

  @Test
  void oneFigureIsItsOwnMedianWithoutSpread() {
    Samples one = Samples.of(7);

    assertEquals(7, one.median(), EXACT);
    assertEquals(0, one.spread(), EXACT);
  }

  @Test
  void spreadIsHalfTheDistanceOfTheQuartilesAsAShareOfTheMedian() {
    assertEquals(0.2, Samples.of(6, 8, 10, 12, 14).spread(), EXACT);
  }

  @Test
  void rarestFigureIsTheHundredthPercentile() {
    Samples samples = Samples.of(1, 2, 3, 4);

    assertEquals(4, samples.percentile(100), EXACT);
    assertEquals(2, samples.percentile(50), EXACT);
    assertEquals(1, samples.percentile(0), EXACT);
  }
}
