package dev.procession.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class DurationFormatTest {
  @Test
  void unitIsTheLargestThatLeavesAWholeDigit() {
    assertEquals("0 ns", DurationFormat.of(0));
    assertEquals("999 ns", DurationFormat.of(999));
    assertEquals("1.0 ms", DurationFormat.of(999_600));
    assertEquals("5.2 µs", DurationFormat.of(5_240));
    assertEquals("9.9 µs", DurationFormat.of(9_940));
    assertEquals("10 µs", DurationFormat.of(9_960));
    assertEquals("43 ms", DurationFormat.of(43_200_000));
    assertEquals("1.0 s", DurationFormat.of(999_900_000));
    assertEquals("4000 s", DurationFormat.of(4_000_000_000_000L));
  }
}
