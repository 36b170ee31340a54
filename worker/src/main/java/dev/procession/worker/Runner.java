package dev.procession.worker;

import dev.procession.protocol.ProgressPage;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.DecodingException;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.protocol.codec.NameTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Takes one step after the other from the inbox: learns functions, runs the initializer and the
 * chunks, leaves. The only thread of the worker's that runs code of the user's; it has a big stack,
 * because object graphs are decoded and encoded recursively.
 */
final class Runner implements Runnable {
  /** A worker that has nothing to do for so long after its start gets ready for what may come. */
  private static final long IDLE_MILLIS = 50;

  private final Inbox inbox;
  private final Functions functions;
  private final Canceller canceller;
  private final Sending sending;
  private final Leaving leaving;

  /** What the handshake brought; written once by the runner, read by the courier. */
  private volatile @Nullable Settled settled;

  /** All that is needed to send. */
  record Sending(Outgoing outgoing, NameTable names, Courier courier) {}

  private record Settled(
      int workerId, int maxItemBytes, Answers answers, ChunkRunner chunkRunner) {}

  Runner(Inbox inbox, Functions functions, Canceller canceller, Sending sending, Leaving leaving) {
    this.inbox = inbox;
    this.functions = functions;
    this.canceller = canceller;
    this.sending = sending;
    this.leaving = leaving;
  }

  /** Sends the results that wait for the end of their chunk; for the courier. */
  void sendUnsent() {
    Settled present = settled;
    if (present != null) {
      present.answers.sendUnsent();
    }
  }

  /** Sends them if they have waited for long; for the courier. */
  void sendWaiting() {
    Settled present = settled;
    if (present != null) {
      present.answers.sendWaiting();
    }
  }

  @Override
  public void run() {
    try {
      while (carryOut(inbox.take())) {}
    } catch (IOException e) {
      leaving.fail(Exit.START_FAILED, e);
    } catch (Throwable e) {
      // The user's code is guarded elsewhere, so this is a failure of our own.
      leaving.fail(Exit.UNABLE, e);
    }
  }

  /** Whether another step may follow. */
  private boolean carryOut(Step step) throws IOException {
    if (step instanceof Chunk chunk) {
      runChunk(chunk);
    } else if (step instanceof Step.Define define) {
      functions.define(define.function());
    } else if (step instanceof Step.Forget forget) {
      functions.forget(forget.functionId());
    } else if (step instanceof Step.Settle settle) {
      settle(settle.welcome());
    } else if (step instanceof Step.Start start) {
      return start(start.initializerId());
    } else if (step instanceof Step.Leave) {
      leave(0);
      return false;
    } else {
      throw new AssertionError(step);
    }
    return true;
  }

  private void settle(ToWorker.Welcome welcome) throws IOException {
    ItemEncoder encoder = new ItemEncoder(sending.names, welcome.maxItemBytes());
    Answers answers = new Answers(encoder, sending.outgoing);
    ProgressPage page = ProgressPage.map(Path.of(welcome.progressPage()));
    int workerId = welcome.workerId();
    ChunkRunner.Seat seat = new ChunkRunner.Seat(workerId, page);
    Retirement retirement = new Retirement(memoryLimit(welcome), sending.outgoing::send);
    ChunkRunner chunkRunner = new ChunkRunner(seat, functions, answers, canceller, retirement);
    leaving.limitShutdown(welcome.shutdownGraceMillis());
    settled = new Settled(workerId, welcome.maxItemBytes(), answers, chunkRunner);
  }

  private static Optional<MemoryLimit> memoryLimit(ToWorker.Welcome welcome) {
    if (welcome.maxResidentBytes().isEmpty()) {
      return Optional.empty();
    }
    long maxBytes = welcome.maxResidentBytes().getAsLong();
    return Optional.of(new MemoryLimit(maxBytes, ResidentMemory.ofThisProcess(), System::nanoTime));
  }

  private void runChunk(Chunk chunk) {
    Functions.Origin origin = functions.origin(chunk.functionId());
    if (origin == null) {
      throw new IllegalStateException(
          "chunk " + chunk.id() + " needs function " + chunk.functionId() + ", never defined");
    }
    if (chunk.size() > 1) {
      sending.courier.watch();
    }
    settled().chunkRunner.run(chunk, origin);
    sending.courier.rest();
  }

  private boolean start(OptionalInt initializerId) throws IOException {
    if (initializerId.isPresent()) {
      Answer failure = initialize(initializerId.getAsInt());
      if (failure != null) {
        ItemEncoder encoder = new ItemEncoder(sending.names, settled().maxItemBytes);
        encoder.addAnswer(failure);
        sending.outgoing.sendWithAllNames(new ToCoordinator.StartFailed(encoder.take().copyOf(0)));
        leave(Exit.START_FAILED);
        return false;
      }
    }
    sending.outgoing.send(new ToCoordinator.Ready());
    Step first = inbox.takeWithin(IDLE_MILLIS);
    if (first != null) {
      return carryOut(first);
    }
    WarmUp.run();
    return true;
  }

  /** Runs the initializer; returns what went wrong, if anything did. */
  private @Nullable Answer initialize(int functionId) {
    Functions.Origin origin = functions.origin(functionId);
    if (origin == null) {
      throw new IllegalStateException("initializer " + functionId + " was never defined");
    }
    TaskContext.enterInitializer(settled().workerId);
    Thread.currentThread().setContextClassLoader(origin.loader());
    try {
      functions.use(functionId, origin).apply(null);
      return null;
    } catch (DecodingException e) {
      return new Answer.Unreadable(e.className(), e.path(), String.valueOf(e.getMessage()));
    } catch (Throwable e) {
      return new Answer.Threw(e);
    } finally {
      TaskContext.leave();
    }
  }

  private void leave(int code) {
    sending.courier.finish();
    leaving.leave(code);
  }

  private Settled settled() {
    Settled present = settled;
    if (present == null) {
      throw new IllegalStateException("work before Welcome");
    }
    return present;
  }
}
