package dev.procession.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procession.ProcessionException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command {@code doctor}. */
@Command(
    name = "doctor",
    header = "Say what workers have here, and measure one.",
    description = {
      "JDK, processors, memory, archive of class data, time to start a worker, latency and"
          + " bandwidth of its pipes, and how it is launched. What could be better is followed by"
          + " a line with ! that says what to do.",
      "",
      "Exit: 0 a worker could be started; 3 none could."
    },
    mixinStandardHelpOptions = true,
    versionProvider = ProcessionCommand.Version.class)
final class DoctorCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = new PrintWriter(surroundings.out(), false, UTF_8);
    WorkerPool.Launcher launcher = surroundings.launcher();
    List<ExplainedFlag> launch = launcher.explain(usualSettings());
    print(out, Diagnosis.of(Machine.here(), launch, launcher.archive()));

    ExitCode code = measure(out);

    out.print("\n" + Explanation.of(launch) + "\n");
    out.flush();
    return code.status();
  }

  private ExitCode measure(PrintWriter out) throws InterruptedException {
    try {
      print(out, Diagnosis.of(surroundings.launcher().measure()));
      return ExitCode.DONE;
    } catch (ProcessionException e) {
      String reason = String.valueOf(e.getMessage());
      print(out, List.of(Finding.bad("Start", "failed", reason.replace("\n", "\n    "))));
      return ExitCode.NO_POOL;
    }
  }

  /** Flushes: a measurement takes a while. */
  private static void print(PrintWriter out, List<Finding> findings) {
    findings.forEach(finding -> out.print(finding.text() + "\n"));
    out.flush();
  }

  private static WorkerSettings usualSettings() {
    return new WorkerSettings(
        OptionalInt.empty(),
        List.of(),
        Optional.empty(),
        OptionalInt.empty(),
        UserClasses.on(List.of()),
        Optional.empty());
  }
}
