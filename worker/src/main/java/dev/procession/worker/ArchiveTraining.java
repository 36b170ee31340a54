package dev.procession.worker;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.NameTable;
import dev.procession.protocol.ProgressPage;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.ToWorkerCodec;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SerializableFunction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A worker that runs a fixed script instead of following a coordinator: it starts, runs typical
 * tasks and exits. A JVM with the flags to archive its classes on exit then writes an archive of
 * the classes that a worker needs, so that later workers start faster.
 *
 * <p>Its standard input must stay open: as with any worker, the end of it is the end of the
 * process.
 */
public final class ArchiveTraining {
  private static final int MAX_ITEM_BYTES = 1 << 20;
  private static final int CHUNKS = 20;
  private static final int CHUNK_ITEMS = 50;

  /** The archive is written during the shutdown, so the shutdown has no time limit. */
  private static final long UNLIMITED_MILLIS = 3_600_000;

  private final NameTable names = new NameTable();
  private final ItemEncoder encoder = new ItemEncoder(names, MAX_ITEM_BYTES);

  private ArchiveTraining() {}

  /**
   * Runs the script; never returns.
   *
   * @param arguments the path of a new file for the progress page
   * @throws IOException if that file cannot be made
   */
  public static void main(String[] arguments) throws IOException {
    WarmUp.run();
    Path page = Path.of(arguments[0]);
    ProgressPage.create(page);
    InputStream script = new ByteArrayInputStream(new ArchiveTraining().script(page));
    Channel channel =
        Channel.relaying(
            new SequenceInputStream(script, System.in), OutputStream.nullOutputStream());
    Main.serve(channel);
  }

  private byte[] script(Path page) throws IOException {
    try {
      // Encoded first, because the names are complete only then.
      byte[] function = encoded(functionOfItems());
      List<EncodedItems> chunks = new ArrayList<>();
      for (int i = 0; i < CHUNKS; i++) {
        chunks.add(typicalItems());
      }
      encoder.add(taskOnItsOwn());
      EncodedItems tasks = encoder.take();

      ByteArrayOutputStream script = new ByteArrayOutputStream();
      ToWorkerCodec.write(welcome(page), script);
      ToWorkerCodec.write(new ToWorker.Names(0, names.names(0, names.size())), script);
      define(1, FunctionKind.FUNCTION, function, script);
      define(2, FunctionKind.CALL, new byte[0], script);
      ToWorkerCodec.write(new ToWorker.Start(OptionalInt.empty()), script);
      for (int i = 0; i < CHUNKS; i++) {
        ToWorkerCodec.write(
            new ToWorker.Run(i + 1, 1, (long) i * CHUNK_ITEMS, 1, chunks.get(i)), script);
      }
      ToWorkerCodec.write(new ToWorker.Run(CHUNKS + 1, 2, 0, 1, tasks), script);
      ToWorkerCodec.write(new ToWorker.Bye(), script);
      return script.toByteArray();
    } catch (EncodingException e) {
      throw new AssertionError("the codec cannot carry typical items", e);
    }
  }

  private static ToWorker.Welcome welcome(Path page) {
    return new ToWorker.Welcome(
        Protocol.VERSION,
        0,
        ProcessHandle.current().pid(),
        MAX_ITEM_BYTES,
        page.toString(),
        OptionalLong.empty(),
        UNLIMITED_MILLIS);
  }

  private static void define(int id, FunctionKind kind, byte[] function, OutputStream script)
      throws IOException {
    ToWorkerCodec.write(
        new ToWorker.Define(id, kind, Protocol.CLASS_PATH_LOADER, function), script);
  }

  private byte[] encoded(Object object) throws EncodingException {
    encoder.add(object);
    return encoder.take().copyOf(0);
  }

  private EncodedItems typicalItems() throws EncodingException {
    encoder.add("text");
    encoder.add(new ArrayList<>(List.of("warm", 1, 2L, 0.5, true)));
    encoder.add(new HashMap<>(Map.of("key", new int[] {1, 2, 3})));
    encoder.add(new Typical("name", 1, List.of("one", "two")));
    while (encoder.count() < CHUNK_ITEMS) {
      encoder.add(encoder.count());
    }
    return encoder.take();
  }

  /** Returns each item, except that one fails. */
  private static SerializableFunction<Object, Object> functionOfItems() {
    return item -> {
      if (item.equals(CHUNK_ITEMS - 1)) {
        throw new IllegalStateException("as tasks do now and then");
      }
      return item;
    };
  }

  private static SerializableCallable<Object> taskOnItsOwn() {
    return () -> "done";
  }

  /** The most common items. */
  private record Typical(String name, int number, List<String> lines) {}
}
