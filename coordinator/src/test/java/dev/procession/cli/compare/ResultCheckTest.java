package dev.procession.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ResultCheckTest {
  private final ResultCheck agreement = new ResultCheck();

  @Test
  void partAgreesWithTheWhole() {
    run("first", "1", "4");
    run("first", "1", "4", "9");
    run("second", "1");
    run("second", "1", "4", "9");

    assertEquals(Optional.empty(), agreement.difference());
  }

  @Test
  void firstDifferenceIsKept() {
    run("first", "1", "4", "9");
    run("second", "1", "5", "8");
    run("third", "0", "4", "9");

    assertEquals(
        Optional.of(new ResultCheck.Difference("second", 1, "4", "5")), agreement.difference());
  }

  @Test
  void partThatCameFirstIsNotForgotten() {
    run("first", "1");
    run("first", "2", "4");

    assertEquals(
        Optional.of(new ResultCheck.Difference("first", 0, "1", "2")), agreement.difference());
  }

  private void run(String way, String... results) {
    agreement.watching(way, items -> new TimedRun(1, 1, 1, List.of(results))).run(List.of());
  }
}
