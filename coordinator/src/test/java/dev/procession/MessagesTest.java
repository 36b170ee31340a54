package dev.procession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages are the diagnosis, so they are held to the letter. */
class MessagesTest {
  private static final WorkerRef WORKER = new WorkerRef(1, 4711);

  @Test
  void aCrashNamesItemWorkerSignalAttemptAndLastLines() {
    var error =
        new WorkerCrashedException(
            TaskRef.item(3), WORKER, 1, 1, CrashReport.ofExit(137, "loading\nstarting\n"));

    assertEquals(
        """
        Item 4 failed because its worker died: worker 1 (pid 4711) was killed by SIGKILL while running it \
        (attempt 1 of 1). Exit code 137. If nobody sent that signal, the system was out of memory: \
        try fewer workers or a smaller maxHeap.
        Last lines of its stderr:
            loading
            starting""",
        error.getMessage());
    assertEquals(OptionalInt.of(137), error.exitCode());
    assertEquals(Optional.of("SIGKILL"), error.signal());
    assertEquals("loading\nstarting\n", error.stderrTail());
    assertEquals(4711, error.pid());
    assertEquals(1, error.workerId());
    assertEquals(1, error.attempts());
    assertEquals(OptionalLong.of(3), error.index());
  }

  @Test
  void anExitSaysWhereToLook() {
    var error =
        new WorkerCrashedException(TaskRef.submitted(12), WORKER, 2, 3, CrashReport.ofExit(7, ""));

    assertEquals(
        "Submitted task 13 failed because its worker died: worker 1 (pid 4711) exited with code"
            + " 7 while running it (attempt 2 of 3). Look for System.exit, Runtime.halt or"
            + " native code that ends the process.",
        error.getMessage());
    assertEquals(Optional.empty(), error.signal());
    assertEquals(OptionalLong.empty(), error.index());
  }

  @Test
  void aNativeCrashQuotesTheCrashReport() {
    var report =
        new CrashReport(
            OptionalInt.of(1),
            Optional.empty(),
            "",
            Optional.of("# SIGSEGV"),
            Optional.empty(),
            Optional.empty());
    var error = new WorkerCrashedException(TaskRef.item(0), WORKER, 1, 1, report);

    assertEquals(
        """
        Item 1 failed because its worker died: worker 1 (pid 4711) exited with code 1 while running it \
        (attempt 1 of 1). That was a crash in native code or in the JVM itself.
        The JVM's crash report begins:
            # SIGSEGV""",
        error.getMessage());
  }

  @Test
  void aFullHeapOfTheProgramIsNotTheWorkersFault() {
    var report =
        new CrashReport(
            OptionalInt.of(137),
            Optional.of("SIGKILL"),
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.of("java.lang.OutOfMemoryError: Java heap space"));
    var error = new WorkerCrashedException(TaskRef.item(0), WORKER, 1, 1, report);

    assertEquals(
        """
        Item 1 failed because its worker died: worker 1 (pid 4711) was terminated by the pool while \
        running it (attempt 1 of 1). Exit code 137. Its results could not be read in this process: \
        java.lang.OutOfMemoryError: Java heap space. If the heap of this process is full, give it a \
        larger one (-Xmx), or take the results as a stream.""",
        error.getMessage());
  }

  @Test
  void aMisbehavingWorkerIsQuoted() {
    var report =
        new CrashReport(
            OptionalInt.of(137),
            Optional.of("SIGKILL"),
            "",
            Optional.empty(),
            Optional.of("\"hello\" (68 65 6c 6c 6f)"),
            Optional.empty());
    var error = new WorkerCrashedException(TaskRef.item(0), WORKER, 1, 1, report);

    assertEquals(
        """
        Item 1 failed because its worker died: worker 1 (pid 4711) was killed because it violated the \
        protocol while running it (attempt 1 of 1). Exit code 137.
        It sent:
            "hello" (68 65 6c 6c 6f)""",
        error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"134, SIGABRT", "137, SIGKILL", "139, SIGSEGV", "143, SIGTERM"})
  void exitCodesTellTheSignal(int exitCode, String signal) {
    assertEquals(Optional.of(signal), CrashReport.signalOf(exitCode));
  }

  @ParameterizedTest
  @CsvSource({"0", "7", "128", "255"})
  void otherExitCodesTellNone(int exitCode) {
    assertEquals(Optional.empty(), CrashReport.signalOf(exitCode));
  }

  @Test
  void aTimeoutNamesTheLimit() {
    var error = timeout(TaskRef.item(3), Optional.empty());

    assertEquals(
        "Item 4 ran longer than its limit of 1.5 s in worker 1 (pid 4711) and was stopped. The"
            + " limit counts from the start of the task and excludes waiting. If the task"
            + " needs longer, raise taskTimeout.",
        error.getMessage());
    assertEquals(Duration.ofMillis(1500), error.limit());
  }

  @Test
  void aTimeoutNamesTheSettingThatTheCallerUsed() {
    TaskRef task = TaskRef.submitted(3, Optional.of("nightly"));
    String message =
        String.valueOf(timeout(task, Optional.of(Duration.ofMillis(1500))).getMessage());

    assertTrue(message.startsWith("Task 'nightly' ran longer"), message);
    assertTrue(message.endsWith("raise the timeout of its TaskOptions."), message);
  }

  private static TaskTimeoutException timeout(TaskRef task, Optional<Duration> itsOwn) {
    return new TaskTimeoutException(
        task, WORKER, 0, Duration.ofMillis(1500), TaskTimeoutException.settingOf(itsOwn), null);
  }

  @Test
  void aFailedTaskShowsWhatItThrew() {
    var thrown = new IOException("no such file");
    var error = new TaskFailedException(TaskRef.item(3), WORKER, thrown);

    assertEquals(
        "Item 4 failed in worker 1 (pid 4711): java.io.IOException: no such file",
        error.getMessage());
    assertSame(thrown, error.getCause());
  }

  @Test
  void anExceptionWhoseTextFailsIsNamedAllTheSame() {
    var error = new TaskFailedException(TaskRef.item(3), WORKER, new Speechless());

    assertEquals(
        "Item 4 failed in worker 1 (pid 4711): dev.procession.MessagesTest$Speechless (its text"
            + " failed with java.lang.AssertionError)",
        error.getMessage());
  }

  @Test
  void outOfMemorySuggestsMoreOfIt() {
    var error =
        new TaskFailedException(TaskRef.item(3), WORKER, new OutOfMemoryError("Java heap space"));

    assertEquals(
        """
        Item 4 failed in worker 1 (pid 4711): java.lang.OutOfMemoryError: Java heap space
        The worker is being replaced. Give each worker more memory with \
        ProcessPool.builder().maxHeap("1g"), or make the items smaller.""",
        error.getMessage());
  }

  @Test
  void whatCannotTravelIsNamedWithItsPlace() {
    var fault =
        new SerializationException.Fault(
            SerializationException.Leg.ENCODING_RESULT,
            "the class is not serializable",
            Optional.of("java.net.Socket"),
            Optional.of("connection.socket"));
    var error = new SerializationException(TaskRef.item(5), WORKER, fault, null);

    assertEquals(
        """
        Item 6 has a result that could not be encoded in worker 1 (pid 4711): the class is not \
        serializable
            class: java.net.Socket
            found at: connection.socket""",
        error.getMessage());
    assertEquals(SerializationException.Leg.ENCODING_RESULT, error.leg());
    assertEquals(Optional.of("connection.socket"), error.fieldPath());
  }

  @Test
  void aStartThatFailedShowsCommandAndLastLines() {
    var attempt =
        new WorkerStartException.Attempt(
            3,
            List.of("java", "-Xmx4m"),
            "",
            CrashReport.ofExit(1, "Error: could not create the Java Virtual Machine."));
    var error = new WorkerStartException(attempt, null);

    assertEquals(
        """
        No worker could be started: the last of 3 processes that were launched exited with code 1.
        Command:
            java -Xmx4m
        Last lines of its stderr:
            Error: could not create the Java Virtual Machine.""",
        error.getMessage());
    assertEquals(List.of("java", "-Xmx4m"), error.command());
  }

  @Test
  void aFailedInitializerIsTheCause() {
    var attempt =
        new WorkerStartException.Attempt(
            1, List.of("java"), "failed in its initializer", CrashReport.ofExit(0, ""));
    var error = new WorkerStartException(attempt, new IllegalStateException("no licence"));

    assertEquals(
        """
        No worker could be started: the process that was launched failed in its initializer (exit \
        code 0): java.lang.IllegalStateException: no licence
        Command:
            java""",
        error.getMessage());
  }

  @Test
  void exceptionsCanTravelThemselves() throws Exception {
    var error =
        new WorkerCrashedException(TaskRef.item(3), WORKER, 1, 1, CrashReport.ofExit(137, "x"));
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(error);
    }

    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      var copy = assertInstanceOf(WorkerCrashedException.class, in.readObject());

      assertEquals(error.getMessage(), copy.getMessage());
      assertEquals(error.signal(), copy.signal());
      assertEquals(error.index(), copy.index());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT0.0000005S, 500 ns",
    "PT0.25S, 250 ms",
    "PT1S, 1 s",
    "PT1.5S, 1.5 s",
    "PT10S, 10 s",
    "PT1M, 1 min",
    "PT2H5M, 2 h 5 min",
    "PT1H0M7S, 1 h 7 s"
  })
  void durationsReadAsPeopleWriteThem(Duration duration, String text) {
    assertEquals(text, MessageText.duration(duration));
  }

  @Test
  void onlyTheEndOfALongTextIsQuoted() {
    String quoted = MessageText.quoted("Lines", "a".repeat(10_000) + "end");

    assertEquals(4_000 + "\nLines:\n    …".length(), quoted.length());
  }

  private static final class Speechless extends Exception {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new AssertionError("no words");
    }
  }
}
