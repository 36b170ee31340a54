package dev.procession;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class StartFailureTextTest {
  @Test
  void allThatTheProcessSaidIsQuoted() {
    CrashReport end =
        new CrashReport(
            OptionalInt.of(134),
            Optional.of("SIGABRT"),
            "on stderr",
            Optional.of("# in the JVM's own report"),
            Optional.of("No frame where frame 0 should start: rubbish"),
            Optional.empty());

    var error =
        new WorkerStartException(
            new WorkerStartException.Attempt(3, List.of("java"), "sent rubbish", end), null);

    assertEquals(
        """
        No worker could be started: the last of 3 processes that were launched sent rubbish (exit \
        code 134).
        Command:
            java
        It sent:
            No frame where frame 0 should start: rubbish
        The JVM's crash report begins:
            # in the JVM's own report
        Last lines of its stderr:
            on stderr""",
        error.getMessage());
  }
}
