package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class NanosTextTest {
  @Test
  void unitIsTheLargestThatLeavesAWholeDigit() {
    assertEquals("0 ns", NanosText.of(0));
    assertEquals("999 ns", NanosText.of(999));
    assertEquals("1.0 ms", NanosText.of(999_600));
    assertEquals("5.2 µs", NanosText.of(5_240));
    assertEquals("9.9 µs", NanosText.of(9_940));
    assertEquals("10 µs", NanosText.of(9_960));
    assertEquals("43 ms", NanosText.of(43_200_000));
    assertEquals("1.0 s", NanosText.of(999_900_000));
    assertEquals("4000 s", NanosText.of(4_000_000_000_000L));
  }
}
