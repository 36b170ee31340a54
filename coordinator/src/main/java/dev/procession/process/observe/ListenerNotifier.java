package dev.procession.process.observe;

import dev.procession.process.thread.CallbackThreads;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.Failure;
import dev.procession.scheduler.WorkerKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notifies the listeners of a pool. Used on the loop thread only, where it merely creates the
 * event.
 */
public final class ListenerNotifier {
  private final List<ListenerQueue> listeners;
  private final Supplier<EngineSnapshot> now;

  /** Used by the loop thread only: the processes that have been ready and have not exited. */
  private final Set<WorkerKey> ready = new HashSet<>();

  /** Used by the loop thread only: the events to deliver after the exit of a process. */
  private @Nullable List<PoolEvent> heldBack;

  /**
   * @param listeners called on callback threads
   * @param log notified as well, if its level is enabled
   * @param now returns the current snapshot, on the loop thread
   */
  public ListenerNotifier(
      List<Consumer<PoolEvent>> listeners,
      CallbackThreads threads,
      PoolLog log,
      Supplier<EngineSnapshot> now) {
    List<ListenerQueue> queues = new ArrayList<>();
    for (Consumer<PoolEvent> listener : listeners) {
      queues.add(new ListenerQueue(listener, threads, log));
    }
    if (log.isHeard()) {
      queues.add(new ListenerQueue(log, threads, log));
    }
    this.listeners = List.copyOf(queues);
    this.now = now;
  }

  /** A process is being started. */
  public void starting(WorkerKey worker) {
    if (isHeard()) {
      announce(new PoolEvent.Starting(worker, tasksSucceeded(worker, now.get())));
    }
  }

  /** A process says that it is ready. */
  public void ready(WorkerKey worker) {
    EngineSnapshot present = isHeard() ? now.get() : null;
    Long pid = present == null ? null : present.pids().get(worker);
    if (present != null && pid != null && ready.add(worker)) {
      announce(
          new PoolEvent.Ready(
              worker,
              pid,
              Optional.ofNullable(present.hosts().get(worker)),
              tasksSucceeded(worker, present)));
    }
  }

  /** A process has exited; {@code handling} passes the exit to the scheduler. */
  public void exited(Event.WorkerExited exit, Runnable handling) {
    if (!isHeard()) {
      handling.run();
      return;
    }
    long lostBefore = now.get().pool().workersLost();
    boolean wasReady = ready.remove(exit.worker());
    // The kind of end is known once the scheduler has handled it, but the events that follow from
    // it, such
    // as the start of another process, must be delivered after it.
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

  /** A host can be used. */
  public void hostJoined(String host) {
    announce(new PoolEvent.HostJoined(host));
  }

  /** A host is lost, or could not be used. */
  public void hostLost(String host, String why) {
    announce(new PoolEvent.HostLost(host, why));
  }

  public void failed(Failure.NoWorkers failure) {
    announce(new PoolEvent.Failed(failure));
  }

  public void terminated() {
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
