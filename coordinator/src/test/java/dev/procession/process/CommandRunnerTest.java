package dev.procession.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.process.job.FunctionEncoder;
import dev.procession.process.job.ItemBatch;
import dev.procession.process.job.Job;
import dev.procession.process.job.MapRequest;
import dev.procession.process.job.ResultQueue;
import dev.procession.process.job.SourceJob;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.Launcher;
import dev.procession.process.observe.ListenerNotifier;
import dev.procession.process.observe.PoolLog;
import dev.procession.process.thread.Threads;
import dev.procession.process.worker.WorkerOptions;
import dev.procession.process.worker.WorkerProcesses;
import dev.procession.process.worker.WorkerServices;
import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.Answers;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.scheduler.Command;
import dev.procession.scheduler.Failure;
import dev.procession.scheduler.WorkerKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class CommandRunnerTest {
  private static final int WORKERS = 3;

  private final FunctionEncoder functions = new FunctionEncoder(1000, copied -> {});

  @Test
  void failedAnswersAreCountedForTheWorkerThatGaveThem() throws Exception {
    CommandRunner commands = runner();

    commands.carryOut(answered(0, threw(), threw()));
    commands.carryOut(answered(2, "value", threw()));
    commands.carryOut(answered(0, threw(), "value"));

    assertEquals(List.of(3L, 0L, 1L), commands.failedAnswers());
  }

  private static Answer threw() {
    return new Answer.Threw(new IllegalStateException("expected"));
  }

  private Command answered(int worker, Object... answers) throws Exception {
    int firstFailure = answers[0] instanceof Answer ? 0 : 1;
    ItemEncoder items = functions.newItemEncoder();
    for (int i = 0; i < answers.length; i++) {
      items.add(i);
    }
    EncodedItems encoded = items.take();
    ItemBatch batch = new ItemBatch(job(), 0, encoded, List.of(), 0);
    return new Command.Deliver(
        batch,
        0,
        answers.length,
        new Answers(answers, firstFailure, 1),
        0,
        new WorkerKey(worker, 1));
  }

  private Job job() throws Exception {
    return new SourceJob(
        1,
        functions.define("function", FunctionKind.FUNCTION),
        functions.newItemEncoder(),
        event -> {},
        new MapRequest.Delivery(
            ResultQueue.Order.INPUT,
            ResultQueue.Taking.TOGETHER,
            OptionalInt.empty(),
            Optional.empty()),
        place -> {},
        new LongAdder());
  }

  private static CommandRunner runner() throws Exception {
    WorkerOptions options =
        new WorkerOptions(
            LaunchOptions.defaults(WORKERS),
            1000,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            line -> {});
    PoolLog log =
        new PoolLog(
            Optional.empty(),
            () -> {
              throw new AssertionError("nothing is to be logged");
            });
    WorkerServices surroundings =
        new WorkerServices(
            options, 1, event -> {}, log, Threads.ofThisJvm(), Launcher.ofThisSystem());
    ListenerNotifier announcer =
        new ListenerNotifier(
            List.of(),
            surroundings.callbacks(),
            log,
            () -> {
              throw new AssertionError("nobody listens");
            });
    return new CommandRunner(
        new ConcurrentHashMap<>(),
        new WorkerProcesses(surroundings),
        announcer,
        new CommandRunner.Pool() {
          @Override
          public void fail(Failure.NoWorkers failure) {
            throw new AssertionError(failure.toString());
          }

          @Override
          public void allWait() {
            throw new AssertionError("nobody waits");
          }

          @Override
          public void terminate() {
            throw new AssertionError("nothing ends");
          }
        },
        WORKERS,
        Optional.empty());
  }
}
