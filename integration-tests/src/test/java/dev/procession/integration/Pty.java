package dev.procession.integration;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command in a terminal of its own, which {@code script} of util-linux plays. */
final class Pty implements AutoCloseable {
  static final String CTRL_C = "\u0003";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(5);

  private final Process script;
  private final Path screen;

  private Pty(Process script, Path screen) {
    this.script = script;
    this.screen = screen;
  }

  /**
   * A {@code script} that takes a command, that of BSD takes another line; and an {@code env} that
   * knows signals.
   */
  static void need() throws InterruptedException {
    Needs.command(script("true"));
  }

  /** Starts a line of shell in the folder of the sources. */
  static Pty start(String command) {
    try {
      Path screen = Files.createTempFile("screen-", ".txt");
      ProcessBuilder builder = new ProcessBuilder(script(command));
      builder.directory(Jvm.root().toFile());
      builder.environment().put("SHELL", "/bin/sh");
      builder.environment().put("JAVA_HOME", Jvm.ownHome().toString());
      builder.redirectErrorStream(true).redirectOutput(screen.toFile());
      return new Pty(builder.start(), screen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Signals as a terminal has them: a build in the background may ignore some. */
  private static List<String> script(String command) {
    return new ArrayList<>(
        List.of("env", "--default-signal", "script", "-q", "-e", "-c", command, "/dev/null"));
  }

  /** Types keys. */
  void type(String keys) {
    try {
      script.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
      script.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that has been shown, as the terminal got it. */
  String shown() {
    try {
      return Files.readString(screen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitShown(String text) {
    await().atMost(PATIENCE).pollInterval(POLL).until(() -> shown().contains(text));
  }

  /** Waits until a worker process has been launched. */
  void awaitWorker() {
    await().atMost(PATIENCE).pollInterval(POLL).until(this::hasWorker);
  }

  private boolean hasWorker() {
    return script
        .descendants()
        .anyMatch(process -> process.info().commandLine().orElse("").contains("/procession-"));
  }

  /** Waits for the command's end. */
  int exitCode() {
    try {
      if (!script.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("does not end; it showed " + shown());
      }
      return script.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    script.descendants().forEach(ProcessHandle::destroyForcibly);
    script.destroyForcibly();
    try {
      Files.deleteIfExists(screen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
