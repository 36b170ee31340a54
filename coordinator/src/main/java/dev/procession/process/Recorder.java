package dev.procession.process;

import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.Answer;
import dev.procession.scheduler.Chunk;
import dev.procession.scheduler.WorkerKey;
import java.util.Optional;
import java.util.function.IntConsumer;
import jdk.jfr.FlightRecorder;

/**
 * Tells the JDK's flight recorder, and the pool's observer if it has one, what becomes of one
 * process, on whatever thread learns of it. Costs a look at two flags while nobody records or
 * observes; where the module {@code jdk.jfr} is missing, as it may be from a runtime image, nobody
 * can record. No event is touched before somebody does: the first one makes the JVM set up the
 * flight recorder, which takes longer than to start a worker.
 */
final class Recorder {
  private static final boolean IS_THERE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private final WorkerKey key;
  private final WorkerProcess process;
  private final Optional<WorkerObserver> observer;

  /** Written by the worker's thread, before the launch. */
  private volatile Runnable recordStart = () -> {};

  Recorder(WorkerKey key, WorkerProcess process, Optional<WorkerObserver> observer) {
    this.key = key;
    this.process = process;
    this.observer = observer;
  }

  private static boolean somebodyRecords() {
    return IS_THERE && FlightRecorder.isInitialized();
  }

  /** The process is about to be launched. */
  void launching() {
    observer.ifPresent(o -> o.saw(key, new WorkerSighting.Launching()));
    if (somebodyRecords()) {
      WorkerStartEvent event = new WorkerStartEvent();
      event.begin();
      recordStart =
          () -> {
            event.worker = key.workerId();
            event.generation = key.generation();
            event.pid = pid();
            event.commit();
          };
    }
  }

  /** The process can run chunks. */
  void ready() {
    observer.ifPresent(o -> o.saw(key, new WorkerSighting.Ready(pid())));
    recordStart.run();
  }

  /** The process is gone. */
  void exited(ExitReport report) {
    observer.ifPresent(o -> o.saw(key, new WorkerSighting.Exited(report)));
    if (somebodyRecords()) {
      WorkerExitEvent event = new WorkerExitEvent();
      event.worker = key.workerId();
      event.generation = key.generation();
      event.pid = report.pid().orElse(0L);
      event.exitCode = report.exitCode().orElse(-1);
      event.detail = report.detail();
      event.commit();
    }
  }

  /** The process is about to be sent a chunk; returns what to tell how many it answered. */
  Optional<IntConsumer> sending(Chunk chunk) {
    Optional<IntConsumer> recording =
        somebodyRecords() && new ChunkEvent().isEnabled()
            ? Optional.of(begun(chunk))
            : Optional.empty();
    return observer.isEmpty()
        ? recording
        : Optional.of(observing(chunk, observer.get(), recording));
  }

  private IntConsumer observing(Chunk chunk, WorkerObserver by, Optional<IntConsumer> recording) {
    ItemBatch batch = (ItemBatch) chunk.batch();
    by.saw(
        key,
        new WorkerSighting.ChunkSent(
            chunk.id(),
            batch.jobId(),
            batch.firstIndex() + chunk.from(),
            chunk.count(),
            chunk.attempt()));
    return answered -> {
      by.saw(key, new WorkerSighting.ChunkOver(chunk.id()));
      recording.ifPresent(out -> out.accept(answered));
    };
  }

  private IntConsumer begun(Chunk chunk) {
    ChunkEvent event = new ChunkEvent();
    event.begin();
    return answered -> {
      ItemBatch batch = (ItemBatch) chunk.batch();
      event.worker = key.workerId();
      event.pid = pid();
      event.job = batch.jobId();
      event.firstIndex = batch.firstIndex() + chunk.from();
      event.items = chunk.count();
      event.answered = answered;
      event.bytes = batch.sizeBytes(chunk.from(), chunk.to());
      event.commit();
    };
  }

  /** The process has answered items of a chunk, from that position on. */
  void answered(Chunk chunk, int firstPosition, long busyNanos, Answers answers) {
    observer.ifPresent(
        o ->
            o.saw(
                key,
                new WorkerSighting.ChunkAnswered(
                    chunk.id(),
                    answers.elements().length,
                    answers.failures(0, answers.elements().length),
                    busyNanos)));
    if (somebodyRecords() && new TaskEvent().isEnabled()) {
      Object[] elements = answers.elements();
      long pid = pid();
      for (int i = 0; i < elements.length; i++) {
        String end = elements[i] instanceof Answer ? "FAILED" : "SUCCEEDED";
        record(chunk, firstPosition + i, pid, end, busyNanos / elements.length);
      }
    }
  }

  /** A message is about to be written to the process; on the writer's thread. */
  void sending(ToWorker message) {
    observer.ifPresent(o -> o.saw(key, new WorkerSighting.FrameSent(pid(), message)));
  }

  /** A message of the process has been read; on the reader's thread. */
  void received(ToCoordinator message, long bytes) {
    observer.ifPresent(o -> o.saw(key, new WorkerSighting.FrameReceived(pid(), message, bytes)));
  }

  /** The process ended while it ran that item of a chunk. */
  void lost(Chunk chunk, int position) {
    observer.ifPresent(o -> o.saw(key, new WorkerSighting.ItemLost(chunk.id(), position)));
    if (somebodyRecords()) {
      record(chunk, position, pid(), "LOST", 0);
    }
  }

  private void record(Chunk chunk, int position, long pid, String end, long runTimeNanos) {
    ItemBatch batch = (ItemBatch) chunk.batch();
    TaskEvent event = new TaskEvent();
    event.worker = key.workerId();
    event.pid = pid;
    event.job = batch.jobId();
    event.index = batch.firstIndex() + chunk.from() + position;
    event.attempt = chunk.attempt();
    event.end = end;
    event.runTime = runTimeNanos;
    event.commit();
  }

  private long pid() {
    return process.pid().orElse(0L);
  }
}
