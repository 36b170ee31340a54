package dev.procession.cli.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.FailedItems;
import dev.procession.ProcessionException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ItemExitTest {
  @Test
  void crashSaysItsExitValueAndSignal() {
    assertEnding(7, 0, FailedItems.crashed(0, 7, ""));
    assertEnding(137, 9, FailedItems.crashed(0, 137, ""));
    assertEnding(143, 15, FailedItems.crashed(0, 143, ""));
  }

  @Test
  void leavingWithZeroIsNoSuccess() {
    assertEnding(1, 0, FailedItems.crashed(0, 0, ""));
  }

  @Test
  void exceptionIsOne() {
    assertEnding(1, 0, FailedItems.threw(0, new IllegalStateException()));
  }

  @Test
  void timeoutIsToldFromOtherFailuresAsGnuParallelTellsIt() {
    assertEnding(-1, 15, FailedItems.timedOut(0, Duration.ofSeconds(1)));
  }

  private static void assertEnding(int exitValue, int signal, ProcessionException error) {
    assertEquals(
        new ItemExit(exitValue, signal, OptionalLong.of(4711), Optional.empty()),
        ItemExit.of(error));
  }
}
