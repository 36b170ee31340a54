package dev.procession.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LinePrinterTest {
  private final List<String> printed = new ArrayList<>();

  @Test
  void whatWasAddedBeforeItIsClosedIsPrintedInOrder() {
    List<String> lines = IntStream.range(0, 1_000).mapToObj(i -> "line " + i).toList();

    try (LinePrinter printer = new LinePrinter(printed::add)) {
      lines.forEach(printer::add);
    }

    assertEquals(lines, printed);
  }

  @Test
  void linesThatCannotBePrintedInTimeAreLeftOutAndCounted() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch drained = new CountDownLatch(1 + LinePrinter.MAX_WAITING);
    try (LinePrinter printer =
        new LinePrinter(
            line -> {
              blocked.countDown();
              awaitUninterruptibly(release);
              printed.add(line);
              drained.countDown();
            })) {
      printer.add("first");
      assertTrue(blocked.await(10, TimeUnit.SECONDS));
      IntStream.range(0, LinePrinter.MAX_WAITING + 7).forEach(i -> printer.add("line " + i));
      release.countDown();
      assertTrue(drained.await(10, TimeUnit.SECONDS));
      printer.add("last");
    }

    int end = printed.size();
    assertEquals(1 + LinePrinter.MAX_WAITING + 2, end);
    assertEquals(
        List.of("(7 lines omitted, because they came faster than they could be printed)", "last"),
        printed.subList(end - 2, end));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
