package dev.procession.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.process.observe.ExitReport;
import dev.procession.process.observe.WorkerObservation;
import dev.procession.process.observe.WorkerObserver;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.scheduler.WorkerKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TraceTest {
  private static final WorkerKey WORKER = new WorkerKey(1, 1);

  private final List<String> printed = new ArrayList<>();
  private long nowNanos = 7_000_000_000L;

  private static WorkerObservation exit(OptionalInt code, String detail) {
    return new WorkerObservation.Exited(
        new ExitReport(
            code.isPresent() ? Optional.of(1234L) : Optional.empty(),
            code,
            "",
            detail,
            Optional.empty(),
            Optional.empty(),
            "",
            Optional.empty(),
            List.of()));
  }

  @Test
  void eachMessageIsALineWithTimeDirectionWorkerWordsAndSize() {
    try (Trace trace = new Trace(printed::add, () -> nowNanos)) {
      WorkerObserver observer = trace.get();
      observer.saw(WORKER, new WorkerObservation.Launching());
      nowNanos += 12_340_000;
      observer.saw(WORKER, new WorkerObservation.FrameReceived(1234, new ToCoordinator.Ready(), 8));
      nowNanos += 1_000_000_000;
      observer.saw(WORKER, new WorkerObservation.FrameSent(1234, new ToWorker.Bye()));
      observer.saw(WORKER, exit(OptionalInt.of(137), "did not leave"));
    }

    assertEquals(
        List.of(
            "      0.0 ms -- worker 1  launching",
            "     12.3 ms <- worker 1 pid 1234  ready [8 bytes]",
            "   1012.3 ms -> worker 1 pid 1234  bye [8 bytes]",
            "   1012.3 ms -- worker 1 pid 1234  exited with code 137, signal 9: did not leave"),
        printed);
  }

  @Test
  void whatIsNoMessageIsNoLine() {
    try (Trace trace = new Trace(printed::add, () -> nowNanos)) {
      WorkerObserver observer = trace.get();
      observer.saw(WORKER, new WorkerObservation.Ready(1234));
      observer.saw(WORKER, new WorkerObservation.ChunkSent(1, 1, 0, 1, 1));
      observer.saw(WORKER, new WorkerObservation.ChunkAnswered(1, 1, 0, 1));
      observer.saw(WORKER, new WorkerObservation.ItemLost(1, 0));
      observer.saw(WORKER, new WorkerObservation.ChunkOver(1));
    }

    assertEquals(List.of(), printed);
  }

  @Test
  void laterPoolsAreNamed() {
    try (Trace trace = new Trace(printed::add, () -> nowNanos)) {
      trace.get();
      trace.get().saw(WORKER, exit(OptionalInt.empty(), "no such file"));
    }

    assertEquals(
        List.of("      0.0 ms -- pool 2 worker 1  could not be started: no such file"), printed);
  }
}
