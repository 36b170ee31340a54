package dev.procession.process.worker;

import dev.procession.process.shipping.NumberedLoader;
import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.Frame;
import dev.procession.protocol.FrameReader;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ProtocolException;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToCoordinatorCodec;
import dev.procession.protocol.UnreadFrameError;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.Answers;
import dev.procession.protocol.codec.ItemDecoder;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads and decodes one worker's messages from its stdout, on a dedicated thread whose stack is
 * large enough for deep graphs.
 *
 * <p>The input is untrusted: every frame is checked, and reading stops at the first invalid one.
 */
final class WorkerReader implements Runnable {
  /** Receives the worker's messages, on the reader thread. */
  interface Listener {
    /** A message has come, which may be wrong yet; before what is said of it below. */
    void received(ToCoordinator message, long bytes);

    void hello(ToCoordinator.Hello hello);

    void ready();

    void startFailed(Throwable error);

    /**
     * Looks at results before they are decoded.
     *
     * @return where their classes are
     * @throws ProtocolException if this worker has nothing to answer so
     */
    NumberedLoader accept(ToCoordinator.Results message) throws ProtocolException;

    void results(ToCoordinator.Results message, Answers answers) throws ProtocolException;

    void returned(ToCoordinator.Returned message) throws ProtocolException;

    void wanted(ToCoordinator.ResourceWanted message) throws ProtocolException;

    void wanted(ToCoordinator.BroadcastWanted message) throws ProtocolException;

    void shared(ToCoordinator.SharedRequest message);

    void shared(ToCoordinator.SharedWithdrawal message);

    void retiring(ToCoordinator.Retiring message) throws ProtocolException;

    void stackTaken(ToCoordinator.StackTaken message) throws ProtocolException;

    /**
     * The stream has ended, as that of a process that exits does.
     *
     * @param how what there was of it, for people
     */
    void ended(String how);

    /** The worker sent what no worker may send. */
    void misbehaved(String what);

    /** Its messages could not be read for a reason in this process; none will be read any more. */
    void unread(Throwable error);
  }

  private static final int FRAME_OVERHEAD_BYTES = 1 << 20;
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int LOOKS = 5;

  /** Written by the reader thread: the thread that is decoding a result, and since when. */
  private volatile @Nullable Thread decodingThread;

  private volatile long decodingSinceNanos;

  /** How far the worker's start is. */
  private enum Stage {
    STARTING,
    READY,
    FAILED
  }

  private final FrameReader frames;
  private final BiFunction<KnownNames, ClassLoader, ItemDecoder> decoding;
  private final Listener listener;
  private final KnownNames names = new KnownNames();

  /** Used by the reader thread only, like all that follows. */
  private Stage stage = Stage.STARTING;

  /** By the loader's number. Weak, because decoders remember the classes they loaded. */
  private final Map<Integer, WeakReference<ItemDecoder>> decoders = new HashMap<>();

  /**
   * A reader that has read nothing.
   *
   * @param maxItemBytes how long a result may be
   * @param decoding makes a decoder of results
   * @param listener receives the worker's messages
   */
  WorkerReader(
      InputStream workersStdout,
      int maxItemBytes,
      BiFunction<KnownNames, ClassLoader, ItemDecoder> decoding,
      Listener listener) {
    long limit = (long) Math.max(maxItemBytes, Protocol.MAX_FAILURE_BYTES) + FRAME_OVERHEAD_BYTES;
    this.frames = new FrameReader(workersStdout, (int) Math.min(limit, Protocol.MAX_BODY_BYTES));
    this.decoding = decoding;
    this.listener = listener;
  }

  /**
   * Whether decoding a result has made no step for long: it waits for something, such as the end of
   * a static initializer. From any thread; takes half a second then.
   */
  boolean isStuck() {
    Thread thread = decodingThread;
    if (thread == null || System.nanoTime() - decodingSinceNanos < STUCK_NANOS) {
      return false;
    }
    StackTraceElement[] seen = thread.getStackTrace();
    for (int look = 0; look < LOOKS; look++) {
      LockSupport.parkNanos(LOOK_NANOS);
      if (!Arrays.equals(seen, thread.getStackTrace())) {
        return false;
      }
    }
    return decodingThread == thread;
  }

  @Override
  public void run() {
    try {
      frames.skipToPreamble();
      readHello();
      while (readNext()) {}
      listener.ended("The stream ended after a message");
    } catch (ProtocolException e) {
      listener.misbehaved(String.valueOf(e.getMessage()));
    } catch (EOFException e) {
      // In the middle of a frame, as with a process that is killed.
      listener.ended(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      // Closed under the reader, for the same reason.
    } catch (RuntimeException | Error e) {
      // Out of memory or stack, most likely. Nobody would read the rest, so the worker must go.
      listener.unread(e);
    }
  }

  /**
   * Reads one message; returns whether there was one. A method of its own, so that nothing of a
   * message, which may be large, is kept on the stack while the next is waited for.
   */
  private boolean readNext() throws IOException {
    Frame frame;
    try {
      frame = frames.next();
    } catch (UnreadFrameError e) {
      acceptUnread(e);
      return true;
    }
    if (frame == null) {
      return false;
    }
    ToCoordinator message = understood(frame);
    try {
      accept(message);
    } catch (ProtocolException e) {
      throw new ProtocolException(e.getMessage() + ". The message: " + frame.quoted());
    }
    return true;
  }

  /** Results that this process has no memory for are none, which is not the worker's fault. */
  private void acceptUnread(UnreadFrameError error) throws ProtocolException {
    ToCoordinator.Results results =
        ToCoordinatorCodec.readBeginning(error.beginning()).orElseThrow(() -> error);
    listener.received(results, error.beginning().sizeBytes());
    listener.accept(results);
    @Nullable Object[] elements = new @Nullable Object[results.answers().count()];
    Arrays.fill(
        elements,
        new Answer.Undecodable(
            "",
            "",
            "This process ran out of memory while reading it; it needs a larger heap (-Xmx)"));
    listener.results(results, new Answers(elements, 0, results.answers().sizeBytes()));
  }

  private ToCoordinator understood(Frame frame) throws ProtocolException {
    ToCoordinator message = ToCoordinatorCodec.read(frame);
    listener.received(message, frame.sizeBytes());
    return message;
  }

  private void readHello() throws IOException {
    Frame first = frames.next();
    if (first == null) {
      throw new EOFException("The stream ended before the worker said hello");
    }
    if (!(understood(first) instanceof ToCoordinator.Hello hello)) {
      throw new ProtocolException("The worker's first message is not Hello: " + first.quoted());
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
    if (stage == Stage.FAILED && !isAsking(message)) {
      throw new ProtocolException(
          "The worker sent a message other than a request after it had reported that it cannot"
              + " start");
    } else if (message instanceof ToCoordinator.Results results) {
      listener.results(results, decode(results));
    } else if (message instanceof ToCoordinator.Names added) {
      addNames(added);
    } else if (message instanceof ToCoordinator.Returned returned) {
      listener.returned(returned);
    } else if (message instanceof ToCoordinator.ResourceWanted wanted) {
      listener.wanted(wanted);
    } else if (message instanceof ToCoordinator.BroadcastWanted wanted) {
      listener.wanted(wanted);
    } else if (message instanceof ToCoordinator.SharedRequest request) {
      listener.shared(request);
    } else if (message instanceof ToCoordinator.SharedWithdrawal withdrawal) {
      listener.shared(withdrawal);
    } else if (message instanceof ToCoordinator.Ready) {
      endStart(Stage.READY);
      listener.ready();
    } else if (message instanceof ToCoordinator.Retiring retiring) {
      listener.retiring(retiring);
    } else if (message instanceof ToCoordinator.StackTaken taken) {
      listener.stackTaken(taken);
    } else if (message instanceof ToCoordinator.StartFailed failed) {
      endStart(Stage.FAILED);
      listener.startFailed(decodeFailure(failed));
    } else if (message instanceof ToCoordinator.Hello) {
      throw new ProtocolException("The worker said hello twice");
    } else {
      throw new AssertionError(message);
    }
  }

  /**
   * Whether it may come while the worker leaves: users' shutdown hooks and the close methods of
   * their objects need classes and values, as tasks do.
   */
  private static boolean isAsking(ToCoordinator message) {
    return message instanceof ToCoordinator.ResourceWanted
        || message instanceof ToCoordinator.BroadcastWanted
        || message instanceof ToCoordinator.SharedRequest
        || message instanceof ToCoordinator.SharedWithdrawal
        || message instanceof ToCoordinator.Names;
  }

  private void endStart(Stage next) throws ProtocolException {
    if (stage != Stage.STARTING) {
      throw new ProtocolException("The worker reported the outcome of its start twice");
    }
    stage = next;
  }

  private void addNames(ToCoordinator.Names added) throws ProtocolException {
    if (added.names().isEmpty()) {
      throw new ProtocolException("The worker sent an empty name table");
    }
    names.add(added.firstId(), added.names());
  }

  private Answers decode(ToCoordinator.Results results) throws ProtocolException {
    EncodedItems items = results.answers();
    ItemDecoder decoder = decoder(listener.accept(results));
    if (items.namesNeeded() > names.size()) {
      throw new ProtocolException(
          "The worker's answers need %d names, of which %d were sent"
              .formatted(items.namesNeeded(), names.size()));
    }
    decodingSinceNanos = System.nanoTime();
    decodingThread = Thread.currentThread();
    try {
      return decoder.decodeAnswers(items);
    } finally {
      decodingThread = null;
    }
  }

  private Throwable decodeFailure(ToCoordinator.StartFailed failed) {
    byte[] bytes = failed.failure();
    EncodedItems one = new EncodedItems(bytes, new int[] {bytes.length}, 1, names.size());
    return decoder(NumberedLoader.ofTheClassPath()).decodeAnswer(one, 0)
            instanceof Answer.Threw threw
        ? threw.error()
        : new IllegalStateException("The worker gave no reason for its failed start");
  }

  private ItemDecoder decoder(NumberedLoader classes) {
    WeakReference<ItemDecoder> made = decoders.get(classes.loaderId());
    ItemDecoder decoder = made == null ? null : made.get();
    if (decoder == null) {
      decoder = decoding.apply(names, classes.loader());
      decoders.put(classes.loaderId(), new WeakReference<>(decoder));
    }
    return decoder;
  }
}
