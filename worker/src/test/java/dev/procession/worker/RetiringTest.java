package dev.procession.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.Answer;
import dev.procession.task.SerializableFunction;
import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker that asks to be replaced begins no further item, and loses none. */
@Timeout(30)
class RetiringTest {
  private static final SerializableFunction<Integer, Integer> OVERFLOW_AT_ONE =
      x -> {
        if (x == 1) {
          throw new IllegalStateException(new StackOverflowError("deep" + x));
        }
        return x;
      };

  private final BytePipe workersStdin = new BytePipe();
  private final BytePipe workersStdout = new BytePipe();
  private final RecordingExit exit = new RecordingExit();
  private final ScriptedCoordinator coordinator =
      new ScriptedCoordinator(workersStdin.out, workersStdout.in);

  @BeforeEach
  void launch(@TempDir Path folder) throws Exception {
    Worker worker = new Worker(new Channel(workersStdin.in, workersStdout.out), exit);
    ToCoordinator.Hello hello = new ToCoordinator.Hello(Protocol.VERSION, 42, 17, "17.0.1");
    Thread reader = new Thread(() -> worker.serve(hello), "reader");
    reader.setDaemon(true);
    reader.start();
    coordinator.startUp(folder);
  }

  @AfterEach
  void end() throws Exception {
    coordinator.hangUp();
    exit.await();
  }

  @Test
  void asksBeforeItAnswersTheItemAndBeginsNoOther() throws Exception {
    coordinator.define(1, FunctionKind.FUNCTION, OVERFLOW_AT_ONE);
    coordinator.run(1, 1, 1, 2, 3);

    String reason = nextReason();

    assertTrue(reason.contains("StackOverflowError: deep1; heap "), reason);
    assertInstanceOf(Answer.Threw.class, coordinator.answers(1, 0, 1).get(0));
    assertGivenBack(1, 1);
  }

  @Test
  void givesTheChunkThatWaitsBackUnstarted() throws Exception {
    coordinator.define(1, FunctionKind.FUNCTION, OVERFLOW_AT_ONE);
    coordinator.run(1, 1, 1);
    coordinator.run(2, 1, 2, 3);

    nextReason();
    coordinator.answers(1, 0, 1);

    assertGivenBack(1, 1);
    assertGivenBack(2, 0);
  }

  @Test
  void givesAChunkThatCrossesItsWordBackUnstarted() throws Exception {
    coordinator.define(1, FunctionKind.FUNCTION, OVERFLOW_AT_ONE);
    coordinator.run(1, 1, 1);
    nextReason();
    coordinator.answers(1, 0, 1);

    coordinator.define(2, FunctionKind.FUNCTION, OVERFLOW_AT_ONE);
    coordinator.run(2, 2, 2, 3);

    assertGivenBack(2, 0);
    coordinator.send(new ToWorker.Bye());
    assertEquals("exit 0", exit.await());
  }

  @Test
  void retiresWhenAResultOverflowsTheStack() throws Exception {
    SerializableFunction<Integer, Object> result = x -> new FailsOn(Leg.WRITE, 0);
    coordinator.define(1, FunctionKind.FUNCTION, result);
    coordinator.run(1, 1, 1, 2);

    String reason = nextReason();

    assertTrue(reason.contains("StackOverflowError: while writing"), reason);
    assertInstanceOf(Answer.Unwritable.class, coordinator.answers(1, 0, 1).get(0));
    assertGivenBack(1, 1);
  }

  @Test
  void retiresWhenAResultDoesNotFitIntoTheHeap() throws Exception {
    SerializableFunction<Integer, Object> result = x -> new FailsOn(Leg.WRITE, 1);
    coordinator.define(1, FunctionKind.FUNCTION, result);
    coordinator.run(1, 1, 1, 2);

    String reason = nextReason();

    assertTrue(reason.contains("OutOfMemoryError: while writing"), reason);
    Answer.Threw threw = assertInstanceOf(Answer.Threw.class, coordinator.answers(1, 0, 1).get(0));
    assertInstanceOf(OutOfMemoryError.class, threw.error());
    assertGivenBack(1, 1);
  }

  @Test
  void retiresWhenAnItemOverflowsTheStack() throws Exception {
    SerializableFunction<Object, Integer> any = x -> 1;
    coordinator.define(1, FunctionKind.FUNCTION, any);
    coordinator.run(1, 1, new FailsOn(Leg.READ, 0), 2);

    String reason = nextReason();

    assertTrue(reason.contains("StackOverflowError: while reading"), reason);
    assertInstanceOf(Answer.Unreadable.class, coordinator.answers(1, 0, 1).get(0));
    assertGivenBack(1, 1);
  }

  @Test
  void resultThatCannotTravelIsNoReasonToRetire() throws Exception {
    SerializableFunction<Integer, Object> result = x -> x == 1 ? Thread.currentThread() : x;
    coordinator.define(1, FunctionKind.FUNCTION, result);
    coordinator.run(1, 1, 1, 2);

    List<Answer> answers = coordinator.answers(1, 0, 2);

    assertInstanceOf(Answer.Unwritable.class, answers.get(0));
    assertEquals(new Answer.Value(2), answers.get(1));
  }

  private String nextReason() throws Exception {
    return coordinator.next(ToCoordinator.Retiring.class).reason();
  }

  private void assertGivenBack(long chunkId, int fromPosition) throws Exception {
    coordinator.send(new ToWorker.Revoke(chunkId));

    assertEquals(
        new ToCoordinator.Returned(chunkId, fromPosition),
        coordinator.next(ToCoordinator.Returned.class));
  }

  /** When {@link FailsOn} fails. */
  enum Leg {
    READ,
    WRITE
  }

  /** Meets an error of the VM on its way, as a deep or a large object does. */
  static final class FailsOn implements Externalizable {
    private static final long serialVersionUID = 1L;
    private Leg leg = Leg.READ;
    private int error;

    /** For the one who reads it. */
    public FailsOn() {}

    FailsOn(Leg leg, int error) {
      this.leg = leg;
      this.error = error;
    }

    @Override
    public void writeExternal(ObjectOutput out) {
      if (leg == Leg.WRITE) {
        fail("while writing");
      }
    }

    @Override
    public void readExternal(ObjectInput in) {
      fail("while reading");
    }

    private void fail(String when) {
      if (error == 0) {
        throw new StackOverflowError(when);
      }
      throw new OutOfMemoryError(when);
    }
  }
}
