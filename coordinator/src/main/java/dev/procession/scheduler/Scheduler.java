package dev.procession.scheduler;

import java.util.List;
import java.util.OptionalLong;

/**
 * Makes the decisions of a pool: takes events, with the time at which they are handled, and returns
 * commands.
 *
 * <p>Pure and deterministic: the same events at the same times give the same commands. Not
 * thread-safe; one thread calls everything here. The states and transitions are described in the
 * package's description.
 */
public final class Scheduler {
  private final SchedulerOptions options;
  private final Alarms alarms = new Alarms();
  private final Outbox outbox = new Outbox();
  private final Counts counts = new Counts();
  private final Jobs jobs;
  private final Chunks chunks;
  private final Deadlines deadlines;
  private final Dispatcher dispatcher;
  private final LaunchLimit launches;
  private final WorkerLifecycle lifecycle;
  private final Cancellation cancellation;
  private PoolState state = new PoolState.Created(); // written by the scheduler's thread only

  /** Creates a scheduler that has not handled any event. */
  public Scheduler(SchedulerOptions options) {
    this.options = options;
    jobs = new Jobs(options.workers(), alarms, outbox, counts);
    chunks = new Chunks(jobs, alarms, outbox);
    deadlines = new Deadlines(options, jobs, alarms, outbox);
    dispatcher = new Dispatcher(options, jobs, chunks, deadlines, alarms);
    launches = new LaunchLimit(options, alarms);
    Recovery recovery = new Recovery(options, jobs, chunks);
    StartQueue startQueue = new StartQueue(jobs, dispatcher, launches, alarms);
    Replacement replacement = new Replacement(startQueue, dispatcher);
    lifecycle =
        new WorkerLifecycle(
            options,
            dispatcher,
            deadlines,
            chunks,
            recovery,
            startQueue,
            replacement,
            alarms,
            outbox,
            counts);
    cancellation = new Cancellation(jobs, chunks, deadlines, lifecycle);
  }

  /**
   * Decides about one event, and about all that became due before {@code nowNanos}.
   *
   * @param nowNanos the time, on any scale that does not go back, such as {@code System.nanoTime}
   * @return what to do, in this order; the list is the caller's to keep
   */
  public List<Command> handle(Event event, long nowNanos) {
    alarms.advanceTo(nowNanos);
    if (!(state instanceof PoolState.Terminated)) {
      dispatch(event);
      // Alarms come second: an answer that arrived in time counts, however late it is handled.
      for (Worker due = alarms.pollDue(); due != null; due = alarms.pollDue()) {
        lifecycle.ring(due);
      }
      jobs.resumeDue();
      lifecycle.startWanted(staffing());
      dispatcher.dispatch();
      lifecycle.retireSpent();
      lifecycle.startWanted(staffing());
      dispatcher.balance();
      lifecycle.dismissDispensable();
      if (dispatcher.takeAllWait()) {
        outbox.add(new Command.WarnAllWait());
      }
      leaveIfOver();
    }
    return outbox.take();
  }

  /**
   * When {@link #handle} should be called again even if nothing happens, on the caller's scale;
   * nothing may be due then after all.
   */
  public OptionalLong nextWakeNanos() {
    if (state instanceof PoolState.Terminated) {
      return OptionalLong.empty();
    }
    OptionalLong next = alarms.next();
    next = earlier(next, dispatcher.balanceAt());
    next = earlier(next, dispatcher.overdueAt());
    next = earlier(next, jobs.resumeAt());
    return next.isEmpty() ? next : OptionalLong.of(alarms.inCallersTime(next.getAsLong()));
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
    return deadlines.pollNanos();
  }

  /** A snapshot of the pool. */
  public PoolSnapshot snapshot() {
    return PoolSnapshot.of(state, lifecycle.slots(), jobs, counts);
  }

  /** The jobs that have not ended, in the order in which they were opened. */
  public List<JobSnapshot> jobs() {
    return jobs.snapshots();
  }

  private void dispatch(Event event) {
    if (event instanceof Event.PoolOpened) {
      onPoolOpened();
    } else if (event instanceof Event.PoolResized e) {
      onPoolResized(e);
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
    } else if (event instanceof Event.StackTaken e) {
      onStackTaken(e);
    } else if (event instanceof Event.WorkerRetiring e) {
      onWorkerRetiring(e);
    } else if (event instanceof Event.WorkerWaits e) {
      onWorkerWaits(e);
    } else if (event instanceof Event.WorkerSeen e) {
      onWorkerSeen(e);
    } else if (event instanceof Event.WorkerMisbehaved e) {
      onWorkerMisbehaved(e);
    } else if (event instanceof Event.WorkerExited e) {
      onWorkerExited(e);
    } else if (event instanceof Event.PlacesChanged e) {
      onPlacesChanged(e);
    } else if (event instanceof Event.HostDraining e) {
      onHostDraining(e);
    } else if (event instanceof Event.PlacesGivenUp e) {
      onPlacesGivenUp(e);
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

  private void onPoolResized(Event.PoolResized event) {
    if (state instanceof PoolState.Created
        || state instanceof PoolState.Open
        || state instanceof PoolState.Draining) {
      jobs.resize(event.workers());
      dispatcher.resize(event.workers());
      lifecycle.resize(event.workers());
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
    // An unknown job was cancelled and has ended; its items are not wanted.
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
    Worker worker = lifecycle.find(event.worker());
    if (worker != null) {
      launches.saidHello(worker, jobs.queuedItems());
    }
  }

  private void onWorkerReady(Event.WorkerReady event) {
    Worker worker = lifecycle.find(event.worker());
    if (worker != null) {
      lifecycle.ready(worker);
    }
  }

  private void onWorkerAnswered(Event.WorkerAnswered event) {
    Worker worker = lifecycle.find(event.worker());
    if (worker == null || !worker.isBelieved()) {
      return;
    }
    if (!chunks.answered(worker, event)) {
      lifecycle.misbehaved(worker);
    } else {
      if (worker.state() instanceof ActiveWorker process) {
        process.countUseful();
      }
      lifecycle.review(worker);
    }
  }

  private void onWorkerReturned(Event.WorkerReturned event) {
    Worker worker = lifecycle.find(event.worker());
    if (worker == null || !worker.isBelieved()) {
      return;
    }
    if (!chunks.returned(worker, event, dispatcher.idleWorkers())) {
      lifecycle.misbehaved(worker);
    } else {
      lifecycle.review(worker);
    }
  }

  private void onStackTaken(Event.StackTaken event) {
    Worker worker = lifecycle.find(event.worker());
    HeldChunk chunk = worker == null ? null : worker.held().find(event.chunkId());
    if (chunk != null) {
      chunk.overdueAt(event.position(), event.stack());
    }
  }

  private void onWorkerRetiring(Event.WorkerRetiring event) {
    Worker worker = lifecycle.find(event.worker());
    if (worker != null && worker.state() instanceof ActiveWorker process) {
      lifecycle.retire(process, ExitReason.MEMORY);
    }
  }

  private void onWorkerWaits(Event.WorkerWaits event) {
    Worker worker = lifecycle.find(event.worker());
    if (worker != null && worker.state() instanceof ActiveWorker process) {
      process.waits(event.waits());
      dispatcher.waits(process);
    }
  }

  private void onWorkerSeen(Event.WorkerSeen event) {
    Worker worker = lifecycle.find(event.worker());
    if (worker != null && worker.state() instanceof ActiveWorker process) {
      deadlines.seen(process, event.running());
      lifecycle.review(worker);
    }
  }

  private void onWorkerMisbehaved(Event.WorkerMisbehaved event) {
    Worker worker = lifecycle.find(event.worker());
    if (worker != null) {
      lifecycle.misbehaved(worker);
    }
  }

  private void onWorkerExited(Event.WorkerExited event) {
    Worker worker = lifecycle.find(event.worker());
    if (worker == null) {
      return;
    }
    boolean failedToStart = lifecycle.exited(worker, event);
    if (failedToStart && isRunning() && lifecycle.isHopeless()) {
      failPool(new Failure.NoWorkers(lifecycle.startFailures(), event.report()));
    }
  }

  private void onPlacesChanged(Event.PlacesChanged event) {
    lifecycle.changePlaces(event.places());
    launches.changeTo(event.launchesAtOnce());
  }

  private void onHostDraining(Event.HostDraining event) {
    for (WorkerKey key : event.workers()) {
      Worker worker = lifecycle.find(key);
      if (worker != null) {
        lifecycle.leaveHost(worker);
      }
    }
  }

  private void onPlacesGivenUp(Event.PlacesGivenUp event) {
    if (isRunning()) {
      lifecycle.killAll();
      failPool(new Failure.NoWorkers(0, event.report()));
    }
  }

  private boolean isRunning() {
    return state instanceof PoolState.Open || state instanceof PoolState.Draining;
  }

  private void failPool(Failure.NoWorkers failure) {
    boolean isDraining = state instanceof PoolState.Draining;
    state = isDraining ? new PoolState.Stopping(failure) : new PoolState.Failed(failure);
    outbox.add(new Command.FailPool(failure));
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
    lifecycle.killAll();
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
    lifecycle.dismissIdle();
    if (lifecycle.processes() == 0) {
      state = new PoolState.Terminated();
      outbox.add(new Command.Terminate());
    }
  }
}
