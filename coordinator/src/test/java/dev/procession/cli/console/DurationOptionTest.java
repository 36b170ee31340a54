package dev.procession.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.cli.CommandRun;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationOptionTest {
  @Test
  void numberAndUnitAreADuration() {
    assertEquals(Duration.ofMillis(500), new DurationOption().convert("500ms"));
    assertEquals(Duration.ofSeconds(30), new DurationOption().convert("30s"));
    assertEquals(Duration.ofSeconds(90), new DurationOption().convert("1.5m"));
    assertEquals(Duration.ofHours(2), new DurationOption().convert("2h"));
    assertEquals(Duration.ofDays(1), new DurationOption().convert("1d"));
  }

  @Test
  void numberAloneIsSeconds() {
    assertEquals(Duration.ofSeconds(3), new DurationOption().convert("3"));
    assertEquals(Duration.ofMillis(500), new DurationOption().convert("0.5"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "", "3x", "-3s", "3 s", "1e3s", "3S"})
  void otherTextIsRefusedWithExamples(String text) {
    CommandRun run = CommandRun.of("map", "--timeout", text, "x -> x", "1");

    assertEquals(2, run.status());
    String reason = "'" + text + "' is not a duration; write for example 500ms, 30s or 2m";
    assertTrue(run.err().contains("'--timeout'") && run.err().contains(reason), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0ms", "0.0001s", "0.9ms"})
  void lessThanAMillisecondIsRefused(String text) {
    CommandRun run = CommandRun.of("map", "--timeout", text, "x -> x", "1");

    assertEquals(2, run.status());
    assertTrue(run.err().contains("'" + text + "' is too short; the minimum is 1ms"), run.err());
  }
}
