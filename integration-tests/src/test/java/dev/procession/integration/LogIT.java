package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a pool says of itself, through SLF4J and where SLF4J leads nowhere. */
final class LogIT {
  private static final Pattern COUNTS =
      Pattern.compile(
          ".*\\((created|open|draining|stopping|terminated); workers: 1, \\d busy, \\d started,"
              + " \\d lost; tasks: \\d queued, \\d at workers, \\d completed, \\d failed\\)");

  /** Loses a worker, and goes on. */
  static final class Loser {
    public static void main(String[] arguments) {
      try (ProcessPool pool = ProcessPool.create(1)) {
        pool.submit(() -> 1).join();
        try {
          pool.submit(() -> Runtime.getRuntime().halt(7)).join();
        } catch (CompletionException expected) {
          System.out.println("lost");
        }
        pool.submit(() -> 2).join();
      }
    }
  }

  /** Executes a task that fails. */
  static final class Failer {
    public static void main(String[] arguments) {
      try (ProcessPool pool = ProcessPool.create(1)) {
        pool.execute(
            () -> {
              throw new IllegalStateException("of the task");
            });
      }
    }
  }

  /** Its task logs. */
  static final class Forwarder {
    public static void main(String[] arguments) {
      try (ProcessPool pool = ProcessPool.builder().workers(1).forwardLogs().build()) {
        pool.submit(
                () ->
                    LoggerFactory.getLogger("com.acme.Task")
                        .warn("odd item {}", 7, new IllegalStateException("of the task")))
            .join();
      }
    }
  }

  @Test
  void tasksLogThroughTheProgramWhenAsked() {
    String err = err(List.of(), Forwarder.class);

    assertTrue(err.contains("WARN com.acme.Task - odd item 7"), err);
    assertTrue(err.contains("java.lang.IllegalStateException: of the task"), err);
    assertFalse(err.contains("[worker"), err);
  }

  @Tag("extended")
  @Test
  void tasksThatLogThroughAProgramWithoutProviderArePrinted() {
    String err = err(List.of("-cp", classPathWithoutProvider()), Forwarder.class);

    assertTrue(err.contains("[worker 0] WARN com.acme.Task - odd item 7"), err);
  }

  @Tag("extended")
  @Test
  void poolIsQuietByDefault() {
    assertEquals("", err(List.of(), Loser.class));
  }

  @Tag("extended")
  @Test
  void poolIsQuietWhereNoLoggerIsProvided() {
    assertEquals("", err(List.of("-cp", classPathWithoutProvider()), Loser.class));
  }

  @Tag("extended")
  @Test
  void warningIsPrintedWhereNoLoggerIsProvided() {
    String err = err(List.of("-cp", classPathWithoutProvider()), Failer.class);

    String first = err.lines().findFirst().orElseThrow();
    assertTrue(first.startsWith("procession: warning: A task passed to execute() failed;"), err);
    assertTrue(COUNTS.matcher(first).matches(), err);
    assertTrue(err.contains("IllegalStateException: of the task"), err);
  }

  @Test
  void everyLineHasTheCountsOfThePool() {
    String err = err(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=debug"), Loser.class);

    List<String> lines = err.lines().filter(line -> line.contains("ProcessPool")).toList();
    assertTrue(lines.size() >= 4, err);
    assertTrue(lines.stream().allMatch(line -> COUNTS.matcher(line).matches()), err);
  }

  @Test
  void lostProcessIsToldAtLevelInfoAndOthersAreNot() {
    String err = err(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=info"), Loser.class);

    assertEquals(1, err.lines().count(), err);
    assertTrue(err.contains("INFO dev.procession.ProcessPool - worker 0#1 (pid "), err);
    assertTrue(err.contains(" was lost, exit code 7"), err);
  }

  private static String err(List<String> jvmArgs, Class<?> main) {
    try (Jvm program = Jvm.startMain(jvmArgs, main)) {
      return program.end().expect(0).err();
    }
  }

  private static String classPathWithoutProvider() {
    return Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
        .filter(entry -> !entry.contains("slf4j-simple"))
        .collect(Collectors.joining(java.io.File.pathSeparator));
  }
}
