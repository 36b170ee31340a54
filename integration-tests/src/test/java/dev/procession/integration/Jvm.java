package dev.procession.integration;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that a test starts: a coordinator of its own, the command line, a tool. */
final class Jvm implements AutoCloseable {
  private static final Path OWN_HOME = Path.of(System.getProperty("java.home"));
  private static final Path INSTALLED = Path.of("/usr/lib/jvm");
  private static final long PATIENCE_SECONDS = 150;

  private final Process process;
  private final Path in;
  private final Path out;
  private final Path err;

  /** What is removed with it. */
  private final List<Path> folders;

  /** What it left. */
  record Ended(int exitCode, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }

    Ended expect(int expectedCode) {
      if (exitCode != expectedCode) {
        throw new AssertionError("expected exit code " + expectedCode + ", was " + this);
      }
      return this;
    }
  }

  private Jvm(Process process, Path in, Path out, Path err, List<Path> folders) {
    this.process = process;
    this.in = in;
    this.out = out;
    this.err = err;
    this.folders = folders;
  }

  /** Starts a command; its input is empty. */
  static Jvm start(Path directory, List<String> command) {
    return start(directory, command, "");
  }

  static Jvm start(Path directory, List<String> command, String input) {
    return start(directory, command, input, List.of());
  }

  private static Jvm start(Path directory, List<String> command, String input, List<Path> folders) {
    try {
      Path out = Files.createTempFile("out-", ".txt");
      Path err = Files.createTempFile("err-", ".txt");
      Path in = Files.writeString(Files.createTempFile("in-", ".txt"), input);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.directory(directory.toFile());
      builder.environment().put("JAVA_HOME", OWN_HOME.toString());
      builder
          .environment()
          .merge("PATH", OWN_HOME.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
      builder.redirectInput(in.toFile());
      builder.redirectOutput(out.toFile());
      builder.redirectError(err.toFile());
      return new Jvm(builder.start(), in, out, err, folders);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs {@code java} of this JDK with the class path of the tests. Its temp folder is its own,
   * because a program that is killed cannot clean up.
   */
  static Jvm startMain(Class<?> main, String... arguments) {
    return startMain(List.of(), main, arguments);
  }

  /** The same with more arguments for the JVM, such as another class path. */
  static Jvm startMain(List<String> jvmArgs, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java(OWN_HOME));
    Path temporary = TempFolders.create("program-");
    command.add("-Djava.io.tmpdir=" + temporary);
    // It is short: what a server's compiler and collector take to start would be most of it.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(jvmArgs);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return start(Path.of("").toAbsolutePath(), command, "", List.of(temporary));
  }

  static String java(Path home) {
    return home.resolve("bin").resolve("java").toString();
  }

  /** The self-contained jar. */
  static Path processionJar() {
    return Path.of(System.getProperty("procession.jar")).toAbsolutePath().normalize();
  }

  /** The folder of the sources, where the launcher of the command line is. */
  static Path root() {
    return Path.of(System.getProperty("procession.root")).toAbsolutePath().normalize();
  }

  static Path ownHome() {
    return OWN_HOME;
  }

  /** A JDK of another version than this one, where one is installed. */
  static Optional<Path> otherJdk() {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    String own = feature(OWN_HOME).orElseThrow();
    try (Stream<Path> homes = Files.list(INSTALLED)) {
      return homes
          .filter(home -> Files.isExecutable(home.resolve("bin").resolve("javac")))
          .filter(home -> feature(home).map(Jvm::isSupportedFeature).orElse(false))
          .filter(home -> !feature(home).orElseThrow().equals(own))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSupportedFeature(String feature) {
    return Integer.parseInt(feature) >= 17;
  }

  static Optional<String> feature(Path home) {
    try (Stream<String> lines = Files.lines(home.resolve("release"))) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> line.replaceAll("[^0-9.]", "").replaceAll("\\..*", ""))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  long pid() {
    return process.pid();
  }

  /** As a service manager ends a program: by SIGTERM. */
  void terminate() {
    process.destroy();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Waits until it has printed so many lines. */
  List<String> awaitLines(int count) {
    await().atMost(Duration.ofSeconds(60)).until(() -> read(out).lines().count() >= count);
    return read(out).lines().toList();
  }

  /** What it has printed to its standard error so far. */
  String err() {
    return read(err);
  }

  /** Waits until it has printed a line to stderr that begins so. */
  String awaitError(String beginning) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> read(err).lines().anyMatch(line -> line.startsWith(beginning)));
    return read(err).lines().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
  }

  Ended end() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("does not end; it wrote " + read(out) + "\nand " + read(err));
      }
      return new Ended(process.exitValue(), read(out), read(err));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      for (Path file : List.of(in, out, err)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    folders.forEach(TempFolders::delete);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
