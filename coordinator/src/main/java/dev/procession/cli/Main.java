package dev.procession.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where the command line starts, and the only place that ends the process. */
public final class Main {
  private Main() {}

  /**
   * Runs the command and exits with its status.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    FileOutputStream stdout = new FileOutputStream(FileDescriptor.out);
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
            new SignalInterrupts(() -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED.status())),
            new LocalWorkers(messages));
    PrintWriter out = new PrintWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8), true);
    PrintWriter err = new PrintWriter(new OutputStreamWriter(stderr, StandardCharsets.UTF_8), true);
    int status = ProcessionCommand.commandLine(surroundings, out, err).execute(arguments);
    out.flush();
    stderr.flush();
    System.exit(status);
  }
}
