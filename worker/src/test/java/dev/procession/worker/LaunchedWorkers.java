package dev.procession.worker;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Launches workers as their coordinator does, and sees that none outlives its test. */
final class LaunchedWorkers implements AfterEachCallback {
  private static final String MOVE_PIPES =
      "trap \"\" INT; exec 3>&1 4<&0 1>&2 0</dev/null; exec \"$@\"";
  private static final long PATIENCE_SECONDS = 20;

  private final List<Process> launched = new ArrayList<>();

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (Process process : launched) {
      process.destroyForcibly();
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }
  }

  Process launch(String mode, String... flags) throws IOException {
    List<String> command = new ArrayList<>();
    if (mode.equals("fd")) {
      command.addAll(List.of("/bin/sh", "-c", MOVE_PIPES, "sh"));
    }
    command.addAll(List.of(java(), "-XX:+UseSerialGC", "-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Dfile.encoding=UTF-8", "-Dkryo.unsafe=false"));
    command.addAll(List.of("-cp", classPath()));
    command.addAll(List.of(flags));
    command.addAll(List.of(Main.class.getName(), mode));
    return start(command);
  }

  Process start(List<String> command) throws IOException {
    return start(new ProcessBuilder(command));
  }

  Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    launched.add(process);
    return process;
  }

  static String classPath() {
    return System.getProperty("java.class.path");
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static ScriptedCoordinator coordinatorOf(Process process) {
    return new ScriptedCoordinator(process.getOutputStream(), process.getInputStream());
  }

  /** A process that is dead but that nobody has waited for does not run. */
  static boolean isRunning(long pid) throws IOException {
    Path stat = Path.of("/proc/" + pid + "/stat");
    if (!Files.isDirectory(Path.of("/proc/self"))) {
      return ProcessHandle.of(pid).isPresent();
    }
    try {
      return !Files.readString(stat).contains(") Z ");
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  static int exitCode(Process process) throws Exception {
    return process.onExit().thenApply(Process::exitValue).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  static void readUntil(InputStream stream, String end) throws Exception {
    CompletableFuture<String> said =
        CompletableFuture.supplyAsync(
            () -> {
              StringBuilder text = new StringBuilder();
              try {
                while (text.indexOf(end) < 0) {
                  int next = stream.read();
                  if (next < 0) {
                    break;
                  }
                  text.append((char) next);
                }
              } catch (IOException e) {
                text.append(e);
              }
              return text.toString();
            });
    String text = said.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertTrue(text.endsWith(end), text);
  }
}
