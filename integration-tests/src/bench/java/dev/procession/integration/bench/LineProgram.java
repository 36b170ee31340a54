package dev.procession.integration.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A contender in a process of its own. It says {@code ready}; then, for each line that it is sent,
 * it does its work once and answers with the figure; it ends when its input does.
 *
 * <p>A process for each, because in one JVM the contenders would spoil each other's compiled code
 * and fill each other's heap, and because that is what a script in another language is anyway.
 */
final class LineProgram implements Contender {
  /** The interpreter of the scripts that there are. */
  static final String PYTHON =
      interpreterOf(System.getProperty("procession.bench.python", "python3"));

  private static final long ANSWER_SECONDS = 180;
  private static final long END_SECONDS = 30;
  private static final int SHOWN_CHARS = 2000;

  private final String name;
  private final Process process;
  private final Path errors;
  private final BufferedReader lines;
  private final BufferedWriter input;

  private LineProgram(String name, Process process, Path errors) {
    this.name = name;
    this.process = process;
    this.errors = errors;
    this.lines = process.inputReader();
    this.input = process.outputWriter();
  }

  /**
   * The interpreter that a command runs. The command may be a script that looks for one of several
   * versions, which takes longer than the start of what is measured.
   */
  static String interpreterOf(String command) {
    try {
      Process asked =
          new ProcessBuilder(command, "-c", "import sys; print(sys.executable)")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      asked.getOutputStream().close();
      String answer = asked.inputReader().readLine();
      return asked.waitFor() == 0 && answer != null && !answer.isEmpty() ? answer : command;
    } catch (IOException e) {
      // There is none; whoever opens a script says so.
      return command;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return command;
    }
  }

  /** A class with a {@code main}, run by this JVM's {@code java}. */
  static Entrant.Opening java(List<String> jvmArgs, String mainClass, Object... arguments) {
    return () -> {
      if (LineProgram.class.getClassLoader().getResource(mainClass.replace('.', '/') + ".class")
          == null) {
        throw new UnavailableException("not in this build, which needs -Pbench");
      }
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      // One folder for what pools leave, which is watched.
      command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(jvmArgs);
      command.add(mainClass);
      return start(command, arguments);
    };
  }

  /** A script; an interpreter that is not there is an exception when it is opened. */
  static Entrant.Opening script(String interpreter, Path script, Object... arguments) {
    return () -> start(List.of(interpreter, script.toString()), arguments);
  }

  private static LineProgram start(List<String> beginning, Object... arguments)
      throws IOException, InterruptedException {
    List<String> work = Stream.of(arguments).map(String::valueOf).toList();
    List<String> command = new ArrayList<>(beginning);
    command.addAll(work);
    String name = beginning.get(beginning.size() - 1) + " " + String.join(" ", work);
    Path errors = Files.createTempFile("bench-", ".err");
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    } catch (IOException e) {
      Files.delete(errors);
      throw e;
    }
    LineProgram program = new LineProgram(name, process, errors);
    String first = program.answer();
    if (!first.equals("ready")) {
      throw program.failure("said '" + first + "' instead of 'ready'");
    }
    return program;
  }

  @Override
  public double round() throws IOException, InterruptedException {
    try {
      input.write("round\n");
      input.flush();
    } catch (IOException e) {
      throw failure("takes no orders: " + e.getMessage());
    }
    String answer = answer();
    try {
      return Double.parseDouble(answer);
    } catch (NumberFormatException e) {
      throw failure("answered '" + answer + "', which is no figure");
    }
  }

  private String answer() throws IOException, InterruptedException {
    try {
      String line =
          CompletableFuture.supplyAsync(this::readLine).get(ANSWER_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        throw failure("ended");
      }
      return line;
    } catch (TimeoutException e) {
      throw failure("did not answer for " + ANSWER_SECONDS + " s");
    } catch (ExecutionException e) {
      throw failure("cannot be read: " + e.getCause());
    }
  }

  private @Nullable String readLine() {
    try {
      return lines.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it; the exception quotes what it said last. */
  private IOException failure(String what) throws IOException {
    kill();
    String said = Files.readString(errors).strip();
    String tail = said.substring(Math.max(0, said.length() - SHOWN_CHARS));
    Files.deleteIfExists(errors);
    return new IOException(name + " " + what + (tail.isEmpty() ? "" : "; it said: " + tail));
  }

  @Override
  public void close() throws IOException {
    try {
      input.close();
    } catch (IOException e) {
      // It has ended already.
    }
    process.onExit().completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS).join();
    kill();
    lines.close();
    Files.deleteIfExists(errors);
  }

  /** Harmless when it has ended by itself. */
  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
