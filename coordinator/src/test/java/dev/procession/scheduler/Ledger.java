package dev.procession.scheduler;

import dev.procession.scheduler.SimulatedBatch.Fate;
import dev.procession.scheduler.SimulatedWorker.Answers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a shell may rely on, checked after each event of a simulation. */
final class Ledger {
  /** A job from its opening to its end. */
  private static final class Job {
    final JobOptions options;
    int wanted;
    boolean closed;
    boolean cancelled;
    boolean ended;

    Job(JobOptions options) {
      this.options = options;
    }
  }

  private final Simulation world;
  private final Weather weather;
  private final ProcessLedger processes;
  private final Map<Long, Job> jobs = new LinkedHashMap<>();
  private static final long MAX_EXIT_NANOS = 2_000_000_000;

  private final List<SimulatedBatch> batches = new ArrayList<>();
  private long lastChunkId;
  private boolean failedPool;
  private boolean stoppedNow;
  private boolean terminated;

  /** How long an item may take to stop after its time is up, its process to exit included. */
  private final long maxStoppingNanos;

  Ledger(Simulation world, Weather weather, SchedulerOptions options) {
    this.world = world;
    this.maxStoppingNanos = options.shutdownGraceNanos() + MAX_EXIT_NANOS;
    this.weather = weather;
    this.processes = new ProcessLedger(world, weather, options, this::waitingItems);
  }

  boolean isTerminated() {
    return terminated;
  }

  AssertionError broken(String what) {
    return new AssertionError(what + " at " + world.now / 1000 + " us");
  }

  void require(boolean fact, String what) {
    require(fact, () -> what);
  }

  /** For texts that are worth building only when they are needed: this runs a million times. */
  void require(boolean fact, Supplier<String> what) {
    if (!fact) {
      throw broken(what.get());
    }
  }

  void resized(int workers) {
    processes.resized(workers);
  }

  /** Notes what the shell knows before the scheduler does. */
  void before(Event event) {
    if (event instanceof Event.JobOpened e) {
      jobs.put(e.jobId(), new Job(e.options()));
    } else if (event instanceof Event.BatchOffered e) {
      batches.add((SimulatedBatch) e.batch());
      job(e.batch()).wanted = 0;
    } else if (event instanceof Event.JobSealed e) {
      job(e.jobId()).closed = true;
    } else if (event instanceof Event.JobCancelled e) {
      job(e.jobId()).cancelled = true;
    } else if (event instanceof Event.ItemCancelled e) {
      SimulatedBatch batch = (SimulatedBatch) e.batch();
      if (batch.fates[e.item()] == Fate.OPEN) {
        batch.fates[e.item()] = Fate.CANCELLED;
      }
    } else if (event instanceof Event.WorkerSaidHello e) {
      processes.saidHello(e.worker());
    } else if (event instanceof Event.WorkerReady e) {
      processes.ready(e.worker());
    } else if (event instanceof Event.WorkerAnswered e) {
      answered(e);
    } else if (event instanceof Event.WorkerReturned e) {
      returned(e);
    } else if (event instanceof Event.WorkerRetiring e) {
      processes.live(e.worker()).asksToRetire = true;
    } else if (event instanceof Event.WorkerExited e) {
      processes.exited(e.worker()).chunks.values().forEach(r -> free(r, r.from, r.to));
    } else if (event instanceof Event.ShutdownRequested) {
      processes.shutDown();
    } else if (event instanceof Event.ShutdownNowRequested) {
      stoppedNow = true;
      processes.startNoMore();
    }
  }

  private void answered(Event.WorkerAnswered e) {
    LiveProcess.Remaining remaining = processes.live(e.worker()).chunks.get(e.chunkId());
    boolean isHonest = ((Answers) e.answers()).from() >= 0;
    if (isHonest && remaining != null) {
      free(remaining, e.firstPosition(), e.firstPosition() + e.count());
      e.worthRetrying().stream()
          .map(i -> remaining.chunk.from() + e.firstPosition() + i)
          .forEach(item -> failedOnce((SimulatedBatch) remaining.chunk.batch(), item));
      remaining.from += e.count();
      forgetIfOver(e.worker(), remaining);
    }
  }

  private void failedOnce(SimulatedBatch batch, int item) {
    if (weather.lies() > 0) {
      return; // Nobody believes a process that has lied, so it may count or not.
    }
    int failures = ++batch.failures[item];
    long delay = job(batch).options.retry().delayNanos() << (failures - 1);
    batch.notBefore[item] = batch.fates[item] == Fate.OPEN ? world.now + delay : 0;
  }

  private void returned(Event.WorkerReturned e) {
    LiveProcess process = processes.live(e.worker());
    LiveProcess.Remaining remaining = process.chunks.get(e.chunkId());
    processes.returned(process, e.chunkId());
    if (remaining != null && e.fromPosition() <= remaining.to) {
      free(remaining, e.fromPosition(), remaining.to);
      remaining.to = e.fromPosition();
      forgetIfOver(e.worker(), remaining);
    }
  }

  private void forgetIfOver(WorkerKey worker, LiveProcess.Remaining remaining) {
    if (remaining.from == remaining.to) {
      processes.over(worker, remaining.chunk.id());
    }
  }

  private static void free(LiveProcess.Remaining remaining, int from, int to) {
    SimulatedBatch batch = (SimulatedBatch) remaining.chunk.batch();
    for (int i = from; i < to; i++) {
      batch.heldIn[remaining.chunk.from() + i] = 0;
    }
  }

  private Job job(Batch batch) {
    return job(batch.jobId());
  }

  private Job job(long jobId) {
    Job job = jobs.get(jobId);
    if (job == null) {
      throw broken("no such job: " + jobId);
    }
    return job;
  }

  /** How many items wait for a process to take them. */
  private long waitingItems() {
    long waiting = 0;
    for (SimulatedBatch batch : batches) {
      for (int i = 0; i < batch.count() && !job(batch).cancelled; i++) {
        waiting += batch.fates[i] == Fate.OPEN && batch.heldIn[i] == 0 ? 1 : 0;
      }
    }
    return waiting;
  }

  void check(Command command) {
    require(!terminated, () -> command + " after the end");
    if (command instanceof Command.StartWorker c) {
      processes.started(c.worker());
    } else if (command instanceof Command.SendChunk c) {
      processes.sent(c.worker(), c.chunk());
      sent(c.chunk());
    } else if (command instanceof Command.RevokeChunk c) {
      processes.revoked(c.worker(), c.chunkId());
    } else if (command instanceof Command.CancelItem c) {
      processes.usable(c.worker());
    } else if (command instanceof Command.DismissWorker c) {
      processes.dismissed(c.worker());
    } else if (command instanceof Command.KillWorker c) {
      processes.killed(c.worker(), c.reason());
    } else if (command instanceof Command.Deliver c) {
      delivered(c);
    } else if (command instanceof Command.FailItems c) {
      failed(c);
    } else if (command instanceof Command.WantItems c) {
      Job job = job(c.jobId());
      boolean isUrgent = job.wanted > 1 && c.atLeast() == 1;
      require(job.wanted == 0 || isUrgent, () -> c + " twice");
      require(!job.closed && !job.cancelled, () -> c + " too late");
      job.wanted = c.atLeast();
    } else if (command instanceof Command.EndJob c) {
      ended(c.jobId());
    } else if (command instanceof Command.FailPool) {
      require(!failedPool && processes.isEmpty(), "a pool that fails twice, or while it lives");
      failedPool = true;
      processes.startNoMore();
    } else if (command instanceof Command.Terminate) {
      require(processes.isEmpty(), "the end before the last exit");
      require(jobs.values().stream().allMatch(j -> j.ended), "the end before the last job's");
      terminated = true;
    }
  }

  /** The pool is open: where processes are let go when idle, only these are started unasked. */
  void opened() {
    if (weather.idleTimeout() != Weather.NEVER) {
      processes.startOnDemand();
    }
  }

  private void sent(Chunk chunk) {
    SimulatedBatch batch = (SimulatedBatch) chunk.batch();
    Job job = job(batch);
    require(chunk.id() == ++lastChunkId, () -> "chunk ids grow: " + chunk);
    require(!job.cancelled && !job.ended, () -> "a chunk of an ended job: " + chunk);
    require(chunk.count() >= 1 && chunk.count() <= ChunkSizer.MAX_ITEMS, () -> "size of " + chunk);
    require(chunk.count() <= job.options.chunkSize().orElse(1 << 20), () -> "size of " + chunk);
    require(
        chunk.attempt() <= job.options.crashRetries() + job.options.retry().retries() + 1,
        () -> "attempts of " + chunk);
    long bytes = batch.sizeBytes(chunk.from(), chunk.to());
    boolean isFixed = job.options.chunkSize().isPresent();
    require(isFixed || chunk.count() == 1 || bytes <= 1 << 20, () -> "bytes of " + chunk);
    for (int i = chunk.from(); i < chunk.to(); i++) {
      int item = i;
      require(batch.fates[i] == Fate.OPEN, () -> "item " + item + " has ended: " + chunk);
      require(batch.heldIn[i] == 0, () -> "item " + item + " is also in " + batch.heldIn[item]);
      require(world.now >= batch.notBefore[i], () -> "item " + item + " too early: " + chunk);
      batch.heldIn[i] = chunk.id();
    }
  }

  private void delivered(Command.Deliver c) {
    Answers answers = (Answers) c.answers();
    require(answers.batch() == c.batch(), () -> "answers of another batch: " + c);
    require(answers.from() + c.answersFrom() == c.from(), () -> "the wrong answers: " + c);
    require(
        c.answersFrom() + c.count() <= answers.count(), () -> "answers that are not there: " + c);
    SimulatedBatch batch = (SimulatedBatch) c.batch();
    end(batch, c.from(), c.count(), Fate.DELIVERED);
    for (int i = c.from(); i < c.from() + c.count(); i++) {
      triedOftenEnough(batch, i);
    }
  }

  private void triedOftenEnough(SimulatedBatch batch, int item) {
    int most = job(batch).options.retry().retries() + 1;
    int tried = batch.failures[item];
    require(
        weather.lies() > 0
            || switch (batch.natures[item]) {
              case FAILS -> tried == most;
              case FAILS_TWICE -> tried == Math.min(2, most);
              default -> tried == 0;
            },
        () -> tried + " failures of item " + item + " of " + batch);
  }

  private void failed(Command.FailItems c) {
    SimulatedBatch batch = (SimulatedBatch) c.batch();
    end(batch, c.from(), c.count(), Fate.FAILED);
    if (c.failure() instanceof Failure.Crashed crashed) {
      require(c.count() == 1, "one item crashes at a time");
      require(
          crashed.attempts() > job(batch).options.crashRetries()
              && crashed.attempts()
                  <= job(batch).options.crashRetries() + job(batch).options.retry().retries() + 1,
          () -> "attempts used: " + crashed);
      boolean isGuilty = batch.deaths[c.from()] > job(batch).options.crashRetries();
      require(isGuilty || weather.killsInnocents(), () -> "an innocent: " + c);
    } else if (c.failure() instanceof Failure.TimedOut timedOut) {
      long ran = world.now - batch.startedAt[c.from()];
      require(c.count() == 1 && ran >= timedOut.limitNanos(), () -> "a timeout too early: " + c);
      require(
          ran
              <= timedOut.limitNanos() * 11 / 10
                  + 100_000_000
                  + maxStoppingNanos
                  + world.longestSilence(),
          () -> "a timeout too late: " + ran);
    } else if (c.failure() instanceof Failure.HostLost lost) {
      require(lost.losses() > SchedulerOptions.DEFAULT_HOST_RETRIES, () -> "too early: " + c);
    } else if (c.failure() instanceof Failure.NoWorkers) {
      require(failedPool, () -> "workers can be had: " + c);
    } else {
      require(stoppedNow, () -> "nobody cancelled: " + c);
    }
  }

  private void end(SimulatedBatch batch, int from, int count, Fate fate) {
    Job job = job(batch);
    require(!job.cancelled, () -> "nobody wants items of job " + batch.jobId);
    require(count >= 1, "an empty range");
    for (int i = from; i < from + count; i++) {
      int item = i;
      require(batch.fates[i] == Fate.OPEN, () -> "item " + item + " of " + batch + " ends twice");
      batch.fates[i] = fate;
    }
  }

  private void ended(long jobId) {
    Job job = job(jobId);
    boolean mayEnd = job.closed || job.cancelled || stoppedNow || failedPool;
    require(!job.ended && mayEnd, () -> "job " + jobId + " ends twice or too early");
    job.ended = true;
    for (LiveProcess process : processes.all()) {
      for (LiveProcess.Remaining remaining : process.chunks.values()) {
        require(remaining.chunk.batch().jobId() != jobId, "a chunk outlives its job");
      }
    }
    checkItems(jobId, job);
  }

  private void checkItems(long jobId, Job job) {
    for (SimulatedBatch batch : batches) {
      for (int i = 0; i < batch.count() && batch.jobId == jobId && !job.cancelled; i++) {
        int item = i;
        require(
            batch.fates[i] != Fate.OPEN, () -> "item " + item + " of " + batch + " never ended");
      }
    }
  }

  void checkWakes() {
    processes.checkWakes();
  }

  /** Nobody sits idle while something waits. */
  void check(PoolSnapshot snapshot) {
    boolean isIdle =
        snapshot.workers().stream().anyMatch(w -> w.state() == PoolSnapshot.Phase.IDLE);
    long queued = snapshot.queuedItems();
    require(queued == 0 || (queued > 0 && !isIdle), () -> "idle and queued: " + snapshot);
    processes.check(snapshot);
  }

  void checkEnd() {
    jobs.forEach(this::checkItems);
  }
}
