package dev.procession.timeline;

import dev.procession.process.observe.ExitReport;
import dev.procession.process.observe.WorkerObservation;
import dev.procession.process.observe.WorkerObserver;
import dev.procession.scheduler.WorkerKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Tells a timeline what a test has happen, in virtual time. */
final class Sightings {
  static final long MICRO = 1_000;

  final Timeline timeline;
  private final WorkerObserver observer;
  private long nowNanos = 5_000 * MICRO;

  Sightings(Timeline.Limits limits) {
    timeline = new Timeline(() -> nowNanos, limits);
    observer = timeline.get();
  }

  static Sightings unlimited() {
    return new Sightings(new Timeline.Limits(Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  /** As many microseconds after the beginning. */
  Sightings at(long micros) {
    nowNanos = (5_000 + micros) * MICRO;
    return this;
  }

  Sightings see(int worker, int generation, WorkerObservation what) {
    observer.saw(new WorkerKey(worker, generation), what);
    return this;
  }

  Sightings see(WorkerObservation what) {
    return see(0, 1, what);
  }

  /** A process that is ready at once. */
  Sightings started(int worker, int generation, long pid) {
    return see(worker, generation, new WorkerObservation.Launching())
        .see(worker, generation, new WorkerObservation.Ready(pid));
  }

  Sightings sent(long chunkId, long firstIndex, int items) {
    return see(new WorkerObservation.ChunkSent(chunkId, 1, firstIndex, items, 1));
  }

  Sightings answered(long chunkId, int items, int failed) {
    return see(new WorkerObservation.ChunkAnswered(chunkId, items, failed, MICRO));
  }

  Sightings over(long chunkId) {
    return see(new WorkerObservation.ChunkOver(chunkId));
  }

  Sightings done(long chunkId, int items) {
    return answered(chunkId, items, 0).over(chunkId);
  }

  static WorkerObservation exit(long pid, int code, String detail) {
    return new WorkerObservation.Exited(
        new ExitReport(
            Optional.of(pid),
            Optional.empty(),
            OptionalInt.of(code),
            "",
            detail,
            Optional.empty(),
            Optional.empty(),
            "",
            Optional.empty(),
            List::of));
  }

  History history() {
    return timeline.history("a test");
  }

  History.Lane lane() {
    return history().lanes().get(0);
  }
}
