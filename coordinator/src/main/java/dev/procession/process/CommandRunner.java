package dev.procession.process;

import dev.procession.scheduler.Command;
import dev.procession.scheduler.Failure;
import dev.procession.scheduler.WorkerKey;
import java.util.Map;
import java.util.Optional;

/** Carries out what the scheduler decides about jobs and workers. Used on the loop thread only. */
final class CommandRunner {
  private final Map<Long, Job> jobs;
  private final Workforce workforce;
  private final FailedAnswers failedAnswers;

  /**
   * @param jobs the jobs that are open, by number
   * @param failedAnswers counts the items that were answered, but not with a value
   */
  CommandRunner(Map<Long, Job> jobs, Workforce workforce, FailedAnswers failedAnswers) {
    this.jobs = jobs;
    this.workforce = workforce;
    this.failedAnswers = failedAnswers;
  }

  /** Carries out any command but those that end the pool. */
  void carryOut(Command command) {
    // Items are ended through their batch: it knows its job even when the job has ended already.
    if (command instanceof Command.Deliver deliver) {
      deliver(deliver);
    } else if (command instanceof Command.FailItems fail) {
      ItemBatch batch = (ItemBatch) fail.batch();
      batch.job().fail(batch, fail.from(), fail.count(), place(fail.failure()), fail.failure());
    } else if (command instanceof Command.WantItems want) {
      job(want.jobId()).ifPresent(job -> job.wanted(want.atLeast()));
    } else if (command instanceof Command.ResizeWindow resize) {
      job(resize.jobId()).ifPresent(job -> job.resizeWindow(resize.items()));
    } else if (command instanceof Command.EndJob end) {
      endJob(end.jobId());
    } else {
      workforce.carryOut(command);
    }
  }

  private void deliver(Command.Deliver deliver) {
    ItemBatch batch = (ItemBatch) deliver.batch();
    Answers answers = (Answers) deliver.answers();
    failedAnswers.add(
        deliver.worker().workerId(), answers.failures(deliver.answersFrom(), deliver.count()));
    WorkerIdentity by = identity(deliver.worker());
    batch.job().deliver(batch, deliver.from(), deliver.count(), answers, deliver.answersFrom(), by);
  }

  private WorkerIdentity identity(WorkerKey key) {
    return new WorkerIdentity(key.workerId(), workforce.pid(key).orElse(0L));
  }

  private Optional<WorkerIdentity> place(Failure failure) {
    return failure instanceof Failure.TimedOut timedOut
        ? Optional.of(identity(timedOut.worker()))
        : Optional.empty();
  }

  private Optional<Job> job(long id) {
    return Optional.ofNullable(jobs.get(id));
  }

  private void endJob(long id) {
    Job job = jobs.remove(id);
    if (job != null) {
      workforce.forget(job.function());
    }
  }
}
