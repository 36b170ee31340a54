package dev.procession.process.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.thread.CallbackThreads;
import dev.procession.process.thread.Threads;
import dev.procession.scheduler.PoolSnapshot;
import dev.procession.scheduler.WorkerKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.helpers.NOPLogger;

@Timeout(30)
class ListenerQueueTest {
  private static final EngineSnapshot SNAPSHOT =
      new EngineSnapshot(
          new PoolSnapshot("terminated", List.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of()),
          0,
          Map.of(),
          Map.of(),
          Map.of(),
          List.of(),
          0,
          0,
          0,
          List.of());

  private final CallbackThreads threads = new CallbackThreads("callback", Threads.ofThisJvm());
  private final PoolLog log = new PoolLog(Optional.of(NOPLogger.NOP_LOGGER), () -> SNAPSHOT);
  private final BlockingQueue<PoolEvent> told = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    threads.close();
  }

  @Test
  void eventsAreToldInOrder() throws Exception {
    ListenerQueue announcements = new ListenerQueue(told::add, threads, log);

    IntStream.range(0, 1000).forEach(i -> announcements.announce(event(i)));

    assertEquals(IntStream.range(0, 1000).mapToObj(ListenerQueueTest::event).toList(), take(1000));
  }

  @Test
  void eventsAreToldOneAtATime() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    AtomicBoolean overlapped = new AtomicBoolean();
    Consumer<PoolEvent> slow =
        event -> {
          if (event.equals(event(0))) {
            // Longer than it takes until there is another thread for callbacks.
            overlapped.set(awaitQuietly(second, 50));
          } else {
            second.countDown();
          }
          told.add(event);
        };
    ListenerQueue announcements = new ListenerQueue(slow, threads, log);

    announcements.announce(event(0));
    announcements.announce(event(1));

    take(2);
    assertFalse(overlapped.get());
  }

  @Test
  void listenerThatThrowsIsToldOfTheNextEvent() throws Exception {
    Consumer<PoolEvent> throwing =
        event -> {
          told.add(event);
          throw new IllegalStateException("expected");
        };
    ListenerQueue announcements = new ListenerQueue(throwing, threads, log);

    announcements.announce(event(0));
    announcements.announce(event(1));

    assertEquals(List.of(event(0), event(1)), take(2));
  }

  @Test
  void listenerThatBlocksMissesWhatPassesTheLimitButNeverTheLast() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    Consumer<PoolEvent> blocking =
        event -> {
          blocked.countDown();
          awaitQuietly(release, 30_000);
          told.add(event);
        };
    ListenerQueue announcements = new ListenerQueue(blocking, threads, log);
    announcements.announce(event(0));
    assertTrue(blocked.await(10, TimeUnit.SECONDS));

    int many = 3 * ListenerQueue.MAX_WAITING;
    IntStream.range(1, many).forEach(i -> announcements.announce(event(i)));
    announcements.announce(last());
    release.countDown();

    List<PoolEvent> events = take(1 + ListenerQueue.MAX_WAITING + 1);
    assertEquals(event(ListenerQueue.MAX_WAITING), events.get(ListenerQueue.MAX_WAITING));
    assertInstanceOf(PoolEvent.Terminated.class, events.get(ListenerQueue.MAX_WAITING + 1));
  }

  @Test
  void listenerThatHasCaughtUpIsToldAgain() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    ListenerQueue announcements =
        new ListenerQueue(
            event -> {
              awaitQuietly(release, 30_000);
              told.add(event);
            },
            threads,
            log);
    IntStream.range(0, 2 * ListenerQueue.MAX_WAITING)
        .forEach(i -> announcements.announce(event(i)));
    release.countDown();
    take(ListenerQueue.MAX_WAITING);
    told.clear();

    PoolEvent later = event(9_999);
    announcements.announce(later);

    PoolEvent next = told.poll(10, TimeUnit.SECONDS);
    while (next != null && !next.equals(later)) {
      next = told.poll(10, TimeUnit.SECONDS);
    }
    assertEquals(later, next);
  }

  private List<PoolEvent> take(int count) throws InterruptedException {
    List<PoolEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      PoolEvent event = told.poll(10, TimeUnit.SECONDS);
      assertTrue(event != null, "after " + events.size());
      events.add(event);
    }
    return events;
  }

  private static PoolEvent event(int number) {
    return new PoolEvent.Starting(new WorkerKey(0, number), 0);
  }

  private static PoolEvent last() {
    return new PoolEvent.Terminated(SNAPSHOT);
  }

  private static boolean awaitQuietly(CountDownLatch latch, long millis) {
    try {
      return latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
