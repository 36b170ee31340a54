package dev.procession.scheduler;

import java.util.List;
import java.util.OptionalLong;

/**
 * Decides what a pool does: events in, with the time they are handled at, commands out.
 *
 * <p>Pure and deterministic: the same events at the same times give the same commands. Not
 * thread-safe; one thread calls everything here. The states and transitions are described in the
 * package's description.
 */
public final class Scheduler {
  private final SchedulerOptions options;
  private final Parts parts;
  private final Jobs jobs;
  private final Chunks chunks;
  private final Crew crew;
  private final Cancellation cancellation;
  private PoolState state = new PoolState.Created(); // written by the scheduler's thread only

  /** A scheduler that has not seen any event. */
  public Scheduler(SchedulerOptions options) {
    this.options = options;
    parts = Parts.of(options);
    jobs = parts.jobs();
    chunks = parts.chunks();
    crew = new Crew(options, parts);
    cancellation = new Cancellation(parts, crew);
  }

  /**
   * Decides about one event, and about all that became due before {@code nowNanos}.
   *
   * @param nowNanos the time, on any scale that does not go back, such as {@code System.nanoTime}
   * @return what to do, in this order; the list is the caller's to keep
   */
  public List<Command> handle(Event event, long nowNanos) {
    parts.agenda().advanceTo(nowNanos);
    if (!(state instanceof PoolState.Terminated)) {
      dispatch(event);
      // Alarms come second: an answer that is here in time counts, however late it is handled.
      for (Worker due = parts.agenda().pollDue(); due != null; due = parts.agenda().pollDue()) {
        crew.ring(due);
      }
      crew.startWanted(staffing());
      parts.dispatcher().dispatch();
      crew.retireSpent();
      crew.startWanted(staffing());
      parts.dispatcher().balance();
      crew.dismissDispensable();
      leaveIfOver();
    }
    return parts.outbox().take();
  }

  /**
   * When {@link #handle} should be called again even if nothing happens, on the caller's scale; it
   * may turn out that nothing was due.
   */
  public OptionalLong nextWakeNanos() {
    if (state instanceof PoolState.Terminated) {
      return OptionalLong.empty();
    }
    OptionalLong next = parts.agenda().next();
    next = earlier(next, parts.dispatcher().balanceAt());
    next = earlier(next, parts.dispatcher().overdueAt());
    return next.isEmpty() ? next : OptionalLong.of(parts.agenda().inCallersTime(next.getAsLong()));
  }

  private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return one.getAsLong() <= other.getAsLong() ? one : other;
  }

  /**
   * How often {@link Event.WorkerSeen} should be reported for every worker that is ready: empty
   * while no worker holds an item that has a timeout.
   */
  public OptionalLong pollNanos() {
    return parts.watch().pollNanos();
  }

  /** What there is at this moment. */
  public PoolSnapshot snapshot() {
    return PoolSnapshot.of(state, crew.posts(), jobs, parts.counts());
  }

  private void dispatch(Event event) {
    if (event instanceof Event.PoolOpened) {
      onPoolOpened();
    } else if (event instanceof Event.JobOpened e) {
      onJobOpened(e);
    } else if (event instanceof Event.BatchOffered e) {
      onBatchOffered(e);
    } else if (event instanceof Event.JobSealed e) {
      onJobSealed(e);
    } else if (event instanceof Event.JobCancelled e) {
      onJobCancelled(e);
    } else if (event instanceof Event.ItemCancelled e) {
      onItemCancelled(e);
    } else if (event instanceof Event.WorkerSaidHello e) {
      onWorkerSaidHello(e);
    } else if (event instanceof Event.WorkerReady e) {
      onWorkerReady(e);
    } else if (event instanceof Event.WorkerAnswered e) {
      onWorkerAnswered(e);
    } else if (event instanceof Event.WorkerReturned e) {
      onWorkerReturned(e);
    } else if (event instanceof Event.WorkerRetiring e) {
      onWorkerRetiring(e);
    } else if (event instanceof Event.WorkerSeen e) {
      onWorkerSeen(e);
    } else if (event instanceof Event.WorkerMisbehaved e) {
      onWorkerMisbehaved(e);
    } else if (event instanceof Event.WorkerExited e) {
      onWorkerExited(e);
    } else if (event instanceof Event.ShutdownRequested) {
      onShutdownRequested();
    } else if (event instanceof Event.ShutdownNowRequested) {
      onShutdownNowRequested();
    } else if (!(event instanceof Event.TimePassed)) {
      throw new AssertionError(event);
    }
  }

  private void onPoolOpened() {
    if (state instanceof PoolState.Created) {
      state = new PoolState.Open();
    }
  }

  private void onJobOpened(Event.JobOpened event) {
    jobs.open(event.jobId(), event.options());
    JobState job = jobs.find(event.jobId());
    if (state instanceof PoolState.Stopping && job != null) {
      job.close();
      jobs.refresh(job);
    }
  }

  private void onBatchOffered(Event.BatchOffered event) {
    JobState job = jobs.find(event.batch().jobId());
    if (job != null && job.isCancelled()) {
      jobs.offer(job, event.batch());
    } else if (state instanceof PoolState.Failed failed) {
      jobs.failOffered(event.batch(), failed.failure());
    } else if (state instanceof PoolState.Stopping stopping) {
      jobs.failOffered(event.batch(), stopping.failure());
    } else if (job != null) {
      jobs.offer(job, event.batch());
    }
    // A job that is not known was cancelled and has ended: nobody waits for its items.
  }

  private void onJobSealed(Event.JobSealed event) {
    JobState job = jobs.find(event.jobId());
    if (job != null) {
      job.close();
      jobs.refresh(job);
    }
  }

  private void onJobCancelled(Event.JobCancelled event) {
    JobState job = jobs.find(event.jobId());
    if (job != null) {
      cancellation.cancel(job);
    }
  }

  private void onItemCancelled(Event.ItemCancelled event) {
    JobState job = jobs.find(event.batch().jobId());
    BatchState batch = job == null ? null : job.find(event.batch());
    if (batch != null) {
      cancellation.cancel(batch, event.item());
    }
  }

  private void onWorkerSaidHello(Event.WorkerSaidHello event) {
    Worker worker = crew.find(event.worker());
    if (worker != null) {
      parts.launches().end(worker);
    }
  }

  private void onWorkerReady(Event.WorkerReady event) {
    Worker worker = crew.find(event.worker());
    if (worker != null) {
      crew.ready(worker);
    }
  }

  private void onWorkerAnswered(Event.WorkerAnswered event) {
    Worker worker = crew.find(event.worker());
    if (worker == null || !worker.isBelieved()) {
      return;
    }
    if (!chunks.answered(worker, event)) {
      crew.misbehaved(worker);
    } else {
      if (worker.state() instanceof Active process) {
        process.countUseful();
      }
      crew.review(worker);
    }
  }

  private void onWorkerReturned(Event.WorkerReturned event) {
    Worker worker = crew.find(event.worker());
    if (worker == null || !worker.isBelieved()) {
      return;
    }
    if (!chunks.returned(worker, event, parts.dispatcher().idleWorkers())) {
      crew.misbehaved(worker);
    } else {
      crew.review(worker);
    }
  }

  private void onWorkerRetiring(Event.WorkerRetiring event) {
    Worker worker = crew.find(event.worker());
    if (worker != null && worker.state() instanceof Active process) {
      crew.retire(process);
    }
  }

  private void onWorkerSeen(Event.WorkerSeen event) {
    Worker worker = crew.find(event.worker());
    if (worker != null && worker.state() instanceof Active process) {
      parts.watch().seen(process, event.running());
      crew.review(worker);
    }
  }

  private void onWorkerMisbehaved(Event.WorkerMisbehaved event) {
    Worker worker = crew.find(event.worker());
    if (worker != null) {
      crew.misbehaved(worker);
    }
  }

  private void onWorkerExited(Event.WorkerExited event) {
    Worker worker = crew.find(event.worker());
    if (worker == null) {
      return;
    }
    boolean failedToStart = crew.exited(worker, event);
    boolean isRunning = state instanceof PoolState.Open || state instanceof PoolState.Draining;
    if (failedToStart && isRunning && crew.isHopeless()) {
      failPool(event.report());
    }
  }

  private void failPool(Object report) {
    Failure.NoWorkers failure = new Failure.NoWorkers(crew.startFailures(), report);
    boolean isDraining = state instanceof PoolState.Draining;
    state = isDraining ? new PoolState.Stopping(failure) : new PoolState.Failed(failure);
    parts.outbox().add(new Command.FailPool(failure));
    jobs.failAll(failure, isDraining);
  }

  private void onShutdownRequested() {
    if (state instanceof PoolState.Created || state instanceof PoolState.Open) {
      state = new PoolState.Draining();
    } else if (state instanceof PoolState.Failed failed) {
      state = new PoolState.Stopping(failed.failure());
      jobs.failAll(failed.failure(), true);
    }
  }

  private void onShutdownNowRequested() {
    if (state instanceof PoolState.Stopping) {
      return;
    }
    state = new PoolState.Stopping(new Failure.Cancelled());
    jobs.failAll(new Failure.Cancelled(), true);
    crew.killAll();
  }

  private Staffing staffing() {
    if (state instanceof PoolState.Open) {
      return options.idleTimeoutNanos().isPresent() ? Staffing.EACH_ONCE : Staffing.FULL;
    }
    return state instanceof PoolState.Draining ? Staffing.ON_DEMAND : Staffing.NONE;
  }

  private void leaveIfOver() {
    boolean isLast = state instanceof PoolState.Draining || state instanceof PoolState.Stopping;
    if (!isLast || !jobs.isEmpty()) {
      return;
    }
    crew.dismissIdle();
    if (crew.processes() == 0) {
      state = new PoolState.Terminated();
      parts.outbox().add(new Command.Terminate());
    }
  }
}
