package dev.procession.process.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
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
    return new WorkerReader(
        in,
        1000,
        (names, loader) -> {
          throw new AssertionError();
        },
        listener);
  }
}
