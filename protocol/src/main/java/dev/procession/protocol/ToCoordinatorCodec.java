package dev.procession.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The encoding of {@link ToCoordinator}; the mirror of {@link ToWorkerCodec}. */
public final class ToCoordinatorCodec {
  private static final byte HELLO = 65;
  private static final byte READY = 66;
  private static final byte START_FAILED = 67;
  private static final byte NAMES = 68;
  private static final byte RESULTS = 69;
  private static final byte RETURNED = 70;
  private static final byte RESOURCE_WANTED = 71;
  private static final byte RETIRING = 72;
  private static final byte BROADCAST_WANTED = 73;
  private static final byte SHARED_REQUEST = 74;
  private static final byte SHARED_WITHDRAWAL = 75;
  private static final byte STACK_TAKEN = 76;

  /** The line number of a native method in a {@link StackTraceElement}, which is the lowest. */
  private static final int NATIVE_METHOD = -2;

  private ToCoordinatorCodec() {}

  /**
   * Writes one frame, in one call of the stream or, with many bytes of answers, in two. The caller
   * synchronizes threads and flushes.
   *
   * @param message the message
   * @param out the stream
   * @throws IOException as the stream, or a {@link ProtocolException} if the message is too long
   */
  public static void write(ToCoordinator message, OutputStream out) throws IOException {
    if (message instanceof ToCoordinator.Results m) {
      frame(m, RESULTS)
          .number(m.chunkId())
          .number(m.firstPosition())
          .number(m.busyNanos())
          .send(m.answers(), out);
    } else {
      whole(message).send(out);
    }
  }

  private static WireOutput whole(ToCoordinator message) {
    if (message instanceof ToCoordinator.Returned m) {
      return frame(m, RETURNED).number(m.chunkId()).number(m.fromPosition());
    } else if (message instanceof ToCoordinator.Names m) {
      return frame(m, NAMES).number(m.firstId()).names(m.names());
    } else if (message instanceof ToCoordinator.ResourceWanted m) {
      return frame(m, RESOURCE_WANTED).number(m.requestId()).number(m.loaderId()).text(m.name());
    } else if (message instanceof ToCoordinator.Hello m) {
      return frame(m, HELLO)
          .number(m.protocolVersion())
          .number(m.pid())
          .number(m.javaFeature())
          .text(m.javaVersion());
    } else if (message instanceof ToCoordinator.Ready m) {
      return frame(m, READY);
    } else if (message instanceof ToCoordinator.StartFailed m) {
      return frame(m, START_FAILED).bytes(m.failure());
    } else if (message instanceof ToCoordinator.BroadcastWanted m) {
      return frame(m, BROADCAST_WANTED).number(m.broadcastId());
    } else if (message instanceof ToCoordinator.SharedRequest m) {
      WireOutput out =
          frame(m, SHARED_REQUEST)
              .number(m.requestId())
              .number(m.chunkId())
              .number(m.position())
              .int64(m.taskIndex())
              .number(m.thread())
              .number(m.objectId())
              .text(m.place(), Protocol.MAX_PLACE_CHARS);
      return SharedWire.write(m.operation(), out);
    } else if (message instanceof ToCoordinator.SharedWithdrawal m) {
      return frame(m, SHARED_WITHDRAWAL).number(m.requestId());
    } else if (message instanceof ToCoordinator.StackTaken m) {
      return frames(m.frames(), frame(m, STACK_TAKEN).number(m.chunkId()).number(m.position()));
    } else if (message instanceof ToCoordinator.Retiring m) {
      return frame(m, RETIRING).text(m.reason(), Protocol.MAX_REASON_CHARS);
    }
    throw new AssertionError(message);
  }

  private static WireOutput frames(List<StackTraceElement> frames, WireOutput out) {
    out.number(frames.size());
    for (StackTraceElement frame : frames) {
      out.text(Objects.requireNonNullElse(frame.getModuleName(), ""), Protocol.MAX_FRAME_CHARS)
          .text(frame.getClassName(), Protocol.MAX_FRAME_CHARS)
          .text(frame.getMethodName(), Protocol.MAX_FRAME_CHARS)
          .text(Objects.requireNonNullElse(frame.getFileName(), ""), Protocol.MAX_FRAME_CHARS)
          .number(Math.max(0, frame.getLineNumber() - NATIVE_METHOD));
    }
    return out;
  }

  private static WireOutput frame(ToCoordinator message, byte type) {
    return new WireOutput(message.getClass().getSimpleName(), type);
  }

  /**
   * Decodes one frame. The answers of {@code Results} share the frame's array.
   *
   * @param frame a frame from {@link FrameReader#next}
   * @return the message
   * @throws ProtocolException when it is not exactly one message
   */
  public static ToCoordinator read(Frame frame) throws ProtocolException {
    return switch (frame.type()) {
      case RESULTS -> results(new WireInput("Results", frame));
      case RETURNED -> returned(new WireInput("Returned", frame));
      case NAMES -> names(new WireInput("Names", frame));
      case RESOURCE_WANTED -> resourceWanted(new WireInput("ResourceWanted", frame));
      case HELLO -> hello(new WireInput("Hello", frame));
      case READY -> {
        new WireInput("Ready", frame).end();
        yield new ToCoordinator.Ready();
      }
      case START_FAILED -> startFailed(new WireInput("StartFailed", frame));
      case STACK_TAKEN -> stackTaken(new WireInput("StackTaken", frame));
      case RETIRING -> retiring(new WireInput("Retiring", frame));
      case SHARED_REQUEST -> sharedRequest(new WireInput("SharedRequest", frame));
      case SHARED_WITHDRAWAL -> sharedWithdrawal(new WireInput("SharedWithdrawal", frame));
      case BROADCAST_WANTED -> broadcastWanted(new WireInput("BroadcastWanted", frame));
      default ->
          throw new WireInput("message from a worker", frame)
              .bad("unknown type " + (frame.type() & 0xff));
    };
  }

  /**
   * Decodes the beginning of a frame for which there was no memory.
   *
   * @param beginning from {@link UnreadFrameError#beginning}
   * @return {@code Results} whose answers have no content; empty if it is another message
   * @throws ProtocolException when it is not the beginning of a message
   */
  public static Optional<ToCoordinator.Results> readBeginning(Frame beginning)
      throws ProtocolException {
    if (beginning.type() != RESULTS) {
      return Optional.empty();
    }
    WireInput in = new WireInput("Results", beginning);
    return Optional.of(
        new ToCoordinator.Results(
            in.number("the chunk", Protocol.MAX_CHUNK_ID),
            in.count("the first position", Protocol.MAX_CHUNK_ITEMS),
            in.number("the time spent", Long.MAX_VALUE),
            in.itemsWithoutContent()));
  }

  private static ToCoordinator results(WireInput in) throws ProtocolException {
    return new ToCoordinator.Results(
        in.number("the chunk", Protocol.MAX_CHUNK_ID),
        in.count("the first position", Protocol.MAX_CHUNK_ITEMS),
        in.number("the time spent", Long.MAX_VALUE),
        in.items());
  }

  private static ToCoordinator returned(WireInput in) throws ProtocolException {
    long chunkId = in.number("the chunk", Protocol.MAX_CHUNK_ID);
    int fromPosition = in.count("the position", Protocol.MAX_CHUNK_ITEMS);
    in.end();
    return new ToCoordinator.Returned(chunkId, fromPosition);
  }

  private static ToCoordinator names(WireInput in) throws ProtocolException {
    ToCoordinator message =
        new ToCoordinator.Names(in.count("the first name", Protocol.MAX_NAMES), in.names());
    in.end();
    return message;
  }

  private static ToCoordinator resourceWanted(WireInput in) throws ProtocolException {
    int requestId = in.count("the request", Integer.MAX_VALUE);
    int loaderId = in.count("the class loader", Integer.MAX_VALUE);
    String name = in.text("the resource's name", ResourceNames.MAX_CHARS);
    in.end();
    return new ToCoordinator.ResourceWanted(requestId, loaderId, name);
  }

  private static ToCoordinator hello(WireInput in) throws ProtocolException {
    ToCoordinator message =
        new ToCoordinator.Hello(
            in.count("the protocol version", Integer.MAX_VALUE),
            in.number("the pid", Long.MAX_VALUE),
            in.count("the JDK's feature version", Integer.MAX_VALUE),
            in.text("the JDK's version", Protocol.MAX_TEXT_CHARS));
    in.end();
    return message;
  }

  private static ToCoordinator startFailed(WireInput in) throws ProtocolException {
    byte[] failure = in.bytes("the failure");
    in.end();
    return new ToCoordinator.StartFailed(failure);
  }

  private static ToCoordinator broadcastWanted(WireInput in) throws ProtocolException {
    long broadcastId = in.number("the broadcast", Long.MAX_VALUE);
    in.end();
    return new ToCoordinator.BroadcastWanted(broadcastId);
  }

  private static ToCoordinator sharedRequest(WireInput in) throws ProtocolException {
    ToCoordinator message =
        new ToCoordinator.SharedRequest(
            in.number("the request", Long.MAX_VALUE),
            in.number("the chunk", Protocol.MAX_CHUNK_ID),
            in.count("the position", Protocol.MAX_CHUNK_ITEMS),
            in.int64("the task"),
            in.number("the thread", Long.MAX_VALUE),
            in.number("the object", Long.MAX_VALUE),
            in.text("the place", Protocol.MAX_PLACE_CHARS),
            SharedWire.operation(in));
    in.end();
    return message;
  }

  private static ToCoordinator sharedWithdrawal(WireInput in) throws ProtocolException {
    long requestId = in.number("the request", Long.MAX_VALUE);
    in.end();
    return new ToCoordinator.SharedWithdrawal(requestId);
  }

  private static ToCoordinator stackTaken(WireInput in) throws ProtocolException {
    long chunkId = in.number("the chunk", Protocol.MAX_CHUNK_ID);
    int position = in.count("the position", Protocol.MAX_CHUNK_ITEMS);
    int count = in.count("the number of frames", Protocol.MAX_STACK_FRAMES);
    List<StackTraceElement> frames = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String module = in.text("a module", Protocol.MAX_FRAME_CHARS);
      String className = in.text("a class", Protocol.MAX_FRAME_CHARS);
      String method = in.text("a method", Protocol.MAX_FRAME_CHARS);
      String file = in.text("a source file", Protocol.MAX_FRAME_CHARS);
      int line = in.count("a line", Integer.MAX_VALUE) + NATIVE_METHOD;
      frames.add(
          new StackTraceElement(
              null,
              module.isEmpty() ? null : module,
              null,
              className,
              method,
              file.isEmpty() ? null : file,
              line));
    }
    in.end();
    return new ToCoordinator.StackTaken(chunkId, position, frames);
  }

  private static ToCoordinator retiring(WireInput in) throws ProtocolException {
    String reason = in.text("the reason", Protocol.MAX_REASON_CHARS);
    in.end();
    return new ToCoordinator.Retiring(reason);
  }
}
