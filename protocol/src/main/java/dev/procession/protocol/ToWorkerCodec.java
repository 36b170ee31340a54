package dev.procession.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The encoding of {@link ToWorker}; the mirror of {@link ToCoordinatorCodec}. */
public final class ToWorkerCodec {
  private static final byte WELCOME = 1;
  private static final byte NAMES = 2;
  private static final byte DEFINE = 3;
  private static final byte FORGET = 4;
  private static final byte START = 5;
  private static final byte RUN = 6;
  private static final byte REVOKE = 7;
  private static final byte CANCEL = 8;
  private static final byte RESOURCE = 9;
  private static final byte BYE = 10;
  private static final byte BROADCAST = 11;
  private static final byte BROADCAST_CLOSED = 12;
  private static final byte NO_RESOURCE = 13;
  private static final byte DEFINED_ELSEWHERE = 14;
  private static final byte SHARED_ANSWER = 15;
  private static final byte STACK_WANTED = 16;
  private static final byte OBJECT_CLOSED = 17;

  private static final FunctionKind[] KINDS = FunctionKind.values();

  private ToWorkerCodec() {}

  /**
   * Writes one frame, in one call of the stream or, with many bytes of items, in two. The caller
   * synchronizes threads and flushes.
   *
   * @param message the message
   * @param out the stream
   * @throws IOException as the stream, or a {@link ProtocolException} if the message is too long
   */
  public static void write(ToWorker message, OutputStream out) throws IOException {
    if (message instanceof ToWorker.Run m) {
      frame(m, RUN)
          .number(m.chunkId())
          .number(m.functionId())
          .number(m.firstIndex())
          .number(m.attempt())
          .send(m.items(), out);
    } else if (message instanceof ToWorker.Broadcast m) {
      frame(m, BROADCAST).number(m.broadcastId()).number(m.loaderId()).send(m.value(), out);
    } else {
      whole(message).send(out);
    }
  }

  @SuppressWarnings("EnumOrdinal") // The order of the kinds is part of the protocol.
  private static WireOutput whole(ToWorker message) {
    if (message instanceof ToWorker.Cancel m) {
      return frame(m, CANCEL).number(m.chunkId()).number(m.position());
    } else if (message instanceof ToWorker.StackWanted m) {
      return frame(m, STACK_WANTED).number(m.chunkId()).number(m.position());
    } else if (message instanceof ToWorker.Revoke m) {
      return frame(m, REVOKE).number(m.chunkId());
    } else if (message instanceof ToWorker.Names m) {
      return frame(m, NAMES).number(m.firstId()).names(m.names());
    } else if (message instanceof ToWorker.Define m) {
      return frame(m, DEFINE)
          .number(m.functionId())
          .number(m.kind().ordinal())
          .number(m.loaderId())
          .bytes(m.encoded());
    } else if (message instanceof ToWorker.Forget m) {
      return frame(m, FORGET).number(m.functionId());
    } else if (message instanceof ToWorker.Resource m) {
      return frame(m, RESOURCE).number(m.requestId()).bytes(m.bytes());
    } else if (message instanceof ToWorker.NoResource m) {
      return frame(m, NO_RESOURCE).number(m.requestId()).text(m.why());
    } else if (message instanceof ToWorker.DefinedElsewhere m) {
      return frame(m, DEFINED_ELSEWHERE).number(m.requestId()).number(m.loaderId());
    } else if (message instanceof ToWorker.Welcome m) {
      WireOutput out =
          frame(m, WELCOME)
              .number(m.protocolVersion())
              .number(m.workerId())
              .number(m.coordinatorPid())
              .number(m.maxItemBytes())
              .text(m.progressPage())
              .number(m.shutdownGraceMillis())
              .flag(m.maxResidentBytes().isPresent());
      return m.maxResidentBytes().isPresent() ? out.number(m.maxResidentBytes().getAsLong()) : out;
    } else if (message instanceof ToWorker.Start m) {
      WireOutput out = frame(m, START).flag(m.initializerId().isPresent());
      return m.initializerId().isPresent() ? out.number(m.initializerId().getAsInt()) : out;
    } else if (message instanceof ToWorker.BroadcastClosed m) {
      return frame(m, BROADCAST_CLOSED).number(m.broadcastId());
    } else if (message instanceof ToWorker.ObjectClosed m) {
      return frame(m, OBJECT_CLOSED).number(m.objectId());
    } else if (message instanceof ToWorker.SharedAnswer m) {
      return SharedWire.write(m.reply(), frame(m, SHARED_ANSWER).number(m.requestId()));
    } else if (message instanceof ToWorker.Bye m) {
      return frame(m, BYE);
    }
    throw new AssertionError(message);
  }

  private static WireOutput frame(ToWorker message, byte type) {
    return new WireOutput(message.getClass().getSimpleName(), type);
  }

  /**
   * Decodes one frame. The items of a {@code Run} and the value of a {@code Broadcast} share the
   * frame's array.
   *
   * @param frame a frame from {@link FrameReader#next}
   * @return the message
   * @throws ProtocolException when it is not exactly one message
   */
  public static ToWorker read(Frame frame) throws ProtocolException {
    return switch (frame.type()) {
      case RUN -> run(new WireInput("Run", frame));
      case CANCEL -> cancel(new WireInput("Cancel", frame));
      case STACK_WANTED -> stackWanted(new WireInput("StackWanted", frame));
      case REVOKE -> revoke(new WireInput("Revoke", frame));
      case NAMES -> names(new WireInput("Names", frame));
      case DEFINE -> define(new WireInput("Define", frame));
      case FORGET -> forget(new WireInput("Forget", frame));
      case RESOURCE -> resource(new WireInput("Resource", frame));
      case NO_RESOURCE -> noResource(new WireInput("NoResource", frame));
      case DEFINED_ELSEWHERE -> definedElsewhere(new WireInput("DefinedElsewhere", frame));
      case WELCOME -> welcome(new WireInput("Welcome", frame));
      case START -> start(new WireInput("Start", frame));
      case BROADCAST -> broadcast(new WireInput("Broadcast", frame));
      case BROADCAST_CLOSED -> broadcastClosed(new WireInput("BroadcastClosed", frame));
      case OBJECT_CLOSED -> objectClosed(new WireInput("ObjectClosed", frame));
      case SHARED_ANSWER -> sharedAnswer(new WireInput("SharedAnswer", frame));
      case BYE -> {
        new WireInput("Bye", frame).end();
        yield new ToWorker.Bye();
      }
      default ->
          throw new WireInput("message to a worker", frame)
              .bad("unknown type " + (frame.type() & 0xff));
    };
  }

  private static ToWorker run(WireInput in) throws ProtocolException {
    return new ToWorker.Run(
        in.number("the chunk", Protocol.MAX_CHUNK_ID),
        in.count("the function", Integer.MAX_VALUE),
        in.number("the first index", Long.MAX_VALUE),
        in.count("the attempt", Integer.MAX_VALUE),
        in.items());
  }

  private static ToWorker cancel(WireInput in) throws ProtocolException {
    long chunkId = in.number("the chunk", Protocol.MAX_CHUNK_ID);
    int position = in.count("the position", Protocol.MAX_CHUNK_ITEMS);
    in.end();
    return new ToWorker.Cancel(chunkId, position);
  }

  private static ToWorker stackWanted(WireInput in) throws ProtocolException {
    long chunkId = in.number("the chunk", Protocol.MAX_CHUNK_ID);
    int position = in.count("the position", Protocol.MAX_CHUNK_ITEMS);
    in.end();
    return new ToWorker.StackWanted(chunkId, position);
  }

  private static ToWorker revoke(WireInput in) throws ProtocolException {
    long chunkId = in.number("the chunk", Protocol.MAX_CHUNK_ID);
    in.end();
    return new ToWorker.Revoke(chunkId);
  }

  private static ToWorker names(WireInput in) throws ProtocolException {
    ToWorker message =
        new ToWorker.Names(in.count("the first name", Protocol.MAX_NAMES), in.names());
    in.end();
    return message;
  }

  private static ToWorker define(WireInput in) throws ProtocolException {
    int functionId = in.count("the function", Integer.MAX_VALUE);
    FunctionKind kind = KINDS[in.count("the kind of function", KINDS.length - 1)];
    int loaderId = in.count("the class loader", Integer.MAX_VALUE);
    byte[] encoded = in.bytes("the function's bytes");
    in.end();
    return new ToWorker.Define(functionId, kind, loaderId, encoded);
  }

  private static ToWorker forget(WireInput in) throws ProtocolException {
    int functionId = in.count("the function", Integer.MAX_VALUE);
    in.end();
    return new ToWorker.Forget(functionId);
  }

  private static ToWorker resource(WireInput in) throws ProtocolException {
    int requestId = in.count("the request", Integer.MAX_VALUE);
    byte[] bytes = in.bytes("the resource");
    in.end();
    return new ToWorker.Resource(requestId, bytes);
  }

  private static ToWorker noResource(WireInput in) throws ProtocolException {
    int requestId = in.count("the request", Integer.MAX_VALUE);
    String why = in.text("why there is none", Protocol.MAX_TEXT_CHARS);
    in.end();
    return new ToWorker.NoResource(requestId, why);
  }

  private static ToWorker definedElsewhere(WireInput in) throws ProtocolException {
    int requestId = in.count("the request", Integer.MAX_VALUE);
    int loaderId = in.count("the class loader", Integer.MAX_VALUE);
    in.end();
    return new ToWorker.DefinedElsewhere(requestId, loaderId);
  }

  private static ToWorker broadcast(WireInput in) throws ProtocolException {
    long broadcastId = in.number("the broadcast", Long.MAX_VALUE);
    int loaderId = in.count("the class loader", Integer.MAX_VALUE);
    EncodedItems value = in.items();
    if (value.count() != 1) {
      throw in.bad("a broadcast is one value, not " + value.count());
    }
    return new ToWorker.Broadcast(broadcastId, loaderId, value);
  }

  private static ToWorker broadcastClosed(WireInput in) throws ProtocolException {
    long broadcastId = in.number("the broadcast", Long.MAX_VALUE);
    in.end();
    return new ToWorker.BroadcastClosed(broadcastId);
  }

  private static ToWorker objectClosed(WireInput in) throws ProtocolException {
    long objectId = in.number("the object", Long.MAX_VALUE);
    in.end();
    return new ToWorker.ObjectClosed(objectId);
  }

  private static ToWorker sharedAnswer(WireInput in) throws ProtocolException {
    long requestId = in.number("the request", Long.MAX_VALUE);
    SharedReply reply = SharedWire.reply(in);
    in.end();
    return new ToWorker.SharedAnswer(requestId, reply);
  }

  private static ToWorker welcome(WireInput in) throws ProtocolException {
    int protocolVersion = in.count("the protocol version", Integer.MAX_VALUE);
    int workerId = in.count("the worker's number", Integer.MAX_VALUE);
    long coordinatorPid = in.number("the coordinator's pid", Long.MAX_VALUE);
    int maxItemBytes = in.count("the longest item", Integer.MAX_VALUE);
    String progressPage = in.text("the progress page", Protocol.MAX_TEXT_CHARS);
    long shutdownGraceMillis = in.number("the shutdown grace", Long.MAX_VALUE);
    OptionalLong maxResidentBytes =
        in.flag("whether memory is limited")
            ? OptionalLong.of(in.number("the most resident memory", Long.MAX_VALUE))
            : OptionalLong.empty();
    in.end();
    return new ToWorker.Welcome(
        protocolVersion,
        workerId,
        coordinatorPid,
        maxItemBytes,
        progressPage,
        maxResidentBytes,
        shutdownGraceMillis);
  }

  private static ToWorker start(WireInput in) throws ProtocolException {
    OptionalInt initializer =
        in.flag("whether there is an initializer")
            ? OptionalInt.of(in.count("the initializer", Integer.MAX_VALUE))
            : OptionalInt.empty();
    in.end();
    return new ToWorker.Start(initializer);
  }
}
