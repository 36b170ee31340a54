package dev.procession.process;

import dev.procession.scheduler.Command;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.Failure;
import dev.procession.scheduler.WorkerKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listeners of a pool what becomes of it. Used on the loop thread only, which it delays
 * by no more than it takes to make an event.
 */
final class Announcer {
  private final List<Announcements> listeners;
  private final Supplier<EngineSnapshot> now;

  /** Used by the loop thread only: the processes that have been ready and have not exited. */
  private final Set<WorkerKey> ready = new HashSet<>();

  /** Used by the loop thread only: what is to be told after the end of a process. */
  private @Nullable List<PoolEvent> heldBack;

  /**
   * @param listeners called on threads for callbacks
   * @param log told, too, if anybody reads it
   * @param now what there is to know at the moment of the call, on the loop thread
   */
  Announcer(
      List<Consumer<PoolEvent>> listeners,
      CallbackThreads threads,
      PoolLog log,
      Supplier<EngineSnapshot> now) {
    Stream<Consumer<PoolEvent>> readers = log.isHeard() ? Stream.of(log) : Stream.empty();
    this.listeners =
        Stream.concat(listeners.stream(), readers)
            .map(listener -> new Announcements(listener, threads, log))
            .toList();
    this.now = now;
  }

  /** A command has been carried out. */
  void done(Command command) {
    if (isHeard() && command instanceof Command.StartWorker start) {
      announce(new PoolEvent.Starting(start.worker(), tasksSucceeded(start.worker(), now.get())));
    } else if (command instanceof Command.FailPool fail) {
      failed(fail.failure());
    }
  }

  /** A process says that it is ready. */
  void ready(WorkerKey worker) {
    EngineSnapshot present = isHeard() ? now.get() : null;
    Long pid = present == null ? null : present.pids().get(worker);
    if (present != null && pid != null && ready.add(worker)) {
      announce(new PoolEvent.Ready(worker, pid, tasksSucceeded(worker, present)));
    }
  }

  /** A process has exited; {@code handling} has the scheduler decide what follows from it. */
  void exited(Event.WorkerExited exit, Runnable handling) {
    if (!isHeard()) {
      handling.run();
      return;
    }
    long lostBefore = now.get().pool().workersLost();
    boolean wasReady = ready.remove(exit.worker());
    // The kind of the end is known once the scheduler has seen it, but what follows from it, such
    // as the start of another process, is to be told after it.
    List<PoolEvent> following = new ArrayList<>();
    heldBack = following;
    try {
      handling.run();
    } finally {
      heldBack = null;
    }
    EngineSnapshot after = now.get();
    announce(
        new PoolEvent.Exited(
            exit.worker(),
            tasksSucceeded(exit.worker(), after),
            end(wasReady, after.pool().workersLost() > lostBefore),
            (ExitReport) exit.report()));
    following.forEach(this::announce);
  }

  private static PoolEvent.End end(boolean wasReady, boolean wasLost) {
    if (wasLost) {
      return PoolEvent.End.LOST;
    }
    return wasReady ? PoolEvent.End.PLANNED : PoolEvent.End.NEVER_READY;
  }

  void failed(Failure.NoWorkers failure) {
    announce(new PoolEvent.Failed(failure));
  }

  void terminated() {
    if (isHeard()) {
      announce(new PoolEvent.Terminated(now.get()));
    }
  }

  private boolean isHeard() {
    return !listeners.isEmpty();
  }

  private void announce(PoolEvent event) {
    if (heldBack != null) {
      heldBack.add(event);
      return;
    }
    listeners.forEach(listener -> listener.announce(event));
  }

  private static long tasksSucceeded(WorkerKey worker, EngineSnapshot present) {
    return present.tasksSucceeded(worker.workerId());
  }
}
