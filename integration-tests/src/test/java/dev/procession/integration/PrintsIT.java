package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.WorkerOutput.Stream;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What tasks, their JVM and their child processes print and read disturbs nothing. */
final class PrintsIT {
  private record Line(int worker, Stream stream, String text) {}

  private final ConcurrentLinkedQueue<Line> lines = new ConcurrentLinkedQueue<>();

  private ProcessPool pool(int workers) {
    return ProcessPool.builder()
        .workers(workers)
        .onOutput((worker, stream, text) -> lines.add(new Line(worker, stream, text)))
        .build();
  }

  @Test
  void printsArriveLineByLineWithWorkerAndStream() {
    try (ProcessPool pool = pool(1)) {
      assertEquals(List.of(1), pool.map(Victims::printBoth, List.of(1)));
    }

    assertEquals(
        List.of(
            new Line(0, Stream.OUT, "out 1 é"),
            new Line(0, Stream.ERR, "err 1"),
            new Line(0, Stream.OUT, "no end of line")),
        List.copyOf(lines));
  }

  @Test
  void programStartedByTaskPrintsToItsWorkersOutput() {
    try (ProcessPool pool = pool(1)) {
      assertEquals(List.of(0), pool.map(Victims::startNoisyChild, List.of(1)));
    }

    assertTrue(lines.stream().anyMatch(line -> line.text().equals("noise")), lines.toString());
  }

  @Test
  void nativeWritesToStandardOutputDisturbNothing() {
    try (ProcessPool pool = pool(2)) {
      List<Integer> items = IntStream.range(0, 100).boxed().toList();

      assertEquals(items, pool.map(Victims::writeToDescriptorOne, items));
    }

    assertEquals(100, lines.stream().filter(line -> line.text().startsWith("raw ")).count());
  }

  @Test
  void standardInputIsAtItsEnd() {
    try (ProcessPool pool = pool(1)) {
      assertEquals(List.of(-1, -1), pool.map(Victims::readStandardInput, List.of(1, 2)));
    }
  }

  @Tag("extended")
  @Test
  void megabytesOfPrintsArriveWithTheResults() {
    int items = 40;
    try (ProcessPool pool = pool(2)) {
      List<Integer> results =
          pool.map(
              Victims::printALot,
              IntStream.range(0, items).boxed().toList(),
              MapOptions.defaults().chunkSize(1));

      assertEquals(IntStream.range(0, items).boxed().toList(), results);
    }

    assertEquals(
        (long) items * Victims.LOT_LINES,
        lines.stream().filter(line -> line.text().length() == Victims.LOT_CHARS).count());
  }

  @Tag("extended")
  @Test
  void linesOfOneTaskAreNeverMixedWithThoseOfAnother() {
    try (ProcessPool pool = pool(2)) {
      pool.map(Victims::printALot, List.of(1, 2, 3, 4), MapOptions.defaults().chunkSize(1));
    }

    assertTrue(
        lines.stream().allMatch(line -> line.text().chars().distinct().count() == 1),
        "a line has characters of two tasks");
  }

  @Test
  void outputThatThrowsOrBlocksDelaysNoResult() {
    Gate gate = Gate.closed();
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .onOutput(
                (worker, stream, text) -> {
                  gate.announceAndPass(1);
                  throw new IllegalStateException("in onOutput");
                })
            .build()) {
      assertEquals(List.of(1), pool.map(Victims::printBoth, List.of(1)));
      assertEquals(List.of(2), pool.map(x -> x, List.of(2)));
      gate.open();
    }
  }

  @Tag("extended")
  @Test
  void programThatOutlivesItsTaskHoldsUpNothing() {
    long child;
    try (ProcessPool pool = pool(1)) {
      child = pool.map(Victims::startLongLivedChild, List.of(1)).get(0);
      assertEquals(List.of(2), pool.map(x -> x, List.of(2)));
    }

    ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
    await().until(() -> ProcessHandle.of(child).map(c -> !c.isAlive()).orElse(true));
  }
}
