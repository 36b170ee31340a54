package dev.procession.cli.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResultPrinterTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final AtomicInteger writes = new AtomicInteger();

  private ResultPrinter printer(Runnable onWritten) {
    return new ResultPrinter(
        out,
        () -> {
          writes.incrementAndGet();
          onWritten.run();
        },
        e -> {
          throw new AssertionError(e);
        });
  }

  @Test
  void resultIsWrittenThoughNoOtherFollows() throws InterruptedException {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(2);
    try (ResultPrinter printer =
        printer(
            () -> {
              first.countDown();
              second.countDown();
            })) {
      printer.print("one");
      assertTrue(first.await(30, TimeUnit.SECONDS));
      printer.print("two");
      assertTrue(second.await(30, TimeUnit.SECONDS));
    }
    assertEquals("one\ntwo\n", out.toString(UTF_8));
  }

  @Test
  void resultsThatComeFastAreWrittenTogether() {
    int lines = 100_000;
    StringBuilder expected = new StringBuilder();
    long start = System.nanoTime();
    AtomicInteger steps = new AtomicInteger();
    try (ResultPrinter printer = printer(() -> {})) {
      for (int i = 0; i < lines; i++) {
        printer.print("line " + i);
        printer.afterwards(steps::incrementAndGet);
        expected.append("line ").append(i).append('\n');
      }
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

    assertEquals(expected.toString(), out.toString(UTF_8));
    assertEquals(lines, steps.get());
    // One each millisecond, one for each 2^14 steps, the first and the last.
    assertTrue(writes.get() <= millis + 10, writes + " writes in " + millis + " ms");
  }

  @Test
  void printingWaitsWhileTooMuchIsUnwritten() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int b) {
            out.write(b);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
              reading.await();
            } catch (InterruptedException e) {
              throw new InterruptedIOException();
            }
            out.write(bytes, offset, length);
          }
        };
    AtomicInteger printed = new AtomicInteger();
    int lines = 100;
    String line = "x".repeat(100_000);
    try (ResultPrinter printer =
        new ResultPrinter(
            slow,
            () -> {},
            e -> {
              throw new AssertionError(e);
            })) {
      Thread printing =
          new Thread(
              () -> {
                for (int i = 0; i < lines; i++) {
                  printer.print(line);
                  printed.incrementAndGet();
                }
              });
      printing.start();
      await().until(() -> printing.getState() == Thread.State.WAITING);
      // A MiB that is being written, and another that waits, with one piece more for each.
      assertTrue(printed.get() <= 24, printed + " lines of " + line.length());
      printing.interrupt();
      reading.countDown();
      printing.join();
    }
    assertEquals(lines, printed.get());
    assertEquals((line + "\n").repeat(lines), out.toString(UTF_8));
  }

  @Test
  void nothingOfSeveralThreadsIsLost() throws Exception {
    int threads = 4;
    int lines = 20_000;
    AtomicInteger steps = new AtomicInteger();
    try (ResultPrinter printer = printer(() -> {})) {
      List<Thread> printing = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        Thread thread =
            new Thread(
                () -> {
                  for (int i = 0; i < lines; i++) {
                    printer.print("0123456789");
                    printer.afterwards(steps::incrementAndGet);
                  }
                });
        printing.add(thread);
        thread.start();
      }
      for (Thread thread : printing) {
        thread.join();
      }
    }
    assertEquals(threads * lines, steps.get());
    assertEquals("0123456789\n".repeat(threads * lines), out.toString(UTF_8));
  }

  @Test
  void failureEndsTheWaitForRoom() throws Exception {
    AtomicReference<IOException> told = new AtomicReference<>();
    try (ResultPrinter printer =
        new ResultPrinter(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("gone");
              }
            },
            () -> {},
            told::set)) {
      for (int i = 0; i < 100; i++) {
        printer.print("x".repeat(100_000));
      }
    }
    assertEquals("gone", requireNonNull(told.get()).getMessage());
  }
}
