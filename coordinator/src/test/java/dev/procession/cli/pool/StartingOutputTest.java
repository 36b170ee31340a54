package dev.procession.cli.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.FailedItems;
import dev.procession.WorkerInfo;
import dev.procession.WorkerOutput.Stream;
import dev.procession.WorkerState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StartingOutputTest {
  private final List<String> shown = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final StartingOutput output = new StartingOutput(shown::add, later::add);

  @Test
  void whatAJvmSaysThatDoesNotStartIsLeftToTheError() {
    print("Unrecognized option: -Xfoo");
    print("Unrecognized option: -Xfoo");
    output.poolFailed(FailedItems.noWorker("Unrecognized option: -Xfoo"));

    assertEquals(List.of(), shown);
  }

  @Test
  void whatWasSaidBeforeAWorkerIsReadyIsShownThen() {
    print("a");
    print("b");
    ready();
    print("b");

    assertEquals(List.of("[worker 0] a", "[worker 0] b", "[worker 0] b"), shown);
  }

  @Test
  void workerThatWaitsForADebuggerIsHeardAfterAMoment() {
    print("Listening for transport dt_socket at address: 5005");
    print("more");
    later.forEach(Runnable::run);

    assertEquals(1, later.size());
    assertEquals(2, shown.size());
  }

  @Test
  void whatAnInitializerPrintsBeforeItThrowsIsShownOnce() {
    print("no such table");
    print("no such table");
    output.poolFailed(FailedItems.initializer(new IllegalStateException()));

    assertEquals(List.of("[worker 0] no such table"), shown);
  }

  @Test
  void endlessLinesAreNotKept() {
    for (int i = 0; i < 1_000; i++) {
      print("" + i);
    }

    assertEquals(1_000, shown.size());
  }

  private void print(String line) {
    output.line(0, Stream.ERR, line);
  }

  private void ready() {
    output.workerReady(new WorkerInfo(0, 4711, WorkerState.IDLE, 0, 1));
  }
}
