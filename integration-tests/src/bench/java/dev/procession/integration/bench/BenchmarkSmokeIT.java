package dev.procession.integration.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.integration.bench.program.ManyProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That the benchmarks still run, with hardly anything to do: their figures say nothing here. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class BenchmarkSmokeIT {
  private static final List<String> MAY_BE_MISSING = List.of("Python", "PP4J");

  @TempDir private Path folder;

  @Test
  void everyContestTakesPlace() throws Exception {
    Suite suite = new Suite();
    List<Contest> contests = new Contests(Scale.SMOKE).all();

    for (Contest contest : contests) {
      suite.hold(contest);
    }

    assertEquals(List.of(), suite.failures());
    Report report = suite.report();
    assertEquals(
        contests.stream().mapToInt(contest -> contest.opponents().size()).sum(),
        report.comparisons().size());
    assertEquals(List.of(), skipped(report));
    Suite.write(report, folder);
    assertTrue(Files.readString(folder.resolve("results.json")).contains("\"P8\""));
    assertTrue(Files.readString(folder.resolve("results.svg")).endsWith("</svg>\n"));
  }

  @Test
  void manyWorkersAreTimedAndWeighedInTurn() throws Exception {
    Entrant.Opening opening = LineProgram.java(List.of(), ManyProgram.class.getName(), 3, 1_000);

    try (Contender program = opening.open()) {
      double seconds = program.round();
      double bytes = program.round();

      assertTrue(seconds < 1, () -> seconds + " s for each item");
      assertTrue(bytes > 1 << 20, () -> bytes + " bytes of heap");
    }
  }

  private static List<Comparison> skipped(Report report) {
    return report.comparisons().stream()
        .filter(comparison -> comparison.ratio().isEmpty())
        .filter(comparison -> MAY_BE_MISSING.stream().noneMatch(comparison.opponent()::contains))
        .toList();
  }
}
