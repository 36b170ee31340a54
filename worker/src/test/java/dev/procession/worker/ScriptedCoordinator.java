package dev.procession.worker;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.Frame;
import dev.procession.protocol.FrameReader;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.KnownNames;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.ProgressPage;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToCoordinatorCodec;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.ToWorkerCodec;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.ItemDecoder;
import dev.procession.protocol.codec.ItemEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The other end of the pipe, line by line: says what a test tells it to, shows what comes back. */
final class ScriptedCoordinator {
  static final int MAX_ITEM_BYTES = 1 << 20;

  private final OutputStream toWorker;
  private final FrameReader frames;
  private final NameTable names = new NameTable();
  private final KnownNames workersNames = new KnownNames();
  private final ItemEncoder encoder = new ItemEncoder(names, MAX_ITEM_BYTES);
  private final ItemDecoder decoder =
      new ItemDecoder(workersNames, ScriptedCoordinator.class.getClassLoader());
  private int namesSent;
  private OptionalLong maxResidentBytes = OptionalLong.empty();
  private long shutdownGraceMillis = 60_000;

  ScriptedCoordinator(OutputStream toWorker, InputStream fromWorker) {
    this.toWorker = toWorker;
    this.frames = new FrameReader(fromWorker, Protocol.MAX_BODY_BYTES);
  }

  /** Limits the worker's memory; before it is welcomed. */
  void limitMemory(long maxBytes) {
    maxResidentBytes = OptionalLong.of(maxBytes);
  }

  /** Limits what shutdown hooks may take; before the worker is welcomed. */
  void limitShutdown(long graceMillis) {
    shutdownGraceMillis = graceMillis;
  }

  /** Everything up to where the worker says that it is ready. */
  ToCoordinator.Hello startUp(Path folder) throws IOException {
    ToCoordinator.Hello hello = welcome(folder);
    send(new ToWorker.Start(OptionalInt.empty()));
    next(ToCoordinator.Ready.class);
    return hello;
  }

  /** The handshake. */
  ToCoordinator.Hello welcome(Path folder) throws IOException {
    frames.skipToPreamble();
    ToCoordinator.Hello hello = next(ToCoordinator.Hello.class);
    Path page = folder.resolve("page");
    ProgressPage.create(page);
    send(
        new ToWorker.Welcome(
            Protocol.VERSION,
            3,
            1,
            MAX_ITEM_BYTES,
            page.toString(),
            maxResidentBytes,
            shutdownGraceMillis));
    return hello;
  }

  void define(int functionId, FunctionKind kind, Object function) throws Exception {
    encoder.add(function);
    EncodedItems encoded = encoder.take();
    sendNames();
    send(new ToWorker.Define(functionId, kind, 0, encoded.copyOf(0)));
  }

  void run(long chunkId, int functionId, @Nullable Object... items) throws Exception {
    for (Object item : items) {
      encoder.add(item);
    }
    runEncoded(chunkId, functionId, encoder.take());
  }

  void runEncoded(long chunkId, int functionId, EncodedItems items) throws IOException {
    sendNames();
    send(new ToWorker.Run(chunkId, functionId, 100 * chunkId, 1, items));
  }

  void send(ToWorker message) throws IOException {
    ToWorkerCodec.write(message, toWorker);
    toWorker.flush();
  }

  private void sendNames() throws IOException {
    int count = names.size();
    if (count > namesSent) {
      send(new ToWorker.Names(namesSent, names.names(namesSent, count)));
      namesSent = count;
    }
  }

  /** The end of the worker's input. */
  void hangUp() throws IOException {
    toWorker.close();
  }

  /**
   * The next message, which must be of a type; names are taken in on the way, and resources are
   * served from the test's class path.
   */
  <M extends ToCoordinator> M next(Class<M> type) throws IOException {
    while (true) {
      Frame frame = frames.next();
      if (frame == null) {
        throw new AssertionError("the worker hung up instead of sending " + type.getSimpleName());
      }
      ToCoordinator message = ToCoordinatorCodec.read(frame);
      if (message instanceof ToCoordinator.Names added) {
        workersNames.add(added.firstId(), added.names());
      } else if (type.isInstance(message)) {
        return type.cast(message);
      } else if (message instanceof ToCoordinator.ResourceWanted wanted) {
        serve(wanted);
      } else {
        throw new AssertionError("expected " + type.getSimpleName() + ", got " + message);
      }
    }
  }

  private void serve(ToCoordinator.ResourceWanted wanted) throws IOException {
    try (InputStream in = getClass().getClassLoader().getResourceAsStream(wanted.name())) {
      int request = wanted.requestId();
      send(
          in == null
              ? new ToWorker.NoResource(request, "it is not there")
              : new ToWorker.Resource(request, in.readAllBytes()));
    }
  }

  /** The next answers to a chunk, as many as are asked for, in as many messages as it takes. */
  List<Answer> answers(long chunkId, int firstPosition, int count) throws IOException {
    List<Answer> answers = new ArrayList<>();
    while (answers.size() < count) {
      ToCoordinator.Results results = next(ToCoordinator.Results.class);
      if (results.chunkId() != chunkId
          || results.firstPosition() != firstPosition + answers.size()) {
        throw new AssertionError("out of step: " + results);
      }
      for (int i = 0; i < results.answers().count(); i++) {
        answers.add(decoder.decodeAnswer(results.answers(), i));
      }
    }
    return answers;
  }

  /** The next answers, which must all be values. */
  List<@Nullable Object> values(long chunkId, int firstPosition, int count) throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    for (Answer answer : answers(chunkId, firstPosition, count)) {
      if (!(answer instanceof Answer.Value value)) {
        throw new AssertionError("not a value: " + answer);
      }
      values.add(value.value());
    }
    return values;
  }

  /** An encoded failure that came outside of results. */
  Answer answer(byte[] encoded) {
    return decoder.decodeAnswer(
        new EncodedItems(encoded, new int[] {encoded.length}, 1, workersNames.size()), 0);
  }
}
