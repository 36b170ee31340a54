package dev.procession.cli;

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

/** Where the command line starts, and the only place that ends the process. */
public final class Main {
  /** How long the second Ctrl-C may take. */
  private static final long EXIT_NANOS = 200_000_000;

  private Main() {}

  /**
   * Runs the command and exits with its status.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    WatchedOutput stdout = new WatchedOutput(new FileOutputStream(FileDescriptor.out));
    PrintStream stderr =
        new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
    // Stdout holds results only: whatever else prints in this process means stderr.
    System.setErr(stderr);
    System.setOut(stderr);

    Messages messages = new Messages(stderr);
    Surroundings surroundings =
        new Surroundings(
            new FileInputStream(FileDescriptor.in),
            stdout,
            messages,
            Terminal.fromLauncher(),
            ClosedPipe::causes,
            new SignalInterrupts(Main::endAtOnce),
            new LocalWorkers(messages));
    PrintWriter out = new PrintWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8), true);
    PrintWriter err = new PrintWriter(new OutputStreamWriter(stderr, StandardCharsets.UTF_8), true);
    int status =
        ProcessionCommand.commandLine(surroundings, out, err, arguments).execute(arguments);
    out.flush();
    if (status == ExitCode.DONE.status() && isIncomplete(stdout, messages)) {
      status = ExitCode.SOME_FAILED.status();
    }
    stderr.flush();
    System.exit(status);
  }

  /** Whether somebody waits for what could not be written. */
  private static boolean isIncomplete(WatchedOutput stdout, Messages messages) {
    Optional<IOException> failure = stdout.failure().filter(e -> !ClosedPipe.causes(e));
    failure.ifPresent(e -> messages.error("cannot write to stdout: " + StreamFailure.reason(e)));
    return failure.isPresent();
  }

  /** Temp files go, but nothing may keep the process: hooks of functions that ran in it, say. */
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
