package dev.procession.integration.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command that squares a number, from its start to its exit.
 *
 * @param command the command
 * @param environment what it has in its environment beside what we have
 */
record CommandLine(List<String> command, Map<String, String> environment) implements Contender {
  private static final long LONGEST_SECONDS = 120;
  private static final List<String> WORK = List.of("map", "x -> x * x", "3");
  private static final String RESULT = "9";

  /** As users have it, with all archives there from the second time on. */
  static Entrant.Opening launcher() {
    return () -> new CommandLine(work(root().resolve("procession").toString()), Map.of());
  }

  /** The same JVM and jar, with no archive of ours, neither for the command nor for its worker. */
  static Entrant.Opening withoutArchives() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return () ->
        new CommandLine(
            work(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dkryo.unsafe=false",
                "-Dprocession.archives=off",
                "-jar",
                jar(root()).toString()),
            Map.of());
  }

  /** As on a machine that has never run it: archives are made first. New in each round. */
  static Entrant.Opening firstUse() {
    return FirstUse::new;
  }

  private static Path root() throws UnavailableException {
    String root = System.getProperty("procession.root");
    if (root == null || !Files.exists(jar(Path.of(root)))) {
      throw new UnavailableException("there is no procession.jar");
    }
    return Path.of(root).toAbsolutePath().normalize();
  }

  private static Path jar(Path root) {
    return root.resolve("coordinator").resolve("target").resolve("procession.jar");
  }

  private static List<String> work(String... command) {
    return Stream.concat(Stream.of(command), WORK.stream()).toList();
  }

  @Override
  public double round() throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.redirectInput(new File("/dev/null"));
    long started = System.nanoTime();
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean hasEnded = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
    double seconds = (System.nanoTime() - started) / 1e9;
    if (!hasEnded || !said.strip().equals(RESULT)) {
      process.destroyForcibly();
      throw new IOException(command + " said '" + said.strip() + "'");
    }
    return seconds;
  }

  @Override
  public void close() {
    // Each round has waited for its process.
  }

  /** The launcher and the jar in a folder of their own, with an empty cache. */
  private static final class FirstUse implements Contender {
    private final Path root;

    FirstUse() throws UnavailableException {
      root = root();
    }

    @Override
    public double round() throws IOException, InterruptedException {
      Path copy = Files.createTempDirectory("first-use-");
      try {
        Path launcher = copy.resolve("procession");
        Files.copy(root.resolve("procession"), launcher);
        launcher.toFile().setExecutable(true);
        Files.createDirectories(jar(copy).getParent());
        Files.copy(jar(root), jar(copy));
        Map<String, String> cache = Map.of("XDG_CACHE_HOME", copy.resolve("cache").toString());
        return new CommandLine(work(launcher.toString()), cache).round();
      } finally {
        delete(copy);
      }
    }

    private static void delete(Path folder) throws IOException {
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted(Comparator.reverseOrder())
            .forEach(
                path -> {
                  try {
                    Files.delete(path);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
      }
    }

    @Override
    public void close() {
      // Each round has deleted its folder.
    }
  }
}
