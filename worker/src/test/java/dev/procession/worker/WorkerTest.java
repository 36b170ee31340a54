package dev.procession.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.Answer;
import dev.procession.task.SerializableBiFunction;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SerializableFunction;
import dev.procession.task.SerializableRunnable;
import dev.procession.task.WorkerContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker in this process, and its coordinator played by the test. */
@Timeout(30)
class WorkerTest {
  private static final SerializableFunction<Integer, Integer> SQUARE = x -> x * x;

  /** What tasks of the running test wait for. */
  private static volatile CountDownLatch gate = new CountDownLatch(1);

  /** Counted down by tasks of the running test that have begun. */
  private static volatile CountDownLatch begun = new CountDownLatch(1);

  private Path folder;

  private final BytePipe workersStdin = new BytePipe();
  private final BytePipe workersStdout = new BytePipe();
  private final RecordingExit exit = new RecordingExit();
  private final ScriptedCoordinator coordinator =
      new ScriptedCoordinator(workersStdin.out, workersStdout.in);

  @BeforeEach
  void launch(@TempDir Path newFolder) {
    folder = newFolder;
    gate = new CountDownLatch(1);
    begun = new CountDownLatch(1);
    Worker worker = new Worker(new Channel(workersStdin.in, workersStdout.out), exit);
    ToCoordinator.Hello hello = new ToCoordinator.Hello(Protocol.VERSION, 42, 17, "17.0.1");
    Thread reader = new Thread(() -> worker.serve(hello), "reader");
    reader.setDaemon(true);
    reader.start();
  }

  @AfterEach
  void end() throws Exception {
    gate.countDown();
    coordinator.hangUp();
    exit.await();
  }

  @Test
  void saysHelloFirst() throws Exception {
    ToCoordinator.Hello hello = coordinator.startUp(folder);

    assertEquals(42, hello.pid());
  }

  @Test
  void answersEachItemInOrder() throws Exception {
    coordinator.startUp(folder);
    coordinator.define(1, FunctionKind.FUNCTION, SQUARE);
    coordinator.run(1, 1, 1, 2, 3, 4, 5);
    coordinator.run(2, 1, 6);

    assertEquals(List.of(1, 4, 9, 16, 25), coordinator.values(1, 0, 5));
    assertEquals(List.of(36), coordinator.values(2, 0, 1));
  }

  @Test
  void appliesFunctionsOfTwoAndCallsTasks() throws Exception {
    coordinator.startUp(folder);
    SerializableBiFunction<Integer, Integer, Integer> sum = Integer::sum;
    coordinator.define(1, FunctionKind.BI_FUNCTION, sum);
    coordinator.define(2, FunctionKind.CALL, "nothing");
    SerializableCallable<String> callable = () -> "called";
    SerializableRunnable runnable = () -> {};

    coordinator.run(1, 1, new Object[] {1, 2}, new Object[] {3, 4});
    assertEquals(List.of(3, 7), coordinator.values(1, 0, 2));
    coordinator.run(2, 2, callable, runnable);
    assertEquals(Arrays.asList("called", null), coordinator.values(2, 0, 2));
  }

  @Test
  void taskThatThrowsDoesNotDisturbItsNeighbours() throws Exception {
    coordinator.startUp(folder);
    SerializableFunction<Integer, Integer> divide = x -> 12 / x;
    coordinator.define(1, FunctionKind.FUNCTION, divide);
    coordinator.run(1, 1, 4, 0, 3);

    List<Answer> answers = coordinator.answers(1, 0, 3);

    assertEquals(new Answer.Value(3), answers.get(0));
    Answer.Threw threw = assertInstanceOf(Answer.Threw.class, answers.get(1));
    assertTrue(threw.error().toString().contains("/ by zero"), threw.error().toString());
    assertEquals(new Answer.Value(4), answers.get(2));
  }

  @Test
  void errorIsAnAnswerToo() throws Exception {
    coordinator.startUp(folder);
    SerializableFunction<Integer, Integer> fail =
        x -> {
          throw new NoSuchMethodError("missing" + x);
        };
    coordinator.define(1, FunctionKind.FUNCTION, fail);
    coordinator.run(1, 1, 1);

    assertInstanceOf(Answer.Threw.class, coordinator.answers(1, 0, 1).get(0));
  }

  @Test
  void itemThatCannotBeDecodedIsAnsweredAlone() throws Exception {
    coordinator.startUp(folder);
    coordinator.define(1, FunctionKind.FUNCTION, SQUARE);
    byte[] rubbish = {0x7f, 0x7f, 0x7f};
    EncodedItems items = new EncodedItems(rubbish, new int[] {1, 2, 3}, 3, 0);
    coordinator.runEncoded(1, 1, items);
    coordinator.run(2, 1, 5);

    for (Answer answer : coordinator.answers(1, 0, 3)) {
      assertInstanceOf(Answer.Unreadable.class, answer);
    }
    assertEquals(List.of(25), coordinator.values(2, 0, 1));
  }

  @Test
  void functionThatCannotBeDecodedFailsItsItemsOnly() throws Exception {
    coordinator.startUp(folder);
    coordinator.send(new ToWorker.Define(1, FunctionKind.FUNCTION, 0, new byte[] {0x7f}));
    coordinator.define(2, FunctionKind.FUNCTION, SQUARE);
    coordinator.run(1, 1, 1, 2);
    coordinator.run(2, 2, 3);

    for (Answer answer : coordinator.answers(1, 0, 2)) {
      assertInstanceOf(Answer.Unreadable.class, answer);
    }
    assertEquals(List.of(9), coordinator.values(2, 0, 1));
  }

  @Test
  void resultThatCannotBeEncodedIsAnsweredAlone() throws Exception {
    coordinator.startUp(folder);
    SerializableFunction<Integer, Object> oddOnes = x -> x == 2 ? Thread.currentThread() : x;
    coordinator.define(1, FunctionKind.FUNCTION, oddOnes);
    coordinator.run(1, 1, 1, 2, 3);

    List<Answer> answers = coordinator.answers(1, 0, 3);

    assertEquals(new Answer.Value(1), answers.get(0));
    assertInstanceOf(Answer.Unwritable.class, answers.get(1));
    assertEquals(new Answer.Value(3), answers.get(2));
  }

  @Test
  void resultsLeaveWhileTheNextItemBlocks() throws Exception {
    coordinator.startUp(folder);
    coordinator.define(1, FunctionKind.FUNCTION, blockAt(2));
    coordinator.run(1, 1, 0, 1, 2, 3);

    assertEquals(List.of(0, 1), coordinator.values(1, 0, 2));

    gate.countDown();
    assertEquals(List.of(2, 3), coordinator.values(1, 2, 2));
  }

  /** What a task may return that needs a name. */
  record Pair(int left, String right) {}

  @Test
  void resultsOfAnyClassArriveAfterItsName() throws Exception {
    coordinator.startUp(folder);
    SerializableFunction<Integer, Pair> pair = x -> new Pair(x, "right");
    coordinator.define(1, FunctionKind.FUNCTION, pair);
    coordinator.run(1, 1, 1);
    coordinator.run(2, 1, 2);

    assertEquals(List.of(new Pair(1, "right")), coordinator.values(1, 0, 1));
    assertEquals(List.of(new Pair(2, "right")), coordinator.values(2, 0, 1));
  }

  @Test
  void largeResultsLeaveAtOnce() throws Exception {
    coordinator.startUp(folder);
    SerializableFunction<Integer, byte[]> large = byte[]::new;
    coordinator.define(1, FunctionKind.FUNCTION, large);
    coordinator.run(1, 1, 100_000, 100_000, 10);

    assertEquals(1, coordinator.next(ToCoordinator.Results.class).answers().count());
    assertEquals(1, coordinator.next(ToCoordinator.Results.class).answers().count());
    assertEquals(1, coordinator.next(ToCoordinator.Results.class).answers().count());
  }

  @Test
  void waitingChunkIsReturnedWhileAnotherRuns() throws Exception {
    coordinator.startUp(folder);
    coordinator.define(1, FunctionKind.FUNCTION, blockAt(0));
    coordinator.run(1, 1, 0);
    coordinator.run(2, 1, 1, 2);
    coordinator.send(new ToWorker.Revoke(2));

    assertEquals(new ToCoordinator.Returned(2, 0), coordinator.next(ToCoordinator.Returned.class));

    gate.countDown();
    coordinator.run(3, 1, 3);
    assertEquals(List.of(0), coordinator.values(1, 0, 1));
    assertEquals(List.of(3), coordinator.values(3, 0, 1));
  }

  @Test
  void restOfTheRunningChunkIsReturnedAtOnce() throws Exception {
    coordinator.startUp(folder);
    coordinator.define(1, FunctionKind.FUNCTION, blockAt(1));
    coordinator.run(1, 1, 0, 1, 2, 3);
    begun.await();
    coordinator.send(new ToWorker.Revoke(1));

    assertEquals(List.of(0), coordinator.values(1, 0, 1));
    assertEquals(new ToCoordinator.Returned(1, 2), coordinator.next(ToCoordinator.Returned.class));

    gate.countDown();
    coordinator.run(2, 1, 7);
    assertEquals(List.of(1), coordinator.values(1, 1, 1));
    assertEquals(List.of(7), coordinator.values(2, 0, 1));
  }

  @Test
  void revocationThatComesTooLateReturnsNothing() throws Exception {
    coordinator.startUp(folder);
    coordinator.define(1, FunctionKind.FUNCTION, SQUARE);
    coordinator.run(1, 1, 1, 2);
    coordinator.values(1, 0, 2);

    coordinator.send(new ToWorker.Revoke(1));

    assertEquals(new ToCoordinator.Returned(1, 2), coordinator.next(ToCoordinator.Returned.class));
  }

  @Test
  void revokingAChunkThatNeverWasBreaksTheProtocol() throws Exception {
    coordinator.startUp(folder);
    coordinator.send(new ToWorker.Revoke(1_000));

    assertTrue(exit.await().startsWith("fail 71: "), exit.await());
  }

  @Test
  void skippedItemsKeepTheirPlace() throws Exception {
    coordinator.startUp(folder);
    coordinator.define(1, FunctionKind.FUNCTION, blockAt(0));
    coordinator.define(2, FunctionKind.FUNCTION, SQUARE);
    coordinator.run(1, 1, 0);
    coordinator.run(2, 2, 5, 6, 7);
    coordinator.send(new ToWorker.Cancel(2, 1));
    // Its answer proves that what was sent before it has been read.
    coordinator.run(3, 2, 1);
    coordinator.send(new ToWorker.Revoke(3));
    coordinator.next(ToCoordinator.Returned.class);
    gate.countDown();

    coordinator.values(1, 0, 1);
    assertEquals(
        List.of(new Answer.Value(25), new Answer.Skipped(), new Answer.Value(49)),
        coordinator.answers(2, 0, 3));
  }

  @Test
  void cancelledItemIsInterruptedAndTheNextIsNot() throws Exception {
    coordinator.startUp(folder);
    SerializableFunction<Integer, String> waitIfZero =
        x -> {
          if (x != 0) {
            return "interrupted: " + Thread.currentThread().isInterrupted();
          }
          begun.countDown();
          try {
            gate.await();
            return "not interrupted";
          } catch (InterruptedException e) {
            // As a task that insists would.
            Thread.currentThread().interrupt();
            return "cancelled: " + WorkerContext.current().isCancelled();
          }
        };
    coordinator.define(1, FunctionKind.FUNCTION, waitIfZero);
    coordinator.run(1, 1, 0, 1);
    begun.await();
    coordinator.send(new ToWorker.Cancel(1, 0));

    assertEquals(List.of("cancelled: true", "interrupted: false"), coordinator.values(1, 0, 2));
  }

  @Test
  void stackOfARunningItemIsReportedBeforeItsAnswer() throws Exception {
    coordinator.startUp(folder);
    coordinator.define(1, FunctionKind.FUNCTION, blockAt(0));
    coordinator.run(1, 1, 0, 1);
    begun.await();

    coordinator.send(new ToWorker.StackWanted(1, 1));
    coordinator.send(new ToWorker.StackWanted(1, 0));
    ToCoordinator.StackTaken taken = coordinator.next(ToCoordinator.StackTaken.class);
    gate.countDown();

    assertEquals(0, taken.position());
    List<String> frames = taken.frames().stream().map(StackTraceElement::toString).toList();
    assertTrue(frames.toString().contains("CountDownLatch.await"), frames.toString());
    String outermost = frames.get(frames.size() - 1);
    assertTrue(outermost.contains("WorkerTest.lambda$blockAt$"), outermost);
    assertEquals(2, coordinator.values(1, 0, 2).size());
  }

  @Test
  void stackOfWhatDoesNotRunIsNotReported() throws Exception {
    coordinator.startUp(folder);
    coordinator.define(1, FunctionKind.FUNCTION, SQUARE);
    coordinator.run(1, 1, 3);
    coordinator.values(1, 0, 1);

    coordinator.send(new ToWorker.StackWanted(1, 0));
    coordinator.send(new ToWorker.StackWanted(7, 0));
    coordinator.run(2, 1, 4);

    assertEquals(List.of(16), coordinator.values(2, 0, 1));
  }

  @Test
  void interruptsNeverReachTheItemAfter() throws Exception {
    coordinator.startUp(folder);
    SerializableFunction<Integer, Boolean> look =
        x -> {
          boolean before = Thread.currentThread().isInterrupted();
          Thread.onSpinWait();
          boolean interrupted = before || Thread.currentThread().isInterrupted();
          // In this order: an item may be cancelled, and then interrupted, at any moment.
          return interrupted && !WorkerContext.current().isCancelled();
        };
    coordinator.define(1, FunctionKind.FUNCTION, look);
    Integer[] items = new Integer[100];
    Arrays.fill(items, 0);

    for (int chunk = 1; chunk <= 200; chunk++) {
      coordinator.run(chunk, 1, (Object[]) items);
      for (int position = chunk % 2; position < items.length; position += 2) {
        coordinator.send(new ToWorker.Cancel(chunk, position));
      }
      for (Answer answer : coordinator.answers(chunk, 0, items.length)) {
        assertNotEquals(new Answer.Value(true), answer);
      }
    }
  }

  @Test
  void taskSeesItsContext() throws Exception {
    coordinator.startUp(folder);
    SerializableFunction<Integer, String> describe =
        x -> {
          WorkerContext context = WorkerContext.current();
          return context.workerId()
              + "/"
              + context.taskIndex()
              + "/"
              + context.attempt()
              + "/"
              + context.isCancelled();
        };
    coordinator.define(1, FunctionKind.FUNCTION, describe);
    coordinator.run(7, 1, 0, 0);

    assertEquals(List.of("3/700/1/false", "3/701/1/false"), coordinator.values(7, 0, 2));
  }

  @Test
  void forgottenFunctionNumberCanBeUsedAgain() throws Exception {
    coordinator.startUp(folder);
    coordinator.define(1, FunctionKind.FUNCTION, SQUARE);
    coordinator.run(1, 1, 3);
    coordinator.send(new ToWorker.Forget(1));
    SerializableFunction<Integer, Integer> negate = x -> -x;
    coordinator.define(1, FunctionKind.FUNCTION, negate);
    coordinator.run(2, 1, 3);

    assertEquals(List.of(9), coordinator.values(1, 0, 1));
    assertEquals(List.of(-3), coordinator.values(2, 0, 1));
  }

  @Test
  void initializerRunsBeforeReady() throws Exception {
    coordinator.welcome(folder);
    SerializableRunnable initializer = () -> begun.countDown();
    coordinator.define(9, FunctionKind.INITIALIZER, initializer);
    coordinator.send(new ToWorker.Start(OptionalInt.of(9)));
    coordinator.next(ToCoordinator.Ready.class);

    assertEquals(0, begun.getCount());
  }

  @Test
  void failingInitializerIsReportedBeforeTheWorkerLeaves() throws Exception {
    coordinator.welcome(folder);
    SerializableRunnable initializer =
        () -> {
          throw new IllegalStateException("no licence");
        };
    coordinator.define(9, FunctionKind.INITIALIZER, initializer);
    coordinator.send(new ToWorker.Start(OptionalInt.of(9)));

    byte[] failure = coordinator.next(ToCoordinator.StartFailed.class).failure();

    Answer.Threw threw = assertInstanceOf(Answer.Threw.class, coordinator.answer(failure));
    assertTrue(threw.error().toString().contains("no licence"), threw.error().toString());
    assertEquals("exit 74", exit.await());
  }

  @Test
  void endOfInputHaltsWhileATaskBlocks() throws Exception {
    coordinator.startUp(folder);
    coordinator.define(1, FunctionKind.FUNCTION, blockAt(0));
    coordinator.run(1, 1, 0);
    begun.await();

    coordinator.hangUp();

    assertEquals("halt 70", exit.await());
    assertFalse(Files.exists(folder.resolve("page")));
  }

  @Test
  void byeLetsItFinishWhatItHas() throws Exception {
    coordinator.startUp(folder);
    coordinator.define(1, FunctionKind.FUNCTION, blockAt(0));
    coordinator.run(1, 1, 0, 1);
    coordinator.run(2, 1, 2);
    coordinator.send(new ToWorker.Bye());
    begun.await();
    assertFalse(exit.isAsked());
    gate.countDown();

    assertEquals(List.of(0, 1), coordinator.values(1, 0, 2));
    assertEquals(List.of(2), coordinator.values(2, 0, 1));
    assertEquals("exit 0", exit.await());
  }

  @Test
  void exitThatNobodyAskedForGetsTheReaderOutOfItsRead() throws Exception {
    coordinator.limitShutdown(0);
    coordinator.startUp(folder);
    CompletableFuture<Void> exiting = CompletableFuture.runAsync(exit.shutdown());

    ToCoordinator.ResourceWanted wanted = coordinator.next(ToCoordinator.ResourceWanted.class);
    coordinator.send(new ToWorker.NoResource(wanted.requestId(), ""));

    exiting.get(10, TimeUnit.SECONDS);
    // It reads as before, only without blocking.
    coordinator.define(1, FunctionKind.FUNCTION, SQUARE);
    coordinator.run(1, 1, 3);
    assertEquals(List.of(9), coordinator.values(1, 0, 1));
  }

  @Test
  void exitThatTheCoordinatorAskedForAsksForNothing() throws Exception {
    coordinator.limitShutdown(0);
    coordinator.startUp(folder);
    coordinator.send(new ToWorker.Bye());
    assertEquals("exit 0", exit.await());

    CompletableFuture.runAsync(exit.shutdown()).get(10, TimeUnit.SECONDS);

    assertEquals(0, workersStdout.in.available());
  }

  @Test
  void rubbishEndsTheWorker() throws Exception {
    coordinator.startUp(folder);
    workersStdin.out.write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    assertTrue(exit.await().startsWith("fail 71: "), exit.await());
  }

  @Test
  void coordinatorOfAnotherVersionIsRefused() throws Exception {
    coordinator.send(
        new ToWorker.Welcome(Protocol.VERSION + 1, 0, 1, 1000, "page", OptionalLong.empty(), 0));

    assertTrue(exit.await().startsWith("fail 71: "), exit.await());
  }

  /** The identity, which waits for the gate at one item. */
  private static SerializableFunction<Integer, Integer> blockAt(int item) {
    return x -> {
      if (x == item) {
        begun.countDown();
        gate.await();
      }
      return x;
    };
  }
}
