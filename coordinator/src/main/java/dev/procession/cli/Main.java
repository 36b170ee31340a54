package dev.procession.cli;

import dev.procession.cli.compare.MeasuringTime;
import dev.procession.cli.console.ClosedPipe;
import dev.procession.cli.console.ExitCode;
import dev.procession.cli.console.Messages;
import dev.procession.cli.console.SignalInterrupts;
import dev.procession.cli.console.StreamFailure;
import dev.procession.cli.console.Terminal;
import dev.procession.cli.console.WatchedOutput;
import dev.procession.cli.pool.LocalPoolLauncher;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;

/** Entry point of the command line, and the only class that exits the process. */
public final class Main {
  /** The time limit for the second Ctrl-C. */
  private static final long EXIT_NANOS = 200_000_000;

  private Main() {}

  /**
   * Runs the command and exits with its status.
   *
   * @param given the command line
   */
  public static void main(String[] given) {
    String[] arguments = ExactArguments.of(given);
    WatchedOutput stdout = new WatchedOutput(ResultsDescriptor.open());
    PrintStream stderr =
        new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
    // Stdout contains results only: all other output of this process goes to stderr.
    System.setErr(stderr);
    System.setOut(stderr);

    Messages messages = new Messages(stderr);
    CommandContext context =
        new CommandContext(
            new FileInputStream(FileDescriptor.in),
            stdout,
            messages,
            Terminal.fromLauncher(),
            ClosedPipe::causes,
            new SignalInterrupts(Main::endAtOnce),
            new LocalPoolLauncher(messages),
            MeasuringTime.USUAL);
    PrintWriter out = new PrintWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8), true);
    PrintWriter err = new PrintWriter(new OutputStreamWriter(stderr, StandardCharsets.UTF_8), true);
    int status =
        execute(ProcessionCommand.commandLine(context, out, err, arguments), arguments, messages);
    out.flush();
    if (status == ExitCode.DONE.status() && isIncomplete(stdout, messages)) {
      status = ExitCode.SOME_FAILED.status();
    }
    stderr.flush();
    System.exit(status);
  }

  private static int execute(CommandLine command, String[] arguments, Messages messages) {
    try {
      return command.execute(arguments);
    } catch (NoClassDefFoundError e) {
      if (!MissingModule.isToBlame(e)) {
        throw e;
      }
      messages.error(MissingModule.text(e));
      return ExitCode.USAGE.status();
    }
  }

  /** Whether output could not be written although its reader has not closed it. */
  private static boolean isIncomplete(WatchedOutput stdout, Messages messages) {
    Optional<IOException> failure = stdout.failure().filter(e -> !ClosedPipe.causes(e));
    failure.ifPresent(e -> messages.error("cannot write to stdout: " + StreamFailure.reason(e)));
    return failure.isPresent();
  }

  /**
   * Temp files are deleted, but nothing may delay the exit, such as shutdown hooks of functions.
   */
  private static void endAtOnce() {
    Thread lastResort =
        new Thread(
            () -> {
              LockSupport.parkNanos(EXIT_NANOS);
              Runtime.getRuntime().halt(ExitCode.INTERRUPTED.status());
            },
            "procession-last-resort");
    lastResort.setDaemon(true);
    lastResort.start();
    System.exit(ExitCode.INTERRUPTED.status());
  }
}
