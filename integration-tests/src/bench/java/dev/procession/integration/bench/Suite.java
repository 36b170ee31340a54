package dev.procession.integration.bench;

import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.LaunchPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Holds contests and writes down what they found out. */
final class Suite {
  private final List<Comparison> comparisons = new ArrayList<>();
  private final List<Exception> failures = new ArrayList<>();

  /** Holds a contest; what goes wrong with us is kept, so that it does not end the others. */
  void hold(Contest contest) throws InterruptedException {
    try {
      comparisons.addAll(contest.hold());
    } catch (IOException | UnavailableException e) {
      failures.add(new IOException(contest.title().id() + ": " + e.getMessage(), e));
    }
  }

  /** Those that failed with us. */
  List<Exception> failures() {
    return List.copyOf(failures);
  }

  Report report() throws InterruptedException {
    return new Report(Machine.here(), command(), List.copyOf(comparisons));
  }

  /** Writes {@code results.json} and {@code results.svg}. */
  static void write(Report report, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("results.json"), ResultsJson.of(report));
    Files.writeString(folder.resolve("results.svg"), ResultsChart.of(report));
  }

  /** Workers start from an archive from the second pool on a machine on; P5 is about that one. */
  static void prepare() throws InterruptedException {
    new LaunchPlan(LaunchOptions.defaults(2)).makeArchive();
  }

  /** Maven's launcher says in the environment what it was called with. */
  private static String command() {
    String arguments = System.getenv("MAVEN_CMD_LINE_ARGS");
    return "mvn " + (arguments == null ? "-Pbench verify" : arguments.strip());
  }
}
