package dev.procession.cli.compare;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTextTest {
  private static String text(long threadsNanos) {
    return text(threadsNanos, Optional.empty());
  }

  private static String text(long threadsNanos, Optional<String> difference) {
    Timing sequential = timing(1_000_000_000L);
    Timing threads = timing(threadsNanos);
    ComparisonResult compared = new ComparisonResult(100, 2, sequential, threads, sequential);
    return ComparisonText.of(
        new Comparison.Report(compared, Optional.empty(), 1_000_000L), difference);
  }

  private static Timing timing(long wallNanos) {
    return new Timing(wallNanos, 1_000_000_000L, 1_000_000_000L, 1);
  }

  @Test
  void efficiencyThatCannotBeIsDoubted() {
    assertTrue(text(400_000_000L).contains("compare again"));
  }

  @Test
  void itemsThatMayNeedEachOthersDataAreToldHowToShareIt() {
    assertTrue(text(500_000_000L, Optional.of("Results differ")).contains("pool.shared()"));
    assertFalse(text(500_000_000L).contains("pool.shared()"));
  }

  @Test
  void efficiencyThatCanBeIsNot() {
    assertFalse(text(500_000_000L).contains("compare again"));
  }
}
