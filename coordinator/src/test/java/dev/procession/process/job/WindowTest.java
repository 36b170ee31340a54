package dev.procession.process.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WindowTest {
  private static final int MIB = 1 << 20;

  @Test
  void noMoreItemsEnterThanItHasRoomFor() throws Exception {
    Window window = new Window(OptionalInt.of(5));

    assertEquals(3, window.enter(3));
    assertEquals(2, window.enter(3));
  }

  @Test
  void waitsUntilItemsAreConsumed() throws Exception {
    Window window = new Window(OptionalInt.of(2));
    window.enter(2);
    CompletableFuture<Integer> entering = enterElsewhere(window);

    window.consumed(1, 0);

    assertEquals(1, entering.get(10, TimeUnit.SECONDS));
  }

  @Test
  void whoWaitsIsNotWokenForLessThanAQuarter() throws Exception {
    Window window = new Window(OptionalInt.of(8));
    window.enter(8);
    CompletableFuture<Integer> entering = enterElsewhere(window);
    window.consumed(1, 0);
    assertFalse(entering.isDone());

    window.consumed(1, 0);

    assertEquals(2, entering.get(10, TimeUnit.SECONDS));
  }

  @Test
  void resultsThatWaitForAnEarlierItemMakeRoomForOthers() throws Exception {
    Window window = new Window(OptionalInt.empty());
    int initial = window.enter(1000);
    window.waiting(initial - 1);

    int more = window.enter(1000);

    assertEquals(initial - 1, more);
  }

  @Test
  void resultsThatWaitAreBoundedByTheirBytes() throws Exception {
    Window window = new Window(OptionalInt.empty());
    long pulled = 0;
    while (pulled < (64L * MIB) / Window.WAITING_BYTES) {
      int entered = window.enter(64);
      window.waiting(entered);
      pulled += entered;
    }
    // One that runs, for which all others wait.
    window.takeable(1);
    window.waiting(1);
    window.enter(1);
    CompletableFuture<Integer> entering = enterElsewhere(window);
    assertFalse(entering.isDone());

    window.takeable(64);
    window.consumed(64, 0);

    assertEquals(1, Math.min(1, entering.get(10, TimeUnit.SECONDS)));
  }

  @Test
  void inTheCallersOwnWindowResultsThatWaitKeepTheirPlace() throws Exception {
    Window window = new Window(OptionalInt.of(2));
    window.enter(2);
    window.waiting(1);
    CompletableFuture<Integer> entering = enterElsewhere(window);
    assertFalse(entering.isDone());

    window.consumed(1, 0);

    assertEquals(1, entering.get(10, TimeUnit.SECONDS));
  }

  @Test
  void bytesCloseItToo() throws Exception {
    Window window = new Window(OptionalInt.of(100));
    window.enter(1);
    window.addBytes(64L * MIB);
    CompletableFuture<Integer> entering = enterElsewhere(window);
    assertFalse(entering.isDone());

    window.addBytes(-1);

    assertEquals(1, Math.min(1, entering.get(10, TimeUnit.SECONDS)));
  }

  @Test
  void oneItemAlwaysEntersHoweverManyBytesThereAre() throws Exception {
    Window window = new Window(OptionalInt.of(1));
    window.addBytes(1000L * MIB);

    assertEquals(1, window.enter(1));
  }

  @Test
  void closingLetsTheWaitingGo() throws Exception {
    Window window = new Window(OptionalInt.of(1));
    window.enter(1);
    CompletableFuture<Integer> entering = enterElsewhere(window);

    window.close();

    assertEquals(0, entering.get(10, TimeUnit.SECONDS));
  }

  @Test
  void aSizeThatTheCallerSetIsNotChanged() throws Exception {
    Window window = new Window(OptionalInt.of(3));

    window.resize(50);

    assertEquals(3, window.enter(50));
  }

  @Test
  void anAutomaticSizeFollowsTheChunks() throws Exception {
    Window window = new Window(OptionalInt.empty());

    window.resize(5000);

    assertEquals(5000, window.enter(6000));
  }

  private static CompletableFuture<Integer> enterElsewhere(Window window) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return window.enter(10);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }
}
