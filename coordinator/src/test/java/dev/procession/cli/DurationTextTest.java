package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationTextTest {
  @Test
  void numberAndUnitAreADuration() {
    assertEquals(Duration.ofMillis(500), new DurationText().convert("500ms"));
    assertEquals(Duration.ofSeconds(30), new DurationText().convert("30s"));
    assertEquals(Duration.ofSeconds(90), new DurationText().convert("1.5m"));
    assertEquals(Duration.ofHours(2), new DurationText().convert("2h"));
    assertEquals(Duration.ofDays(1), new DurationText().convert("1d"));
  }

  @Test
  void numberAloneIsSeconds() {
    assertEquals(Duration.ofSeconds(3), new DurationText().convert("3"));
    assertEquals(Duration.ofMillis(500), new DurationText().convert("0.5"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "", "3x", "-3s", "3 s", "1e3s", "3S"})
  void otherTextIsRefusedWithExamples(String text) {
    CommandRun run = CommandRun.of("map", "--timeout", text, "x -> x", "1");

    assertEquals(2, run.status());
    String reason = "'" + text + "' is not a duration; write for instance 500ms, 30s or 2m";
    assertTrue(run.err().contains("'--timeout'") && run.err().contains(reason), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0ms", "0.0001s", "0.9ms"})
  void lessThanAMillisecondIsRefused(String text) {
    CommandRun run = CommandRun.of("map", "--timeout", text, "x -> x", "1");

    assertEquals(2, run.status());
    assertTrue(run.err().contains("'" + text + "' is too short; at least 1ms"), run.err());
  }
}
