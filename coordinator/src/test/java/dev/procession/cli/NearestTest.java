package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class NearestTest {
  private static final List<String> KNOWN = List.of("map", "compare", "prepare", "doctor", "demo");

  @Test
  void slipsOfTheFingerAreUnderstood() {
    String[][] slips = {
      {"mpa", "map"}, {"ma", "map"}, {"maap", "map"}, {"comapre", "compare"}, {"dmeo", "demo"}
    };
    for (String[] slip : slips) {
      assertEquals(Optional.of(slip[1]), Nearest.to(slip[0], KNOWN), slip[0]);
    }
  }

  @Test
  void somethingElseIsNotTakenForAnything() {
    assertEquals(Optional.empty(), Nearest.to("run", KNOWN));
    assertEquals(Optional.empty(), Nearest.to("x", List.of()));
  }
}
