package dev.procession.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procession.cli.compare.MeasuringTime;
import dev.procession.cli.console.Messages;
import dev.procession.cli.console.Terminal;
import dev.procession.cli.pool.WorkerPool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;

/**
 * One run of the command line, with its streams captured.
 *
 * @param status its exit status
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
public record CommandRun(int status, String out, String err) {
  public static CommandRun of(String... arguments) {
    return withInput("", arguments);
  }

  public static CommandRun withInput(String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return with(new ByteArrayInputStream(input.getBytes(UTF_8)), out, arguments);
  }

  public static CommandRun with(InputStream in, OutputStream out, String... arguments) {
    return with(in, out, new InProcessWorkers(), arguments);
  }

  static CommandRun with(WorkerPool.Launcher launcher, String... arguments) {
    return with(InputStream.nullInputStream(), new ByteArrayOutputStream(), launcher, arguments);
  }

  private static CommandRun with(
      InputStream in, OutputStream out, WorkerPool.Launcher launcher, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stderr = new PrintStream(err, true, UTF_8);
    int status =
        ProcessionCommand.commandLine(
                context(in, out, new Messages(stderr), launcher),
                new PrintWriter(out, true, UTF_8),
                new PrintWriter(stderr, true, UTF_8),
                arguments)
            .execute(arguments);
    return new CommandRun(status, out.toString(), err.toString(UTF_8));
  }

  static CommandContext context(
      InputStream in, OutputStream out, Messages messages, WorkerPool.Launcher launcher) {
    return new CommandContext(
        in,
        out,
        messages,
        Terminal.none(),
        e -> "Broken pipe".equals(e.getMessage()),
        action -> {},
        launcher,
        new MeasuringTime(1, 1));
  }
}
