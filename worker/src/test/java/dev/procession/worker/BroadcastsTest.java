package dev.procession.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.ItemEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BroadcastsTest {
  private static final long ID = 42;

  private final List<ToCoordinator> asked = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Void> firstAsked = new CompletableFuture<>();
  private final Broadcasts broadcasts =
      new Broadcasts(
          new KnownNames(),
          loaderId -> BroadcastsTest.class.getClassLoader(),
          Runnable::run,
          message -> {
            asked.add(message);
            firstAsked.complete(null);
          },
          new OpenRequests());

  @Test
  void valueIsAskedForOnceAndSharedByAll() throws Exception {
    CompletableFuture<Object> first = CompletableFuture.supplyAsync(() -> broadcasts.value(ID));
    CompletableFuture<Object> second = CompletableFuture.supplyAsync(() -> broadcasts.value(ID));
    firstAsked.join();

    broadcasts.arrived(encoded(new ArrayList<>(List.of("a", "b"))));

    assertEquals(List.of("a", "b"), first.join());
    assertSame(first.join(), second.join());
    assertSame(first.join(), broadcasts.value(ID));
    assertEquals(List.of(new ToCoordinator.BroadcastWanted(ID)), asked);
  }

  @Test
  void interruptDoesNotLoseTheValue() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread task =
        new Thread(
            () -> {
              Object unused = broadcasts.value(ID);
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    task.start();
    firstAsked.join();
    task.interrupt();

    broadcasts.arrived(encoded("value"));

    assertEquals(true, interrupted.join());
  }

  @Test
  void closingEndsTheWaitWithAnError() {
    CompletableFuture<Object> waiting = CompletableFuture.supplyAsync(() -> broadcasts.value(ID));
    firstAsked.join();

    broadcasts.closed(ID);

    CompletionException error = assertThrows(CompletionException.class, waiting::join);
    assertInstanceOf(IllegalStateException.class, error.getCause());
  }

  @Test
  void closedValueIsDroppedAndAskedForAnew() throws Exception {
    CompletableFuture<Object> before = CompletableFuture.supplyAsync(() -> broadcasts.value(ID));
    firstAsked.join();
    broadcasts.arrived(encoded(new ArrayList<>(List.of("a"))));
    Object old = before.join();

    broadcasts.closed(ID);
    CompletableFuture<Object> after = CompletableFuture.supplyAsync(() -> broadcasts.value(ID));
    while (asked.size() < 2) {
      Thread.onSpinWait();
    }
    broadcasts.arrived(encoded(new ArrayList<>(List.of("a"))));

    assertNotSame(old, after.join());
  }

  @Test
  void valueThatNobodyWaitsForIsIgnored() throws Exception {
    broadcasts.closed(ID);
    broadcasts.arrived(encoded("late"));

    assertEquals(List.of(), asked);
  }

  @Test
  void valueThatCannotBeReadSaysSoEachTime() {
    CompletableFuture<Object> task = CompletableFuture.supplyAsync(() -> broadcasts.value(ID));
    firstAsked.join();

    broadcasts.arrived(
        new ToWorker.Broadcast(ID, 0, new EncodedItems(new byte[] {99}, new int[] {1}, 1, 0)));

    CompletionException error = assertThrows(CompletionException.class, task::join);
    assertInstanceOf(UnreadableBroadcastException.class, error.getCause());
    assertThrows(UnreadableBroadcastException.class, () -> broadcasts.value(ID));
  }

  private static ToWorker.Broadcast encoded(Object value) throws Exception {
    ItemEncoder encoder = new ItemEncoder(new NameTable(), 1 << 20);
    encoder.add(value);
    return new ToWorker.Broadcast(ID, 0, encoder.take());
  }
}
