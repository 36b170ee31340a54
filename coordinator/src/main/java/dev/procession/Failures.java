package dev.procession;

import dev.procession.SerializationException.Fault;
import dev.procession.SerializationException.Leg;
import dev.procession.process.host.HostsReport;
import dev.procession.process.job.EndedItems;
import dev.procession.process.job.WorkerIdentity;
import dev.procession.process.observe.ExitReport;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.scheduler.Failure;
import dev.procession.scheduler.WorkerKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Converts the failure of an item to an exception; no other class does. */
final class Failures {
  private Failures() {}

  /**
   * The failure of item {@code i} of {@code ended}, which did not end with a value.
   *
   * @param timeoutSetting what a message calls the time limit
   */
  static RuntimeException of(
      EndedItems ended,
      int i,
      TaskRef task,
      int crashRetries,
      TaskOptions.RetryOptions retrying,
      String timeoutSetting) {
    if (ended instanceof EndedItems.NotSent notSent) {
      return notEncoded(notSent.error(), task);
    }
    if (ended instanceof EndedItems.Failed failed) {
      WorkerRef worker = failed.worker().map(Failures::reference).orElse(null);
      return of(failed.failure(), task, worker, crashRetries, retrying, timeoutSetting);
    }
    if (ended instanceof EndedItems.Answered answered
        && answered.element(i) instanceof Answer answer) {
      return of(answer, task, reference(answered.worker()), retrying);
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

  /** The pool itself failed, or was shut down, which is a cancellation. */
  static RuntimeException ofPool(Failure failure) {
    if (failure instanceof Failure.NoWorkers none) {
      return none.report() instanceof HostsReport report ? noHosts(report) : notStarted(none);
    }
    return new CancellationException(
        "The work was cancelled or the pool was shut down before it finished");
  }

  /** No host is there. */
  static HostsLostException noHosts(HostsReport report) {
    return new HostsLostException(
        report.waitedNanos(),
        report.hosts().stream()
            .map(each -> new HostsLostException.Trouble(each.host(), each.why()))
            .toList());
  }

  private static WorkerRef died(WorkerKey worker, ExitReport report) {
    return new WorkerRef(worker.workerId(), report.pid().orElse(0L), report.host());
  }

  private static RuntimeException of(
      Failure failure,
      TaskRef task,
      @Nullable WorkerRef worker,
      int crashRetries,
      TaskOptions.RetryOptions retrying,
      String timeoutSetting) {
    if (failure instanceof Failure.Crashed crashed) {
      ExitReport report = (ExitReport) crashed.report();
      WorkerRef died = died(crashed.worker(), report);
      return new WorkerCrashedException(
          task,
          died,
          crashed.attempts(),
          Math.max(crashRetries + 1, crashed.attempts()),
          crash(report));
    }
    if (failure instanceof Failure.Unanswered unanswered) {
      ExitReport report = (ExitReport) unanswered.report();
      WorkerRef died = died(unanswered.worker(), report);
      return new WorkerCrashedException(task, died, crash(report));
    }
    if (failure instanceof Failure.HostLost lost) {
      ExitReport report = (ExitReport) lost.report();
      WorkerRef died = died(lost.worker(), report);
      return new HostLostException(task, died, lost.losses(), lost.seenRunning(), report.detail());
    }
    if (failure instanceof Failure.TimedOut timedOut) {
      WorkerRef slow =
          timedOut
              .report()
              .map(report -> died(timedOut.worker(), (ExitReport) report))
              .filter(died -> died.pid() != 0)
              .or(() -> Optional.ofNullable(worker))
              .orElse(new WorkerRef(timedOut.worker().workerId(), 0));
      int retries = retrying.scheduling().afterTimeout() ? retrying.retries() : 0;
      return new TaskTimeoutException(
          task,
          slow,
          retries,
          Duration.ofNanos(timedOut.limitNanos()),
          timeoutSetting,
          timedOut.stack().map(stack -> new TaskStack((List<?>) stack)).orElse(null));
    }
    return ofPool(failure);
  }

  private static RuntimeException of(
      Answer answer, TaskRef task, WorkerRef worker, TaskOptions.RetryOptions retrying) {
    if (answer instanceof Answer.Threw threw) {
      // A retried failure is reported only if no retry is left.
      int retries = retrying.covers(threw.error()) ? retrying.retries() : 0;
      return new TaskFailedException(task, worker, retries, threw.error());
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
              failure.tries(), command(exit), exit.detail(), crash(exit)),
          exit.startError().orElse(null));
    }
    return new WorkerStartException(
        new WorkerStartException.Attempt(
            failure.tries(),
            List.of(),
            "failed because of an error in the pool itself",
            CrashReport.unknown("")),
        report instanceof Throwable error ? error : null);
  }

  private static List<String> command(ExitReport exit) {
    try {
      return exit.command().get();
    } catch (LinkageError e) {
      // The program's jar has changed, which is why it did not start.
      return List.of();
    }
  }

  private static CrashReport crash(ExitReport report) {
    OptionalInt code = report.exitCode();
    return new CrashReport(
        code,
        code.isPresent() ? CrashReport.signalOf(code.getAsInt()) : Optional.empty(),
        report.stderrTail(),
        report.crashReport().isEmpty() ? Optional.empty() : Optional.of(report.crashReport()),
        report.misbehaviour(),
        report.unread());
  }

  private static WorkerRef reference(WorkerIdentity worker) {
    return new WorkerRef(worker.id(), worker.pid(), worker.host());
  }
}
