package dev.procession;

import dev.procession.SerializationException.Fault;
import dev.procession.SerializationException.Leg;
import dev.procession.process.ExitReport;
import dev.procession.process.Segment;
import dev.procession.process.WorkerIdentity;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.scheduler.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The one place where the way an item ended becomes an exception. */
final class Failures {
  private Failures() {}

  /** How item {@code i} of a segment, which did not end with a value, failed. */
  static RuntimeException of(Segment segment, int i, TaskRef task, int crashRetries) {
    if (segment.notEncoded().isPresent()) {
      return notEncoded(segment.notEncoded().get(), task);
    }
    WorkerRef worker = segment.worker().map(Failures::reference).orElse(null);
    if (segment.failure().isPresent()) {
      return of(segment.failure().get(), task, worker, crashRetries);
    }
    if (segment.element(i) instanceof Answer answer && worker != null) {
      return of(answer, task, worker);
    }
    throw new AssertionError(task + " did not fail");
  }

  /** The function, item or task could not be sent. */
  static SerializationException notEncoded(EncodingException error, TaskRef task) {
    return new SerializationException(
        task,
        null,
        new Fault(
            Leg.ENCODING_TASK,
            String.valueOf(error.getMessage()),
            text(error.className()),
            text(error.path())),
        error.getCause());
  }

  /** The pool itself failed; or it was shut down, which is a cancellation. */
  static RuntimeException ofPool(Failure failure) {
    if (failure instanceof Failure.NoWorkers none) {
      return notStarted(none);
    }
    return new CancellationException(
        "The work was cancelled, or the pool was shut down, before it had ended");
  }

  private static RuntimeException of(
      Failure failure, TaskRef task, @Nullable WorkerRef worker, int crashRetries) {
    if (failure instanceof Failure.Crashed crashed) {
      ExitReport report = (ExitReport) crashed.report();
      WorkerRef died = new WorkerRef(crashed.worker().workerId(), report.pid().orElse(0L));
      return new WorkerCrashedException(
          task,
          died,
          crashed.attempts(),
          Math.max(crashRetries + 1, crashed.attempts()),
          crash(report));
    }
    if (failure instanceof Failure.TimedOut timedOut) {
      WorkerRef slow = worker != null ? worker : new WorkerRef(timedOut.worker().workerId(), 0);
      return new TaskTimeoutException(task, slow, Duration.ofNanos(timedOut.limitNanos()));
    }
    return ofPool(failure);
  }

  private static RuntimeException of(Answer answer, TaskRef task, WorkerRef worker) {
    if (answer instanceof Answer.Threw threw) {
      return new TaskFailedException(task, worker, threw.error());
    }
    if (answer instanceof Answer.Unreadable unreadable) {
      return damaged(
          new Fault(
              Leg.DECODING_TASK,
              unreadable.message(),
              text(unreadable.className()),
              text(unreadable.path())),
          task,
          worker);
    }
    if (answer instanceof Answer.Unwritable unwritable) {
      return damaged(
          new Fault(
              Leg.ENCODING_RESULT,
              unwritable.message(),
              text(unwritable.className()),
              text(unwritable.path())),
          task,
          worker);
    }
    if (answer instanceof Answer.Undecodable undecodable) {
      return damaged(
          new Fault(
              Leg.DECODING_RESULT,
              undecodable.message(),
              text(undecodable.className()),
              text(undecodable.path())),
          task,
          worker);
    }
    return new CancellationException(task + " was cancelled");
  }

  private static SerializationException damaged(Fault fault, TaskRef task, WorkerRef worker) {
    return new SerializationException(task, worker, fault, null);
  }

  private static Optional<String> text(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  static WorkerStartException notStarted(Failure.NoWorkers failure) {
    Object report = failure.report();
    if (report instanceof ExitReport exit) {
      return new WorkerStartException(
          new WorkerStartException.Attempt(
              failure.tries(), exit.command(), exit.detail(), crash(exit)),
          exit.startError().orElse(null));
    }
    return new WorkerStartException(
        new WorkerStartException.Attempt(
            failure.tries(), List.of(), "met an error in the pool itself", CrashReport.unknown("")),
        report instanceof Throwable error ? error : null);
  }

  private static CrashReport crash(ExitReport report) {
    OptionalInt code = report.exitCode();
    return new CrashReport(
        code,
        code.isPresent() ? CrashReport.signalOf(code.getAsInt()) : Optional.empty(),
        report.stderrTail(),
        report.crashReport().isEmpty() ? Optional.empty() : Optional.of(report.crashReport()),
        report.misbehaviour());
  }

  private static WorkerRef reference(WorkerIdentity worker) {
    return new WorkerRef(worker.id(), worker.pid());
  }
}
