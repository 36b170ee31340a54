package dev.procession.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.job.FutureOwner;
import dev.procession.process.job.RetryRule;
import dev.procession.process.job.SubmitOptions;
import dev.procession.process.observe.ObservedPool;
import dev.procession.process.observe.WorkerObservation;
import dev.procession.process.observe.WorkerObserver;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.scheduler.JobOptions;
import dev.procession.scheduler.SchedulerOptions;
import dev.procession.scheduler.WorkerKey;
import dev.procession.task.SerializableCallable;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(ObserverTest.PATIENCE_SECONDS)
class ObserverTest {
  static final long PATIENCE_SECONDS = 20;

  /** What an observer is told of answered items. */
  private record Answered(int items, long busyNanos, long queuedNanos) {}

  private static class Observer implements WorkerObserver {
    final CompletableFuture<Answered> answered = new CompletableFuture<>();
    final CompletableFuture<Boolean> terminated = new CompletableFuture<>();

    @Override
    public void saw(WorkerKey worker, WorkerObservation what) {}

    @Override
    public void answered(int items, long busyNanos, IntToLongFunction queuedNanos) {
      answered.complete(new Answered(items, busyNanos, queuedNanos.applyAsLong(items - 1)));
    }

    @Override
    public void terminated() {
      terminated.complete(true);
    }
  }

  private static EngineOptions options(WorkerObserver observer) {
    return ScriptedWorkers.options(
            new SchedulerOptions(
                1,
                TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS),
                TimeUnit.SECONDS.toNanos(1),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalInt.empty()))
        .observedBy(observer);
  }

  /** Claims to have been busy for ever. */
  private static void answerAll(ScriptedWorker self) throws Exception {
    self.getReady();
    for (ToWorker next = self.hear(); next != null; next = self.hear()) {
      if (next instanceof ToWorker.Run run) {
        ItemEncoder answers = new ItemEncoder(new NameTable(), ScriptedWorkers.MAX_ITEM_BYTES);
        answers.add("done");
        self.say(new ToCoordinator.Results(run.chunkId(), 0, Long.MAX_VALUE, answers.take()));
      } else if (next instanceof ToWorker.Bye) {
        self.process().exit(0);
      }
    }
  }

  @Test
  void observerThatThrowsLeavesNoPoolBehind() throws Exception {
    Observer observer =
        new Observer() {
          @Override
          public void opened(ObservedPool pool) {
            throw new IllegalStateException("no room");
          }
        };
    ScriptedWorkers workers = new ScriptedWorkers(key -> ObserverTest::answerAll);

    Exception thrown =
        assertThrows(IllegalStateException.class, () -> Engine.start(options(observer), workers));

    assertEquals("no room", thrown.getMessage());
    assertTrue(observer.terminated.get());
    // The first process is launched early.
    assertTrue(workers.launched().values().stream().noneMatch(Process::isAlive));
  }

  @Test
  void poolHasNotTerminatedBeforeWhatIsDoneAtItsEnd() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    Runnable last =
        () -> {
          begun.countDown();
          try {
            gate.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    Observer observer = new Observer();
    Engine engine =
        Engine.start(
            options(observer).endingWith(last),
            new ScriptedWorkers(key -> ObserverTest::answerAll));
    engine.shutdownNow();
    begun.await();
    observer.terminated.get();

    assertFalse(engine.awaitTermination(1, TimeUnit.MILLISECONDS));
    assertFalse(engine.isTerminated());
    gate.countDown();
    assertTrue(engine.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertTrue(engine.isTerminated());
  }

  @Test
  void observerIsToldSinceWhenATaskWasQueuedAndForHowLongItCanHaveRun() throws Exception {
    Observer observer = new Observer();
    Engine engine =
        Engine.start(options(observer), new ScriptedWorkers(key -> ObserverTest::answerAll));
    try {
      long before = System.nanoTime();
      submit(engine);
      long after = System.nanoTime();
      Answered answered = observer.answered.get();
      long end = System.nanoTime();

      assertEquals(1, answered.items());
      assertTrue(answered.queuedNanos() >= before && answered.queuedNanos() <= after);
      assertTrue(answered.busyNanos() >= 0 && answered.busyNanos() <= end - before);
    } finally {
      engine.shutdownNow();
      engine.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static void submit(Engine engine) throws Exception {
    SerializableCallable<String> task = () -> "done";
    engine.submit(
        task,
        new FutureOwner<>(new CompletableFuture<>(), "ended"),
        new SubmitOptions(
            new JobOptions(OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty(), 0),
            RetryRule.NONE));
  }
}
