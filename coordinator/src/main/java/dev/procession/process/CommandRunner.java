package dev.procession.process;

import dev.procession.process.job.ItemBatch;
import dev.procession.process.job.Job;
import dev.procession.process.job.WorkerIdentity;
import dev.procession.process.observe.ListenerNotifier;
import dev.procession.process.observe.WorkerObserver;
import dev.procession.process.worker.WorkerProcesses;
import dev.procession.protocol.codec.Answers;
import dev.procession.scheduler.Command;
import dev.procession.scheduler.Failure;
import dev.procession.scheduler.WorkerKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the scheduler's commands: the only place that distinguishes them. Used on the loop
 * thread only, except where it says otherwise.
 */
final class CommandRunner {
  private final Map<Long, Job> jobs;
  private final WorkerProcesses workforce;
  private final ListenerNotifier announcer;
  private final Pool pool;
  private final Optional<WorkerObserver> observer;

  /** The number of failed items that each worker has answered; written by the loop thread. */
  private volatile AtomicLongArray failedAnswers;

  /** Used by the loop thread: receives the submitted tasks that an immediate shutdown ends. */
  private @Nullable UnstartedTasks ending;

  /** Receives the commands about the pool as a whole. */
  interface Pool {
    /** No job can run any more. */
    void fail(Failure.NoWorkers failure);

    /** Every worker waits for a shared object, and items are queued. */
    void allWait();

    /** All jobs have ended and all processes have exited. */
    void terminate();
  }

  /**
   * @param jobs the jobs that are open, by number
   * @param workers how many workers there may be
   * @param observer notified of items that the pool fails
   */
  CommandRunner(
      Map<Long, Job> jobs,
      WorkerProcesses workforce,
      ListenerNotifier announcer,
      Pool pool,
      int workers,
      Optional<WorkerObserver> observer) {
    this.observer = observer;
    this.jobs = jobs;
    this.workforce = workforce;
    this.announcer = announcer;
    this.pool = pool;
    this.failedAnswers = new AtomicLongArray(workers);
  }

  /** Adds the tasks that commands end to {@code tasks} from now on; null to stop. */
  void collectEnded(@Nullable UnstartedTasks tasks) {
    ending = tasks;
  }

  /** The number of failed items that each worker, by its number, has answered; from any thread. */
  List<Long> failedAnswers() {
    AtomicLongArray now = failedAnswers;
    return LongStream.range(0, now.length()).mapToObj(i -> now.get((int) i)).toList();
  }

  /** There may be more workers from now on; on the loop thread. */
  void resize(int workers) {
    AtomicLongArray before = failedAnswers;
    if (workers > before.length()) {
      AtomicLongArray more = new AtomicLongArray(workers);
      for (int i = 0; i < before.length(); i++) {
        more.set(i, before.get(i));
      }
      failedAnswers = more;
    }
  }

  /** Carries out a command; a command about a process that has exited is ignored. */
  void carryOut(Command command) {
    // Items end through their batch, which knows its job even if the job has already ended.
    if (command instanceof Command.Deliver deliver) {
      deliver(deliver);
    } else if (command instanceof Command.SendChunk send) {
      workforce.sendChunk(send.worker(), send.chunk());
    } else if (command instanceof Command.WantItems want) {
      Job job = jobs.get(want.jobId());
      if (job != null) {
        job.wanted(want.atLeast());
      }
    } else if (command instanceof Command.ResizeWindow resize) {
      Job job = jobs.get(resize.jobId());
      if (job != null) {
        job.resizeWindow(resize.items());
      }
    } else if (command instanceof Command.FailItems fail) {
      failItems(fail);
    } else if (command instanceof Command.EndJob end) {
      endJob(end.jobId());
    } else if (command instanceof Command.StartWorker start) {
      workforce.start(start.worker());
      announcer.starting(start.worker());
    } else if (command instanceof Command.RevokeChunk revoke) {
      workforce.revoke(revoke.worker(), revoke.chunkId());
    } else if (command instanceof Command.CancelItem cancel) {
      workforce.cancel(cancel.worker(), cancel.chunkId(), cancel.position());
    } else if (command instanceof Command.TakeStack take) {
      workforce.takeStack(take.worker(), take.chunkId(), take.position());
    } else if (command instanceof Command.WarnAllWait) {
      pool.allWait();
    } else if (command instanceof Command.DismissWorker dismiss) {
      workforce.dismiss(dismiss.worker());
    } else if (command instanceof Command.KillWorker kill) {
      workforce.kill(kill.worker(), kill.reason());
    } else if (command instanceof Command.FailPool fail) {
      pool.fail(fail.failure());
    } else if (command instanceof Command.Terminate) {
      pool.terminate();
    } else {
      throw new AssertionError(command);
    }
  }

  private void deliver(Command.Deliver deliver) {
    ItemBatch batch = (ItemBatch) deliver.batch();
    Answers answers = (Answers) deliver.answers();
    failedAnswers.addAndGet(
        deliver.worker().workerId(), answers.failures(deliver.answersFrom(), deliver.count()));
    WorkerIdentity by = identity(deliver.worker());
    batch.job().deliver(batch, deliver.from(), deliver.count(), answers, deliver.answersFrom(), by);
  }

  private void failItems(Command.FailItems fail) {
    ItemBatch batch = (ItemBatch) fail.batch();
    if (ending != null) {
      ending.add(batch, fail.from(), fail.count());
    }
    if (observer.isPresent() && !(fail.failure() instanceof Failure.Cancelled)) {
      long first = batch.firstIndex() + fail.from();
      observer.get().failed(batch.jobId(), first, fail.count(), fail.failure());
    }
    batch.job().fail(batch, fail.from(), fail.count(), place(fail.failure()), fail.failure());
  }

  private WorkerIdentity identity(WorkerKey key) {
    return new WorkerIdentity(key.workerId(), workforce.pid(key).orElse(0L), workforce.host(key));
  }

  private Optional<WorkerIdentity> place(Failure failure) {
    return failure instanceof Failure.TimedOut timedOut
        ? Optional.of(identity(timedOut.worker()))
        : Optional.empty();
  }

  private void endJob(long id) {
    Job job = jobs.remove(id);
    if (job != null) {
      workforce.forget(job.function());
    }
  }
}
