package dev.procession.process;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.Frame;
import dev.procession.protocol.FrameReader;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ProtocolException;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToCoordinatorCodec;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.ItemDecoder;
import dev.procession.protocol.codec.KnownNames;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one worker's stdout and decodes what it says, on a thread of its own with a stack for deep
 * graphs.
 *
 * <p>What it reads comes from a process that may run anything: every frame is checked, and the
 * first that is wrong is the last that is read.
 */
final class WorkerReader implements Runnable {
  /** Who is told what a worker says; on the reader's thread. */
  interface Listener {
    void hello(ToCoordinator.Hello hello);

    void ready();

    void startFailed(Throwable error);

    /**
     * Where the classes of a chunk's results are; null for a chunk that this worker does not have.
     */
    @Nullable TaskClasses classesOf(long chunkId);

    void results(ToCoordinator.Results message, Answers answers);

    void returned(ToCoordinator.Returned message);

    void wanted(ToCoordinator.ResourceWanted message);

    void wanted(ToCoordinator.BroadcastWanted message) throws ProtocolException;

    void retiring(ToCoordinator.Retiring message);

    /** The worker sent what no worker may send. */
    void misbehaved(String what);
  }

  private static final int FRAME_OVERHEAD_BYTES = 1 << 20;

  private final FrameReader frames;
  private final Listener listener;
  private final KnownNames names = new KnownNames();

  /**
   * By the loader's number. Used by the reader thread only. Weak, because decoders remember the
   * classes they loaded.
   */
  private final Map<Integer, WeakReference<ItemDecoder>> decoders = new HashMap<>();

  WorkerReader(InputStream workersStdout, int maxItemBytes, Listener listener) {
    long limit = (long) Math.max(maxItemBytes, Protocol.MAX_FAILURE_BYTES) + FRAME_OVERHEAD_BYTES;
    this.frames = new FrameReader(workersStdout, (int) Math.min(limit, Protocol.MAX_BODY_BYTES));
    this.listener = listener;
  }

  @Override
  public void run() {
    try {
      frames.skipToPreamble();
      readHello();
      for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
        accept(ToCoordinatorCodec.read(frame));
      }
    } catch (ProtocolException e) {
      listener.misbehaved(String.valueOf(e.getMessage()));
    } catch (EOFException e) {
      // Ended in the middle of a frame, as a process that is killed does; its exit says the rest.
    } catch (IOException e) {
      // Closed under the reader, for the same reason.
    } catch (RuntimeException | Error e) {
      // Out of memory or stack, most likely. Nobody would read the rest, so the worker must go.
      listener.misbehaved("Its message could not be taken in by the coordinator: " + e);
    }
  }

  private void readHello() throws IOException {
    Frame first = frames.next();
    if (first == null) {
      return;
    }
    if (!(ToCoordinatorCodec.read(first) instanceof ToCoordinator.Hello hello)) {
      throw new ProtocolException("The worker's first message is not its hello");
    }
    if (hello.protocolVersion() != Protocol.VERSION) {
      throw new ProtocolException(
          "The worker speaks protocol version "
              + hello.protocolVersion()
              + ", the coordinator "
              + Protocol.VERSION
              + ": different versions of Procession are on their class paths");
    }
    listener.hello(hello);
  }

  private void accept(ToCoordinator message) throws ProtocolException {
    if (message instanceof ToCoordinator.Results results) {
      listener.results(results, decode(results));
    } else if (message instanceof ToCoordinator.Names added) {
      names.add(added.firstId(), added.names());
    } else if (message instanceof ToCoordinator.Returned returned) {
      listener.returned(returned);
    } else if (message instanceof ToCoordinator.ResourceWanted wanted) {
      listener.wanted(wanted);
    } else if (message instanceof ToCoordinator.BroadcastWanted wanted) {
      listener.wanted(wanted);
    } else if (message instanceof ToCoordinator.Ready) {
      listener.ready();
    } else if (message instanceof ToCoordinator.Retiring retiring) {
      listener.retiring(retiring);
    } else if (message instanceof ToCoordinator.StartFailed failed) {
      listener.startFailed(decodeFailure(failed));
    } else if (message instanceof ToCoordinator.Hello) {
      throw new ProtocolException("The worker said hello twice");
    } else {
      throw new AssertionError(message);
    }
  }

  private Answers decode(ToCoordinator.Results results) throws ProtocolException {
    TaskClasses classes = listener.classesOf(results.chunkId());
    if (classes == null) {
      throw new ProtocolException(
          "The worker answered chunk " + results.chunkId() + ", which it was not given");
    }
    ItemDecoder decoder = decoder(classes);
    EncodedItems items = results.answers();
    @Nullable Object[] elements = new @Nullable Object[items.count()];
    int firstFailure = decoder.decodeAnswers(items, elements);
    return new Answers(elements, firstFailure, items.sizeBytes());
  }

  private Throwable decodeFailure(ToCoordinator.StartFailed failed) {
    byte[] bytes = failed.failure();
    EncodedItems one = new EncodedItems(bytes, new int[] {bytes.length}, 1, names.size());
    return decoder(TaskClasses.ofTheClassPath()).decodeAnswer(one, 0) instanceof Answer.Threw threw
        ? threw.error()
        : new IllegalStateException("The worker did not say why it could not start");
  }

  private ItemDecoder decoder(TaskClasses classes) {
    WeakReference<ItemDecoder> made = decoders.get(classes.loaderId());
    ItemDecoder decoder = made == null ? null : made.get();
    if (decoder == null) {
      decoder = ItemDecoder.ofResults(names, classes.loader());
      decoders.put(classes.loaderId(), new WeakReference<>(decoder));
    }
    return decoder;
  }
}
