package dev.procession.cli.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
}
