package dev.procession.worker;

import dev.procession.protocol.NameTable;
import dev.procession.protocol.ProgressPage;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.DecodingException;
import dev.procession.protocol.codec.DeepCoding;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.protocol.shared.PerWorkerReference;
import dev.procession.protocol.shared.SharedClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps from the inbox one by one: defines functions, runs the initializer and the
 * chunks, and ends the process. The only thread of the worker that runs user code, but for what
 * {@link DeepCoding} does again on a deeper stack.
 */
final class Runner implements Runnable {
  /** A worker that is idle for this long after its start warms up. */
  private static final long IDLE_MILLIS = 50;

  private final Inbox inbox;
  private final Functions functions;
  private final Interrupter canceller;
  private final Outgoing outgoing;
  private final NameTable names;
  private final BackgroundSender courier;
  private final Shutdown leaving;
  private final SharedRequests sharedRequests;
  private final SharedClient shared;

  /** The state that depends on the handshake; written once by the runner, read by the courier. */
  private volatile @Nullable Prepared prepared;

  private record Prepared(
      int workerId,
      int maxItemBytes,
      AnswerBuffer answers,
      ChunkRunner chunkRunner,
      LimitedClosing closing) {}

  Runner(
      Inbox inbox,
      Functions functions,
      Interrupter canceller,
      Outgoing outgoing,
      NameTable names,
      BackgroundSender courier,
      Shutdown leaving,
      SharedRequests sharedRequests,
      SharedClient shared) {
    this.sharedRequests = sharedRequests;
    this.shared = shared;
    this.inbox = inbox;
    this.functions = functions;
    this.canceller = canceller;
    this.outgoing = outgoing;
    this.names = names;
    this.courier = courier;
    this.leaving = leaving;
  }

  /** Sends the results that wait for the end of the chunk; for the courier. */
  void sendUnsent() {
    Prepared present = prepared;
    if (present != null) {
      present.answers.sendUnsent();
    }
  }

  /** Sends them if they have waited long enough; for the courier. */
  void sendWaiting() {
    Prepared present = prepared;
    if (present != null) {
      present.answers.sendWaiting();
    }
  }

  @Override
  public void run() {
    try {
      while (carryOut(inbox.take())) {}
    } catch (IOException e) {
      leaving.fail(ProcessExit.START_FAILED, e);
    } catch (Throwable e) {
      // Failures of user code are handled elsewhere, so this is an internal error.
      leaving.fail(ProcessExit.UNABLE, e);
    }
  }

  /** Returns whether another step may follow. */
  private boolean carryOut(Step step) throws IOException {
    if (step instanceof Chunk chunk) {
      runChunk(chunk);
    } else if (step instanceof Step.Define define) {
      functions.define(define.function());
    } else if (step instanceof Step.Forget forget) {
      functions.forget(forget.functionId());
    } else if (step instanceof Step.CloseUnused) {
      PerWorkerReference.closeUnused(prepared().closing);
    } else if (step instanceof Step.Prepare prepare) {
      prepare(prepare.welcome());
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

  private void prepare(ToWorker.Welcome welcome) throws IOException {
    ItemEncoder encoder = new ItemEncoder(names, welcome.maxItemBytes());
    AnswerBuffer answers = new AnswerBuffer(encoder, outgoing);
    ProgressPage page = ProgressPage.map(Path.of(welcome.progressPage()));
    HeapReport.startIfWanted(page);
    int workerId = welcome.workerId();
    Retirement retirement = new Retirement(memoryLimit(welcome), outgoing::send);
    ChunkRunner chunkRunner =
        new ChunkRunner(
            workerId,
            page,
            functions,
            answers,
            canceller,
            retirement,
            new ItemPace(courier::ticks),
            sharedRequests,
            shared);
    sharedRequests.limit(welcome.maxItemBytes());
    leaving.limitShutdown(welcome.shutdownGraceMillis());
    prepared =
        new Prepared(
            workerId,
            welcome.maxItemBytes(),
            answers,
            chunkRunner,
            new LimitedClosing(welcome.shutdownGraceMillis(), leaving));
  }

  private static Optional<MemoryLimit> memoryLimit(ToWorker.Welcome welcome) {
    if (welcome.maxResidentBytes().isEmpty()) {
      return Optional.empty();
    }
    long maxBytes = welcome.maxResidentBytes().getAsLong();
    return Optional.of(new MemoryLimit(maxBytes, ResidentMemory.ofThisProcess(), System::nanoTime));
  }

  private void runChunk(Chunk chunk) {
    Functions.FunctionSource source = functions.source(chunk.functionId());
    if (source == null) {
      throw new IllegalStateException(
          "chunk " + chunk.id() + " needs function " + chunk.functionId() + ", never defined");
    }
    if (chunk.size() > 1) {
      courier.watch();
    }
    prepared().chunkRunner.run(chunk, source);
    courier.rest();
  }

  private boolean start(OptionalInt initializerId) throws IOException {
    if (initializerId.isPresent()) {
      Answer failure = initialize(initializerId.getAsInt());
      if (failure != null) {
        ItemEncoder encoder = new ItemEncoder(names, prepared().maxItemBytes);
        encoder.addAnswer(failure);
        outgoing.sendWithAllNames(new ToCoordinator.StartFailed(encoder.take().copyOf(0)));
        leave(ProcessExit.START_FAILED);
        return false;
      }
    }
    // First, so that whoever asks after Ready does not do so in the initializer's name.
    sharedRequests.initialized();
    outgoing.send(new ToCoordinator.Ready());
    Step first = inbox.takeWithin(IDLE_MILLIS);
    if (first != null) {
      return carryOut(first);
    }
    WarmUp.run();
    return true;
  }

  /** Runs the initializer; returns its failure, if any. */
  private @Nullable Answer initialize(int functionId) {
    Functions.FunctionSource source = functions.source(functionId);
    if (source == null) {
      throw new IllegalStateException("initializer " + functionId + " was never defined");
    }
    TaskContext.enterInitializer(prepared().workerId);
    Thread.currentThread().setContextClassLoader(source.loader());
    try {
      functions.use(functionId, source).apply(null);
      return null;
    } catch (DecodingException e) {
      return new Answer.Unreadable(e.className(), e.path(), String.valueOf(e.getMessage()));
    } catch (Throwable e) {
      return new Answer.Threw(e);
    } finally {
      TaskContext.leave();
      shared.taskEnded();
    }
  }

  private void leave(int code) {
    PerWorkerReference.closeAll(prepared().closing);
    courier.finish();
    leaving.leave(code);
  }

  private Prepared prepared() {
    Prepared present = prepared;
    if (present == null) {
      throw new IllegalStateException("work before Welcome");
    }
    return present;
  }
}
