package dev.procession.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.procession.scheduler.Command;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.Scheduler;
import dev.procession.scheduler.SchedulerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventLoopTest {
  private static final int ROUNDS = 200;
  private static final int POSTERS = 2;

  @Test
  void whatIsAcceptedAsTheLoopEndsIsDone() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      AtomicLong accepted = new AtomicLong();
      AtomicLong done = new AtomicLong();
      EventLoop loop = loop();
      loop.start();
      List<Thread> posters = new ArrayList<>();
      for (int i = 0; i < POSTERS; i++) {
        posters.add(
            new Thread(
                () -> {
                  while (loop.execute(done::incrementAndGet)) {
                    accepted.incrementAndGet();
                  }
                }));
      }
      posters.forEach(Thread::start);
      loop.execute(loop::end);
      for (Thread poster : posters) {
        poster.join();
      }
      // What the loop was given may still be on its way through; what it has lost never comes.
      while (done.get() < accepted.get()) {
        Thread.onSpinWait();
      }
      assertEquals(accepted.get(), done.get());
    }
  }

  @Test
  void errorThatLostAnEventBreaksTheLoop() throws Exception {
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    EventLoop loop = loop(command -> {}, told::complete);
    loop.start();
    Error lost = new NoClassDefFoundError();

    loop.fail(lost);

    assertSame(lost, told.get());
    while (loop.execute(() -> {})) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whoBringsAnEventHandlesIt() {
    AtomicReference<Thread> handler = new AtomicReference<>();
    EventLoop loop = loop(command -> handler.set(Thread.currentThread()), error -> {});
    loop.start();

    loop.postAndHandle(new Event.PoolOpened());

    assertSame(Thread.currentThread(), handler.get());
    loop.execute(loop::end);
  }

  @Test
  void errorOfAnotherThreadBreaksTheLoop() throws Exception {
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    EventLoop loop = loop(command -> {}, told::complete);
    loop.start();
    Error lost = new NoClassDefFoundError();

    loop.fail(lost);

    assertSame(lost, told.get());
    while (loop.execute(() -> {})) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whoBringsAnEventLeavesItToWhoIsHandling() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    CompletableFuture<Thread> handler = new CompletableFuture<>();
    EventLoop loop = loop(command -> handler.complete(Thread.currentThread()), error -> {});
    loop.start();
    loop.execute(
        () -> {
          busy.countDown();
          awaitQuietly(mayGoOn);
        });
    busy.await();

    loop.postAndHandle(new Event.PoolOpened());

    assertFalse(handler.isDone());
    mayGoOn.countDown();
    assertNotSame(Thread.currentThread(), handler.get());
    loop.execute(loop::end);
  }

  /** An action is left to who is handling, who may be about to go: it must not stay behind. */
  @Test
  void whatIsLeftToWhoIsHandlingIsDone() throws Exception {
    EventLoop loop = loop(command -> {}, error -> {});
    loop.start();
    AtomicBoolean stop = new AtomicBoolean();
    Thread bringer =
        new Thread(
            () -> {
              while (!stop.get()) {
                loop.postAndHandle(new Event.TimePassed());
                inStep(loop);
              }
            });
    bringer.start();

    for (int round = 0; round < 100 * ROUNDS; round++) {
      inStep(loop);
    }

    stop.set(true);
    bringer.join();
    loop.execute(loop::end);
  }

  @Test
  void errorOnTheThreadThatBroughtTheEventEndsTheLoop() {
    AtomicReference<Throwable> told = new AtomicReference<>();
    IllegalStateException error = new IllegalStateException("in a command");
    EventLoop loop =
        loop(
            command -> {
              throw error;
            },
            told::set);
    loop.start();

    loop.postAndHandle(new Event.PoolOpened());

    assertSame(error, told.get());
    assertFalse(loop.execute(() -> {}));
  }

  private static void inStep(EventLoop loop) {
    CountDownLatch done = new CountDownLatch(1);
    loop.execute(done::countDown);
    awaitQuietly(done);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static EventLoop loop() {
    return loop(
        command -> {},
        error -> {
          throw new AssertionError(error);
        });
  }

  private static EventLoop loop(Consumer<Command> commands, Consumer<Throwable> broken) {
    return new EventLoop(
        new Scheduler(
            new SchedulerOptions(
                1, 1, 1, OptionalInt.empty(), OptionalLong.empty(), OptionalInt.empty())),
        commands,
        () -> {},
        broken);
  }
}
