package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DoctorCommandTest {
  @Test
  void everythingIsOnStandardOutput() {
    CommandRun run = CommandRun.of("doctor");

    assertEquals(0, run.status());
    assertEquals("", run.err());
    assertEquals(
        List.of("JDK", "Processors", "Memory", "Heap", "Archive", "Channel", "setpriv", "Start"),
        run.out()
            .lines()
            .takeWhile(line -> !line.isEmpty())
            .filter(line -> !line.startsWith("  ! "))
            .map(line -> line.replaceAll(" .*", ""))
            .toList());
    assertTrue(run.out().startsWith("JDK         " + Runtime.version()), run.out());
    assertTrue(
        run.out()
            .endsWith(
                """

                Each worker is started as
                  java                                          # the coordinator's own JDK
                  -Xmx64m                                       # a share of the machine's memory
                """),
        run.out());
  }

  @Test
  void workerThatDoesNotStartIsStatusThreeAndStillExplained() {
    CommandRun run = CommandRun.with(new FailingWorkers(), "doctor");

    assertEquals(3, run.status());
    assertEquals("", run.err());
    assertTrue(
        run.out().contains("\nStart       failed\n  ! No worker could be started"), run.out());
    assertTrue(run.out().contains("no memory"), run.out());
    assertTrue(run.out().contains("\nEach worker is started as\n"), run.out());
  }

  @Test
  void argumentsAreRefused() {
    assertEquals(2, CommandRun.of("doctor", "now").status());
  }
}
