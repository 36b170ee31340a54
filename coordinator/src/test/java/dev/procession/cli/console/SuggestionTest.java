package dev.procession.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SuggestionTest {
  private static final List<String> KNOWN = List.of("map", "compare", "prepare", "doctor", "demo");

  @Test
  void slipsOfTheFingerAreUnderstood() {
    String[][] slips = {
      {"mpa", "map"}, {"ma", "map"}, {"maap", "map"}, {"comapre", "compare"}, {"dmeo", "demo"}
    };
    for (String[] slip : slips) {
      assertEquals(Optional.of(slip[1]), Suggestion.to(slip[0], KNOWN), slip[0]);
    }
  }

  @Test
  void somethingElseIsNotTakenForAnything() {
    assertEquals(Optional.empty(), Suggestion.to("run", KNOWN));
    assertEquals(Optional.empty(), Suggestion.to("x", List.of()));
  }
}
