package dev.procession.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.Engine.EndStep;
import dev.procession.process.host.LocalHost;
import dev.procession.process.job.FutureOwner;
import dev.procession.process.job.MapRequest;
import dev.procession.process.job.ResultQueue;
import dev.procession.process.job.RetryRule;
import dev.procession.process.job.SubmitOptions;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.scheduler.JobOptions;
import dev.procession.scheduler.SchedulerOptions;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SerializableFunction;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All that callers wait for ends when the pool breaks, whichever step of its end fails. */
@Timeout(60)
class BrokenPoolTest {
  private static final int WORKERS = 4;
  private static final long PATIENCE_SECONDS = 30;
  private static final JobOptions OPTIONS =
      new JobOptions(OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty(), 0);

  /** A worker that starts later finds the folder of the broken pool gone. */
  private final CountDownLatch started = new CountDownLatch(WORKERS);

  private volatile boolean answers;

  @ParameterizedTest
  @EnumSource
  void allEndThoughAStepThrows(EndStep step) throws Exception {
    assertAllEnd(EnumSet.of(step));
  }

  @Test
  void allEndThoughEveryStepThrows() throws Exception {
    assertAllEnd(EnumSet.allOf(EndStep.class));
  }

  private void assertAllEnd(Set<EndStep> failing) throws Exception {
    EngineOptions options =
        ScriptedWorkers.options(
            new SchedulerOptions(
                WORKERS,
                TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS),
                TimeUnit.SECONDS.toNanos(1),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalInt.empty()));
    Set<EndStep> taken = ConcurrentHashMap.newKeySet();
    ScriptedWorkers workers = new ScriptedWorkers(key -> this::answerMapsInTheEnd);
    Engine engine =
        Engine.start(
            options,
            LocalHost.opener(options.workers().launch(), workers),
            step -> {
              taken.add(step);
              if (failing.contains(step)) {
                throw new NoClassDefFoundError("of " + step);
              }
            });
    CompletableFuture<String> submitted = submit(engine);
    ResultQueue together = map(engine, ResultQueue.Taking.TOGETHER, Optional.empty());
    CompletableFuture<Void> mapped = new CompletableFuture<>();
    engine.whenReady(together, () -> mapped.complete(null), mapped::isDone);
    ResultQueue oneByOne = map(engine, ResultQueue.Taking.ONE_BY_ONE, Optional.empty());
    CompletableFuture<Void> taker = CompletableFuture.runAsync(() -> takeOne(oneByOne));
    assertTrue(started.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    while (engine.snapshot().pool().heldItems() < 3) {
      Thread.onSpinWait();
    }

    answers = true;
    ResultQueue breaking =
        map(
            engine,
            ResultQueue.Taking.ONE_BY_ONE,
            Optional.of(
                (ended, failed) -> {
                  throw new NoClassDefFoundError("of the loop");
                }));
    CompletableFuture<Void> breakingTaker = CompletableFuture.runAsync(() -> takeOne(breaking));

    for (CompletableFuture<?> each : List.of(submitted, mapped, taker, breakingTaker)) {
      each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    assertTrue(engine.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertTrue(engine.isTerminated());
    assertTrue(engine.poolFailure().isPresent());
    engine.shutdownNow();
    // The last is taken after termination has been told.
    await().until(() -> taken.equals(EnumSet.allOf(EndStep.class)));
    // Those that the step left.
    workers.launched().values().forEach(process -> process.destroy());
  }

  /** Answers no task, and a map only when it is time. */
  private void answerMapsInTheEnd(ScriptedWorker self) throws Exception {
    self.getReady();
    started.countDown();
    Set<Integer> maps = new HashSet<>();
    for (ToWorker next = self.hear(); next != null; next = self.hear()) {
      if (next instanceof ToWorker.Define define && define.kind() == FunctionKind.FUNCTION) {
        maps.add(define.functionId());
      } else if (next instanceof ToWorker.Run run && answers && maps.contains(run.functionId())) {
        ItemEncoder encoder = new ItemEncoder(new NameTable(), ScriptedWorkers.MAX_ITEM_BYTES);
        encoder.add(0);
        self.say(new ToCoordinator.Results(run.chunkId(), 0, 1_000, encoder.take()));
      }
    }
  }

  private static ResultQueue map(
      Engine engine, ResultQueue.Taking taking, Optional<MapRequest.ProgressListener> progress)
      throws Exception {
    SerializableFunction<Integer, Integer> function = x -> x;
    return engine.map(
        new MapRequest(
            function,
            FunctionKind.FUNCTION,
            MapRequest.Source.of(List.of(1)),
            OPTIONS,
            new MapRequest.Delivery(
                ResultQueue.Order.INPUT, taking, OptionalInt.empty(), progress)));
  }

  /** Waits for a result, or for the end. */
  private static void takeOne(ResultQueue results) {
    try {
      results.take();
    } catch (Exception e) {
      // That is an end.
    }
  }

  private static CompletableFuture<String> submit(Engine engine) throws Exception {
    CompletableFuture<String> future = new CompletableFuture<>();
    SerializableCallable<String> task = () -> "done";
    engine.submit(
        task, new FutureOwner<>(future, "ended"), new SubmitOptions(OPTIONS, RetryRule.NONE));
    return future;
  }
}
