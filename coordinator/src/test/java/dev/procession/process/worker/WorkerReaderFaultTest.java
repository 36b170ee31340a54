package dev.procession.process.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToCoordinatorCodec;
import dev.procession.protocol.codec.ItemDecoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose fault it is that a worker's messages are not read any further. */
class WorkerReaderFaultTest {
  private final List<String> said = new ArrayList<>();

  @Test
  void errorOfThisJvmIsNotTheWorkersFault() {
    InputStream full =
        new InputStream() {
          @Override
          public int read() {
            throw new OutOfMemoryError("Java heap space");
          }

          @Override
          public int read(byte[] bytes, int from, int count) {
            return read();
          }
        };

    reader(full).run();

    assertEquals(List.of("unread"), said);
  }

  @Test
  void rubbishIs() {
    reader(InputStream.nullInputStream()).run();
    reader(new ByteArrayInputStream(new byte[1 << 20])).run();

    assertEquals(List.of("ended", "misbehaved"), said);
  }

  /** While it leaves, users' code runs: its hooks, and the close methods of its objects. */
  @Test
  void workerThatCannotStartMayAskUntilItIsGone() throws IOException {
    reader(
            stream(
                new ToCoordinator.StartFailed(new byte[] {1}),
                new ToCoordinator.Names(0, List.of("a.Hook")),
                new ToCoordinator.ResourceWanted(0, 0, "a/Hook.class"),
                new ToCoordinator.BroadcastWanted(7)))
        .run();

    said.removeIf("received"::equals);
    assertEquals(List.of("hello", "startFailed", "wanted", "wanted", "ended"), said);
  }

  @Test
  void workerThatCannotStartMayNotAnswerWork() throws IOException {
    reader(stream(new ToCoordinator.StartFailed(new byte[] {1}), new ToCoordinator.Returned(1, 0)))
        .run();

    said.removeIf("received"::equals);
    assertEquals(List.of("hello", "startFailed", "misbehaved"), said);
  }

  private static InputStream stream(ToCoordinator... messages) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(Protocol.preamble());
    ToCoordinatorCodec.write(new ToCoordinator.Hello(Protocol.VERSION, 1, 17, "17"), bytes);
    for (ToCoordinator message : messages) {
      ToCoordinatorCodec.write(message, bytes);
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private WorkerReader reader(InputStream in) {
    WorkerReader.Listener listener =
        (WorkerReader.Listener)
            Proxy.newProxyInstance(
                WorkerReader.Listener.class.getClassLoader(),
                new Class<?>[] {WorkerReader.Listener.class},
                (proxy, method, arguments) -> {
                  said.add(method.getName());
                  return null;
                });
    return new WorkerReader(in, 1000, ItemDecoder::ofResults, listener);
  }
}
