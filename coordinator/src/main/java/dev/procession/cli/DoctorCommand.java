package dev.procession.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procession.ProcessionException;
import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.console.ExitCode;
import dev.procession.cli.doctor.Diagnosis;
import dev.procession.cli.doctor.Finding;
import dev.procession.cli.doctor.Machine;
import dev.procession.cli.pool.ExplainedFlag;
import dev.procession.cli.pool.WorkerPool;
import dev.procession.cli.pool.WorkerSettings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command {@code doctor}. */
@Command(
    name = "doctor",
    header = "Check whether workers run well on this machine, and start one.",
    description = {
      "Reports the JDK, processors, memory, the class data archive, whether a worker starts, and"
          + " how workers are launched. Where something could be better, a line that starts with !"
          + " says what to do.",
      "",
      "Exit: 0 a worker started; 3 no worker started."
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class DoctorCommand implements Callable<Integer> {
  private final CommandContext context;

  DoctorCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = new PrintWriter(context.out(), false, UTF_8);
    WorkerPool.Launcher launcher = context.launcher();
    List<ExplainedFlag> launch = launcher.explain(usualSettings());
    print(out, Diagnosis.of(Machine.here(), launch, launcher.archive()));

    ExitCode code = start(out);

    out.print("\n" + ExplainedFlag.lines(launch) + "\n");
    out.flush();
    return code.status();
  }

  private ExitCode start(PrintWriter out) throws InterruptedException {
    try {
      context.launcher().tryWorker();
      print(out, List.of(Finding.good("Start", "a worker starts and runs a task")));
      return ExitCode.DONE;
    } catch (ProcessionException e) {
      String reason = String.valueOf(e.getMessage());
      print(out, List.of(Finding.bad("Start", "failed", reason.replace("\n", "\n    "))));
      return ExitCode.NO_POOL;
    }
  }

  /** Flushes: a worker takes a while to start. */
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
        OptionalInt.empty(),
        UserClassPath.on(List.of()));
  }
}
