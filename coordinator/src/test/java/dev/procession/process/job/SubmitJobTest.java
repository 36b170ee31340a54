package dev.procession.process.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.Engine;
import dev.procession.process.EngineOptions;
import dev.procession.process.ScriptedWorker;
import dev.procession.process.ScriptedWorkers;
import dev.procession.process.observe.EngineSnapshot;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.scheduler.JobOptions;
import dev.procession.scheduler.SchedulerOptions;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SerializableFunction;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(SubmitJobTest.PATIENCE_SECONDS)
class SubmitJobTest {
  static final long PATIENCE_SECONDS = 60;
  private static final int FEW = 20;
  private static final int MANY = 1_000;

  private final CountDownLatch allSubmitted = new CountDownLatch(1);
  private final AtomicInteger messages = new AtomicInteger();

  /** Answers the first few at once, and what comes then only when all have come. */
  private void play(ScriptedWorker self) throws Exception {
    self.getReady();
    for (int i = 0; i < FEW; i++) {
      answer(self, self.await(ToWorker.Run.class));
    }
    ToWorker.Run first = self.await(ToWorker.Run.class);
    allSubmitted.await();
    answer(self, first);
    for (ToWorker next = self.hear(); next != null; next = self.hear()) {
      if (next instanceof ToWorker.Run run) {
        messages.incrementAndGet();
        answer(self, run);
      } else if (next instanceof ToWorker.Bye) {
        self.process().exit(0);
      }
    }
  }

  private static void answer(ScriptedWorker self, ToWorker.Run run) throws Exception {
    ItemEncoder answers = new ItemEncoder(new NameTable(), ScriptedWorkers.MAX_ITEM_BYTES);
    for (int i = 0; i < run.items().count(); i++) {
      answers.add(i);
    }
    self.say(new ToCoordinator.Results(run.chunkId(), 0, 1_000, answers.take()));
  }

  @Test
  void tasksThatComeOneByOneWhileAllWorkersAreBusyShareMessages() throws Exception {
    Engine engine = Engine.start(withOneWorker(), new ScriptedWorkers(key -> this::play));
    try {
      for (int i = 0; i < FEW; i++) {
        CountDownLatch ended = new CountDownLatch(1);
        submit(engine, ended);
        ended.await();
      }
      CountDownLatch ended = new CountDownLatch(MANY);
      for (int i = 0; i < MANY; i++) {
        submit(engine, ended);
        // The loop has taken note of it.
        engine.snapshot();
      }
      // The worker has one.
      assertEquals(MANY - 1, engine.snapshot().queuedItems());
      allSubmitted.countDown();
      ended.await();

      assertTrue(messages.get() < MANY / 10, messages + " messages for " + MANY + " tasks");
    } finally {
      engine.shutdownNow();
      engine.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void answerAll(ScriptedWorker self) throws Exception {
    self.getReady();
    for (ToWorker next = self.hear(); next != null; next = self.hear()) {
      if (next instanceof ToWorker.Run run) {
        answer(self, run);
      } else if (next instanceof ToWorker.Bye) {
        self.process().exit(0);
      }
    }
  }

  @Test
  void whatWasSubmittedAddsUpAtEveryMoment() throws Exception {
    Engine engine = Engine.start(withOneWorker(), new ScriptedWorkers(key -> this::answerAll));
    try {
      for (int i = 1; i <= MANY; i++) {
        submit(engine, new CountDownLatch(1));
        EngineSnapshot now = engine.snapshot();
        long ended = now.tasksSucceeded() + now.tasksFailed();
        assertEquals(i, now.queuedItems() + now.pool().heldItems() + ended, now.toString());
      }
    } finally {
      engine.shutdownNow();
      engine.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Answers the items of a map, and never a task. */
  private void answerMapsOnly(ScriptedWorker self) throws Exception {
    self.getReady();
    Set<Integer> maps = new HashSet<>();
    for (ToWorker next = self.hear(); next != null; next = self.hear()) {
      if (next instanceof ToWorker.Define define && define.kind() == FunctionKind.FUNCTION) {
        maps.add(define.functionId());
      } else if (next instanceof ToWorker.Run run && maps.contains(run.functionId())) {
        answer(self, run);
      }
    }
  }

  /** As the loop does when a class of ours is missing; before, it handles nothing else. */
  private void breakLoop(Engine engine, CountDownLatch breaking) throws Exception {
    MapRequest.ProgressListener broken =
        (ended, failed) -> {
          breaking.countDown();
          awaitQuietly(allSubmitted);
          throw new NoClassDefFoundError("of the loop");
        };
    SerializableFunction<Integer, Integer> function = x -> x;
    engine.map(
        new MapRequest(
            function,
            FunctionKind.FUNCTION,
            MapRequest.Source.of(List.of(1)),
            new JobOptions(OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty(), 0),
            new MapRequest.Delivery(
                ResultQueue.Order.INPUT,
                ResultQueue.Taking.ONE_BY_ONE,
                OptionalInt.empty(),
                Optional.of(broken))));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void tasksEndThoughTheLoopThatHasThemBreaks() throws Exception {
    Engine engine = Engine.start(with(3), new ScriptedWorkers(key -> this::answerMapsOnly));
    CountDownLatch ended = new CountDownLatch(FEW);
    for (int i = 0; i < 2; i++) {
      submit(engine, ended);
    }
    while (engine.snapshot().pool().heldItems() < 2) {
      Thread.onSpinWait();
    }

    CountDownLatch breaking = new CountDownLatch(1);
    breakLoop(engine, breaking);
    breaking.await();
    for (int i = 2; i < FEW; i++) {
      submit(engine, ended);
    }
    allSubmitted.countDown();

    assertTrue(ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS), ended::toString);
    assertTrue(engine.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  private static void submit(Engine engine, CountDownLatch ended) throws Exception {
    SerializableCallable<String> task = () -> "done";
    CompletableFuture<String> future = new CompletableFuture<>();
    future.thenRun(ended::countDown);
    engine.submit(
        task,
        new FutureOwner<>(future, "ended"),
        new SubmitOptions(
            new JobOptions(OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty(), 0),
            RetryRule.NONE));
  }

  private static EngineOptions withOneWorker() {
    return with(1);
  }

  private static EngineOptions with(int workers) {
    return ScriptedWorkers.options(
        new SchedulerOptions(
            workers,
            TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS),
            TimeUnit.SECONDS.toNanos(1),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalInt.empty()));
  }
}
