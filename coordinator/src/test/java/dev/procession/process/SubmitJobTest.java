package dev.procession.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.protocol.codec.NameTable;
import dev.procession.scheduler.SchedulerOptions;
import dev.procession.task.SerializableCallable;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(SubmitJobTest.PATIENCE_SECONDS)
class SubmitJobTest {
  static final long PATIENCE_SECONDS = 20;
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

  private static void submit(Engine engine, CountDownLatch ended) throws Exception {
    SerializableCallable<String> task = () -> "done";
    engine.submit(
        task,
        new TaskOwner() {
          @Override
          public void ended(Segment end) {
            ended.countDown();
          }

          @Override
          public boolean endsItself(Runnable ending) {
            return false;
          }

          @Override
          public Runnable handedBack() {
            return () -> {};
          }
        });
  }

  private static EngineOptions withOneWorker() {
    return ScriptedWorkers.options(
        new SchedulerOptions(
            1,
            TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS),
            TimeUnit.SECONDS.toNanos(1),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalInt.empty()));
  }
}
