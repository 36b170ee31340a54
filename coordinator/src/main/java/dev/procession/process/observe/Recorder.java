package dev.procession.process.observe;

import dev.procession.process.job.ItemBatch;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.Answers;
import dev.procession.scheduler.Chunk;
import dev.procession.scheduler.WorkerKey;
import java.util.Optional;
import java.util.function.IntConsumer;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Reports the events of one process to the JDK's flight recorder, and to the pool's observer if
 * there is one, on the thread on which they occur. Costs two flag reads while there is neither a
 * recording nor an observer. If the module {@code jdk.jfr} is missing, as it may be in a runtime
 * image, recording is not possible. No event class is used before a recording starts, since the
 * first use makes the JVM initialize the flight recorder, which takes longer than starting a
 * worker. For the same reason what is absent is asked for with {@code if}: to link a lambda costs a
 * start more than to look at a field.
 */
public final class Recorder {
  private static final boolean IS_THERE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private final WorkerKey key;
  private final Subject subject;
  private final Optional<WorkerObserver> observer;

  /** Written by the worker's thread, before the launch. */
  private volatile @Nullable Runnable recordStart;

  /** The process whose events are reported. */
  public interface Subject {
    /** Its process id, once there is a process. */
    Optional<Long> pid();

    /** The name of its host, once there is a process; empty for this machine. */
    Optional<String> host();
  }

  /**
   * @param subject the process
   */
  public Recorder(WorkerKey key, Subject subject, Optional<WorkerObserver> observer) {
    this.key = key;
    this.subject = subject;
    this.observer = observer;
  }

  private static boolean somebodyRecords() {
    return IS_THERE && FlightRecorder.isInitialized();
  }

  /** The process is about to be launched. */
  public void launching() {
    if (observer.isPresent()) {
      observer.get().saw(key, new WorkerObservation.Launching());
    }
    if (somebodyRecords()) {
      WorkerStartEvent event = new WorkerStartEvent();
      event.begin();
      recordStart =
          () -> {
            event.worker = key.workerId();
            event.generation = key.generation();
            event.pid = pid();
            event.host = host();
            event.commit();
          };
    }
  }

  /** The process is ready to run chunks. */
  public void ready() {
    if (observer.isPresent()) {
      observer.get().saw(key, new WorkerObservation.Ready(pid(), subject.host()));
    }
    Runnable record = recordStart;
    if (record != null) {
      record.run();
    }
  }

  /** The process has exited. */
  public void exited(ExitReport report) {
    if (observer.isPresent()) {
      observer.get().saw(key, new WorkerObservation.Exited(report));
    }
    if (somebodyRecords()) {
      WorkerExitEvent event = new WorkerExitEvent();
      event.worker = key.workerId();
      event.generation = key.generation();
      event.pid = report.pid().orElse(0L);
      event.host = report.host().orElse("");
      event.exitCode = report.exitCode().orElse(-1);
      event.detail = report.detail();
      event.commit();
    }
  }

  /**
   * The process is about to be sent a chunk; returns the receiver of the number of answered items.
   */
  public Optional<IntConsumer> sending(Chunk chunk) {
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
        new WorkerObservation.ChunkSent(
            chunk.id(),
            batch.jobId(),
            batch.firstIndex() + chunk.from(),
            chunk.count(),
            chunk.attempt()));
    return answered -> {
      by.saw(key, new WorkerObservation.ChunkOver(chunk.id()));
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
      event.host = host();
      event.job = batch.jobId();
      event.firstIndex = batch.firstIndex() + chunk.from();
      event.items = chunk.count();
      event.answered = answered;
      event.bytes = batch.sizeBytes(chunk.from(), chunk.to());
      event.name = batch.name(chunk.from()).orElse("");
      event.commit();
    };
  }

  /** The process has answered items of a chunk, from a position on. */
  public void answered(Chunk chunk, int firstPosition, long busyNanos, Answers answers) {
    if (observer.isPresent()) {
      observeAnswers(observer.get(), chunk, firstPosition, busyNanos, answers);
    }
    if (somebodyRecords() && new TaskEvent().isEnabled()) {
      long pid = pid();
      for (int i = 0; i < answers.count(); i++) {
        String end = answers.element(i) instanceof Answer ? "FAILED" : "SUCCEEDED";
        record(chunk, firstPosition + i, pid, end, busyNanos / answers.count());
      }
    }
  }

  private void observeAnswers(
      WorkerObserver by, Chunk chunk, int firstPosition, long busyNanos, Answers answers) {
    ItemBatch batch = (ItemBatch) chunk.batch();
    long first = batch.firstIndex() + chunk.from() + firstPosition;
    int count = answers.count();
    for (int i = answers.firstFailure(); i < count; i++) {
      if (answers.element(i) instanceof Answer answer) {
        by.saw(key, new WorkerObservation.ItemFailed(batch.jobId(), first + i, answer));
      }
    }
    by.saw(
        key,
        new WorkerObservation.ChunkAnswered(
            chunk.id(), count, answers.failures(0, count), busyNanos));
    int firstItem = chunk.from() + firstPosition;
    by.answered(count, busyNanos, i -> batch.queuedNanos(firstItem + i));
  }

  /** Something in the process printed a line; on the thread that relays it. */
  public void printed(boolean toErr, String text) {
    if (observer.isPresent()) {
      observer.get().saw(key, new WorkerObservation.Printed(toErr, text));
    }
  }

  /** A message is about to be written to the process; on the writer's thread. */
  public void sending(ToWorker message) {
    if (observer.isPresent()) {
      observer.get().saw(key, new WorkerObservation.FrameSent(pid(), message));
    }
  }

  /** A message of the process has been read; on the reader thread. */
  public void received(ToCoordinator message, long bytes) {
    if (observer.isPresent()) {
      observer.get().saw(key, new WorkerObservation.FrameReceived(pid(), message, bytes));
    }
  }

  /** The process exited while it ran an item of a chunk. */
  public void lost(Chunk chunk, int position) {
    if (observer.isPresent()) {
      observer.get().saw(key, new WorkerObservation.ItemLost(chunk.id(), position));
    }
    if (somebodyRecords()) {
      record(chunk, position, pid(), "LOST", 0);
    }
  }

  private void record(Chunk chunk, int position, long pid, String end, long runTimeNanos) {
    ItemBatch batch = (ItemBatch) chunk.batch();
    TaskEvent event = new TaskEvent();
    event.worker = key.workerId();
    event.pid = pid;
    event.host = host();
    event.job = batch.jobId();
    event.index = batch.firstIndex() + chunk.from() + position;
    event.attempt = chunk.attempt();
    event.end = end;
    event.runTime = runTimeNanos;
    event.name = batch.name(chunk.from() + position).orElse("");
    event.commit();
  }

  private long pid() {
    return subject.pid().orElse(0L);
  }

  /** As an event has it. */
  private String host() {
    return subject.host().orElse("");
  }
}
