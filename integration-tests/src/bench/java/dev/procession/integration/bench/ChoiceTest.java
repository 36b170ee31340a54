package dev.procession.integration.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ChoiceTest {
  @Test
  void everythingIsWantedWhereNothingIsSaid() {
    assertEquals(List.of("P1", "P2", "latency"), chosen(""));
  }

  @Test
  void namesAreWantedWhateverTheirCase() {
    assertEquals(List.of("P2", "latency"), chosen(" p2, Latency,"));
  }

  private static List<String> chosen(String names) {
    return Stream.of("P1", "P2", "latency").filter(Choice.of(names)::includes).toList();
  }
}
