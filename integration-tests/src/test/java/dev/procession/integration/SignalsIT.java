package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line, ended from outside: Ctrl-C once and twice, SIGTERM. */
@Timeout(360)
final class SignalsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String INTERRUPTED =
      "procession: interrupted: cancelling the remaining items; press Ctrl-C again to exit at"
          + " once\n";
  private static final int BIG_ITEM_BYTES = 20 << 20;

  /** As long as the command waits for a stdout that nobody reads, after one Ctrl-C. */
  private static final long STDOUT_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  @TempDir private Path folder;

  /** A group of its own is what a terminal gives a command; the signal must not be ignored. */
  private static final List<String> AS_FROM_A_TERMINAL =
      List.of("setsid", "env", "--default-signal=INT");

  @BeforeAll
  static void needsTheToolsOfLinux() throws Exception {
    List<String> command = new ArrayList<>(AS_FROM_A_TERMINAL);
    command.add("true");
    Needs.command(command);
  }

  @Test
  void interruptCancelsSaysOneLineAndEndsWith130() throws Exception {
    Gate gate = Gate.closed();
    Process command = spinning(gate);

    signal("INT", command.pid());

    assertEndsQuietly(command, 130, INTERRUPTED, gate);
  }

  @Tag("extended")
  @Test
  void interruptStillWritesTheTimeline() throws Exception {
    Gate gate = Gate.closed();
    Path page = folder.resolve("work.html");
    Process command = spinning(gate, "--timeline", page.toString());

    signal("INT", command.pid());

    assertEndsQuietly(command, 130, INTERRUPTED, gate);
    assertTrue(Files.readString(page).contains("\"LOST\""), "items were running");
  }

  @Tag("extended")
  @Test
  void terminationStillWritesTheTimeline() throws Exception {
    Gate gate = Gate.closed();
    Path page = folder.resolve("work.html");
    Process command = spinning(gate, "--timeline", page.toString());

    signal("TERM", command.pid());

    assertEndsQuietly(command, 143, "", gate);
    assertTrue(Files.readString(page).contains("\"chunks\":[\n["), "items were running");
  }

  @Tag("extended")
  @Test
  void interruptOfTheWholeProcessGroupIsTheSame() throws Exception {
    Gate gate = Gate.closed();
    Process command = spinning(gate);

    signal("INT", -command.pid());

    assertEndsQuietly(command, 130, INTERRUPTED, gate);
  }

  @Test
  void secondInterruptEndsItAtOnce() throws Exception {
    long shortestNanos = Long.MAX_VALUE;
    // On a busy machine a signal may take its time; with one interrupt it is never that short.
    for (int tries = 0; tries < 5 && shortestNanos >= STDOUT_PATIENCE_NANOS; tries++) {
      shortestNanos = Math.min(shortestNanos, nanosFromSecondInterruptToEnd());
    }
    assertTrue(shortestNanos < STDOUT_PATIENCE_NANOS, shortestNanos + " ns");
  }

  /** Nobody reads what the command prints, so after the first interrupt it waits a while. */
  private long nanosFromSecondInterruptToEnd() throws Exception {
    Gate gate = Gate.closed();
    ProcessBuilder builder = command("map", "-j", "1", "--", big(gate), "1", "2", "3");
    builder.redirectOutput(ProcessBuilder.Redirect.PIPE);
    Process command = builder.start();
    awaitAnnounced(gate, 3);
    signal("INT", command.pid());
    await().atMost(PATIENCE).until(() -> !Files.readString(err()).isEmpty());
    long beganNanos = System.nanoTime();

    signal("INT", command.pid());

    assertEnds(command, 130);
    assertEquals(INTERRUPTED, Files.readString(err()));
    return System.nanoTime() - beganNanos;
  }

  @Test
  void terminationTakesTheWorkersAlongAndEndsWith143() throws Exception {
    Gate gate = Gate.closed();
    Process command = spinning(gate);

    signal("TERM", command.pid());

    assertEndsQuietly(command, 143, "", gate);
  }

  @Tag("extended")
  @Test
  void interruptWhileBigFramesAreWrittenIsAsQuiet() throws Exception {
    byte[] item = "x".repeat(BIG_ITEM_BYTES).concat("\n").getBytes(StandardCharsets.US_ASCII);
    for (int round = 0; round < 4; round++) {
      Gate gate = Gate.closed();
      ProcessBuilder builder = command("map", "-j", "2", "--", passOn(gate));
      builder.redirectInput(ProcessBuilder.Redirect.PIPE);
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      Process command = builder.start();
      Thread feeder = new Thread(() -> feed(command.getOutputStream(), item));
      feeder.start();
      awaitAnnounced(gate, 1 + round);

      signal("INT", -command.pid());

      assertEndsQuietly(command, 130, INTERRUPTED, gate);
      feeder.join();
    }
  }

  private static void feed(OutputStream stdin, byte[] item) {
    try (stdin) {
      while (true) {
        stdin.write(item);
      }
    } catch (IOException e) {
      // The command has ended.
    }
  }

  /** The whole command has to start, so it gets more time than {@link Gate} gives a task. */
  private static void awaitAnnounced(Gate gate, int count) {
    await().atMost(PATIENCE).until(() -> gate.announced() >= count);
  }

  private Process spinning(Gate gate, String... options) throws IOException {
    String spin = "x -> { %s while (true) Thread.onSpinWait(); }".formatted(announce(gate));
    List<String> arguments = new ArrayList<>(List.of("map", "-j", "2"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--", spin, "1", "2", "3", "4"));
    Process command = command(arguments.toArray(String[]::new)).start();
    awaitAnnounced(gate, 2);
    return command;
  }

  /** More than fits into a pipe and what the command keeps for one. */
  private static String big(Gate gate) {
    return "x -> { %s return \"x\".repeat(4 << 20); }".formatted(announce(gate));
  }

  private static String passOn(Gate gate) {
    return "(String s) -> { %s return s; }".formatted(announce(gate));
  }

  /** As {@link Gate#announce}, by names that no two items share. */
  private static String announce(Gate gate) {
    return "Files.createFile(Path.of(\"%s\", System.nanoTime() + \"-\" + ProcessHandle.current().pid()));"
        .formatted(gate.folder());
  }

  private ProcessBuilder command(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(AS_FROM_A_TERMINAL);
    // Its own: a process that is killed cannot clean up.
    String temporary = "-Djava.io.tmpdir=" + Files.createTempDirectory(folder, "program-");
    command.addAll(ProcessionCommand.line(List.of(temporary), List.of(arguments)));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectInput(new File("/dev/null"))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(err().toFile());
  }

  private Path err() {
    return folder.resolve("err");
  }

  private static void signal(String name, long pid) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, "--", Long.toString(pid)).start();
    assertEquals(0, kill.waitFor());
  }

  private void assertEndsQuietly(Process command, int exitCode, String says, Gate gate)
      throws Exception {
    List<Long> workers = workers(gate);
    assertFalse(workers.isEmpty());

    assertEnds(command, exitCode);

    assertEquals(says, Files.readString(err()));
    await().atMost(PATIENCE).until(() -> workers.stream().noneMatch(Pids::isAlive));
  }

  private static void assertEnds(Process command, int exitCode) throws Exception {
    try {
      assertTrue(command.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it does not end");
      assertEquals(exitCode, command.exitValue());
    } finally {
      command.descendants().forEach(ProcessHandle::destroyForcibly);
      command.destroyForcibly();
    }
  }

  private static List<Long> workers(Gate gate) {
    String[] announced = Objects.requireNonNull(new File(gate.folder()).list());
    return Arrays.stream(announced)
        .map(name -> Long.valueOf(name.substring(name.indexOf('-') + 1)))
        .distinct()
        .toList();
  }
}
