package dev.procession.scheduler;

import dev.procession.scheduler.Recovery.Blame;
import dev.procession.scheduler.WorkerState.Dismissed;
import dev.procession.scheduler.WorkerState.Gone;
import dev.procession.scheduler.WorkerState.Killed;
import dev.procession.scheduler.WorkerState.Starting;
import dev.procession.scheduler.WorkerState.Vacant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workers' lives: who is started, replaced, asked to leave, killed. */
final class Crew {
  private final SchedulerOptions options;
  private final Dispatcher dispatcher;
  private final Watch watch;
  private final Chunks chunks;
  private final Recovery recovery;
  private final Starts starts;
  private final Succession succession;
  private final Agenda agenda;
  private final Outbox outbox;
  private final Counts counts;
  private final List<Post> posts = new ArrayList<>();
  // Written by the scheduler's thread only.
  private int active;
  private int processes;

  Crew(SchedulerOptions options, Parts parts) {
    this.options = options;
    this.dispatcher = parts.dispatcher();
    this.watch = parts.watch();
    this.chunks = parts.chunks();
    this.recovery = new Recovery(parts.jobs(), parts.chunks());
    this.starts = new Starts(parts);
    this.succession = new Succession(starts, parts.dispatcher());
    this.agenda = parts.agenda();
    this.outbox = parts.outbox();
    this.counts = parts.counts();
    for (int id = 0; id < options.workers(); id++) {
      Post post = new Post(id);
      posts.add(post);
      starts.arrange(post);
    }
  }

  List<Post> posts() {
    return posts;
  }

  /** The worker whose process has the key; null when that process is gone. */
  @Nullable Worker find(WorkerKey key) {
    boolean exists = key.workerId() >= 0 && key.workerId() < posts.size();
    return exists ? posts.get(key.workerId()).find(key) : null;
  }

  int processes() {
    return processes;
  }

  /** How many tries in a row did not get ready. */
  int startFailures() {
    return starts.failures();
  }

  /** Whether no process is there and none can be expected to get ready. */
  boolean isHopeless() {
    return starts.haveFailedOften() && processes == 0;
  }

  void startWanted(Staffing staffing) {
    for (Worker next = nextToStart(staffing); next != null; next = nextToStart(staffing)) {
      WorkerKey key = starts.begin(next);
      long readyBy = agenda.in(options.startTimeoutNanos());
      next.become(new Starting(key, readyBy));
      starts.arrange(next.post());
      processes++;
      counts.started();
      agenda.arm(next, readyBy);
      outbox.add(new Command.StartWorker(key));
    }
  }

  private @Nullable Worker nextToStart(Staffing staffing) {
    // After failures in a row the processes under way decide whether the pool is of any use.
    boolean isHoldingBack = starts.haveFailedOften() && active == 0 && processes > 0;
    return isHoldingBack ? null : starts.next(staffing);
  }

  void ready(Worker worker) {
    if (worker.state() instanceof Starting state) {
      Active process = new Active(worker, state.key(), options.maxTasksPerWorker());
      worker.become(process);
      active++;
      starts.ready();
      succession.presentChanged(worker.post());
      dispatcher.refresh(process);
    }
  }

  /** Puts a worker where it belongs after anything about what it holds or runs changed. */
  void review(Worker worker) {
    if (worker.state() instanceof Active process) {
      watch.review(process);
      dispatcher.refresh(process);
    }
    succession.holdingChanged(worker);
  }

  /** What a process has not begun is taken back, and it leaves when it has finished the rest. */
  void retire(Active process) {
    HeldChunk first = process.holding().first();
    HeldChunk second = process.holding().second();
    if (second != null) {
      chunks.revoke(process.key(), second);
    }
    if (first != null && first.notStarted() > 0) {
      chunks.revoke(process.key(), first);
    }
    succession.retire(process);
  }

  /** Those who were sent all that they may have are replaced while they work on it. */
  void retireSpent() {
    dispatcher.takeSpent().forEach(succession::retire);
  }

  /** Whoever retires and is not needed any more leaves, and whoever was idle for too long. */
  void dismissDispensable() {
    succession.takeLeavers().forEach(process -> dismiss(process, process.wasUseful()));
    for (Active idle = dispatcher.overdue(); idle != null; idle = dispatcher.overdue()) {
      dismiss(idle, true);
      succession.stepAside(idle.worker());
    }
  }

  private void dismiss(Active process, boolean wasUseful) {
    dispatcher.forget(process);
    active--;
    long goneBy = agenda.in(options.shutdownGraceNanos());
    Worker worker = process.worker();
    worker.become(new Dismissed(process.key(), goneBy, wasUseful));
    starts.arrange(worker.post());
    agenda.arm(worker, goneBy);
    outbox.add(new Command.DismissWorker(process.key()));
  }

  /** Everybody who has nothing to do leaves. */
  void dismissIdle() {
    for (Active idle = dispatcher.firstIdle(); idle != null; idle = dispatcher.firstIdle()) {
      dismiss(idle, idle.wasUseful());
    }
    for (Worker worker : starts.starting()) {
      kill(worker, KillReason.NOT_NEEDED);
    }
    dismissDispensable();
  }

  void killAll() {
    for (Post post : posts) {
      Worker predecessor = post.predecessor();
      if (predecessor != null) {
        kill(predecessor, KillReason.NOT_NEEDED);
      }
      kill(post.present(), KillReason.NOT_NEEDED);
    }
  }

  void misbehaved(Worker worker) {
    boolean atStart = worker.state() instanceof Starting;
    kill(worker, atStart ? KillReason.MISBEHAVED_AT_START : KillReason.MISBEHAVED);
  }

  /** Kills the process of a worker, if there is one and it has not been killed. */
  private void kill(Worker worker, KillReason reason) {
    WorkerState state = worker.state();
    WorkerKey key;
    Holding holding = new Holding();
    if (state instanceof Starting process) {
      key = process.key();
    } else if (state instanceof Active process) {
      key = process.key();
      holding = process.holding();
      dispatcher.forget(process);
      active--;
    } else if (state instanceof Dismissed process) {
      key = process.key();
    } else {
      return;
    }
    worker.become(new Killed(key, holding, reason));
    succession.presentChanged(worker.post());
    outbox.add(new Command.KillWorker(key, reason.text(options)));
  }

  /** Takes note of a process's end; returns whether it ended before it was ready. */
  boolean exited(Worker worker, Event.WorkerExited exit) {
    WorkerState state = worker.state();
    boolean failedToStart = false;
    boolean wasUseful = true;
    if (state instanceof Starting) {
      failedToStart = true;
    } else if (state instanceof Active process) {
      dispatcher.forget(process);
      active--;
      counts.lost();
      boolean foundCause = recovery.recover(process.holding(), exit, Blame.RUNNING);
      wasUseful = foundCause || process.wasUseful();
    } else if (state instanceof Dismissed process) {
      wasUseful = process.wasUseful();
    } else if (state instanceof Killed process) {
      failedToStart = isStartFailure(process.reason());
      wasUseful = killedExited(process, exit);
    } else {
      throw new AssertionError(state);
    }
    processes--;
    worker.become(new Gone());
    if (worker == worker.post().predecessor()) {
      predecessorExited(worker.post(), state, wasUseful);
    } else {
      presentExited(worker, failedToStart, wasUseful);
    }
    return failedToStart;
  }

  private static boolean isStartFailure(KillReason reason) {
    return reason == KillReason.NOT_READY || reason == KillReason.MISBEHAVED_AT_START;
  }

  private boolean killedExited(Killed process, Event.WorkerExited exit) {
    Blame blame =
        switch (process.reason()) {
          case MISBEHAVED -> Blame.RUNNING;
          case UNRESPONSIVE -> Blame.UNKNOWN;
          default -> Blame.SETTLED;
        };
    boolean foundCause = recovery.recover(process.holding(), exit, blame);
    switch (process.reason()) {
      case MISBEHAVED, UNRESPONSIVE, ITEM_NOT_STOPPED -> counts.lost();
      default -> {}
    }
    return foundCause;
  }

  private void predecessorExited(Post post, WorkerState lastState, boolean wasUseful) {
    if (wasUseful) {
      post.wasUseful();
    } else if (!(lastState instanceof Dismissed)) {
      // Who was dismissed without having been of use was counted when it stepped aside.
      post.countFruitless();
    }
    succession.predecessorExited(post);
  }

  /** The number is free; who was of no use, again and again, is not replaced at once. */
  private void presentExited(Worker worker, boolean failedToStart, boolean wasUseful) {
    Post post = worker.post();
    starts.arrange(post);
    if (failedToStart) {
      post.presentExited(starts.afterFailure(worker));
    } else {
      post.presentExited(wasUseful ? starts.afterUse(post) : starts.afterNoUse(post));
    }
    succession.presentChanged(post);
  }

  /** Does what is due for a worker whose alarm rang, or has it ring again. */
  void ring(Worker worker) {
    WorkerState state = worker.state();
    if (state instanceof Vacant) {
      starts.arrange(worker.post());
    } else if (state instanceof Starting process) {
      if (isDue(worker, process.readyBy())) {
        kill(worker, KillReason.NOT_READY);
      }
    } else if (state instanceof Active process) {
      KillReason reason = watch.ring(process);
      if (reason != null) {
        kill(worker, reason);
      } else {
        review(worker);
      }
    } else if (state instanceof Dismissed process) {
      if (isDue(worker, process.goneBy())) {
        kill(worker, KillReason.DID_NOT_LEAVE);
      }
    }
  }

  private boolean isDue(Worker worker, long at) {
    if (at <= agenda.now()) {
      return true;
    }
    agenda.arm(worker, at);
    return false;
  }
}
