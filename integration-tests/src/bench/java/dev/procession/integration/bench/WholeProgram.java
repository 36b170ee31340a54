package dev.procession.integration.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program from its start to its exit, new in each round.
 *
 * @param command what is run
 * @param figure what is measured of it
 */
record WholeProgram(Command command, Figure figure) implements Contender {
  /** The command of a round. */
  interface Command {
    List<String> next();
  }

  /** What is measured. */
  enum Figure {
    /** Seconds from start to exit. */
    ELAPSED,
    /** Seconds of the processors, of the program and of all processes that it has waited for. */
    PROCESSORS
  }

  private static final long LONGEST_SECONDS = 120;

  /** The shell says at the end what its children took. */
  private static final String TIMED = "\"$@\" >/dev/null; code=$?; times; exit $code";

  private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s");

  /** The same command each time. */
  static Entrant.Opening of(Figure figure, String... command) {
    List<String> same = List.of(command);
    return () -> new WholeProgram(() -> same, figure);
  }

  /** A class of the benchmarks, run by this JVM's {@code java}. */
  static Entrant.Opening java(Figure figure, Class<?> main, Object... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(String.valueOf(argument));
    }
    return of(figure, command.toArray(String[]::new));
  }

  /**
   * The command line, as users have it.
   *
   * @param arguments what it is given in a round
   */
  static Entrant.Opening procession(Command arguments) {
    return () -> {
      Path launcher = Path.of(System.getProperty("procession.root", "")).resolve("procession");
      if (!Files.isExecutable(launcher)) {
        throw new UnavailableException("there is no launcher");
      }
      return new WholeProgram(
          () -> {
            List<String> command = new ArrayList<>();
            command.add(launcher.toAbsolutePath().normalize().toString());
            command.addAll(arguments.next());
            return command;
          },
          Figure.ELAPSED);
    };
  }

  @Override
  public double round() throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    if (figure == Figure.PROCESSORS) {
      all.addAll(List.of("/bin/sh", "-c", TIMED, "sh"));
    }
    all.addAll(command.next());
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    long started = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().close();
    String said = read(process);
    boolean hasEnded = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
    double seconds = (System.nanoTime() - started) / 1e9;
    if (!hasEnded || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", all) + " failed");
    }
    return figure == Figure.ELAPSED ? seconds : processors(said);
  }

  /** All that it says, of which only the last line may matter. */
  private static String read(Process process) throws IOException {
    try (InputStream out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static double processors(String said) throws IOException {
    String lastLine = said.strip().substring(said.strip().lastIndexOf('\n') + 1);
    Matcher times = TIME.matcher(lastLine);
    double sum = 0;
    int found = 0;
    for (; times.find(); found++) {
      sum += 60 * Double.parseDouble(times.group(1)) + Double.parseDouble(times.group(2));
    }
    if (found != 2) {
      throw new IOException("the shell said '" + lastLine + "'");
    }
    return sum;
  }

  @Override
  public void close() {
    // Each round has waited for its process.
  }
}
