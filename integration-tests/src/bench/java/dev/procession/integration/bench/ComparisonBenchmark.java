package dev.procession.integration.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.integration.NothingLeft;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The targets C1 to C7, P1 to P8, S1 to S5 of shared objects, and L1 of the live page, each
 * measured in one run with what it is compared with. Prints a table, and writes {@code
 * target/bench/results.json} and {@code results.svg}.
 */
@Tag(NothingLeft.LONG)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class ComparisonBenchmark {
  private static final Path FOLDER = Path.of("target", "bench");

  @Test
  void comparesWithOthers() throws Exception {
    Choice choice = Choice.fromProperty();
    Suite suite = new Suite();
    Suite.prepare();

    for (Contest contest : new Contests(Scale.fromProperties()).all()) {
      if (choice.includes(contest.title().id())) {
        say(contest.title().id() + ": " + contest.title().what() + " …");
        suite.hold(contest);
      }
    }

    Report report = suite.report();
    Suite.write(report, FOLDER);
    say(Table.of(report));
    assertEquals(List.of(), suite.failures());
  }

  @SuppressWarnings("SystemOut") // It is for whoever reads the build's output.
  private static void say(String text) {
    System.out.println(text);
  }
}
