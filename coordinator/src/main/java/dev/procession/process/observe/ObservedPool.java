package dev.procession.process.observe;

import dev.procession.scheduler.RunningItem;
import dev.procession.scheduler.WorkerKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an observer may ask a pool for, and have it do; from any thread but the pool's own. */
public interface ObservedPool {
  /** The pool at this moment. */
  EngineSnapshot snapshot();

  /** The jobs that have not ended. */
  List<JobFigures> jobs();

  /** What each process says of itself; one that has not started yet says nothing. */
  Map<WorkerKey, ProcessFigures> processes();

  /** How workers are launched, each part with its reason; for people, without secrets. */
  List<Setting> settings();

  /** The resident memory with which a worker may begin an item; empty for no limit. */
  Optional<Long> maxWorkerBytes();

  /**
   * Sends a signal to a process of the pool, as a user could.
   *
   * @return false if it is gone, or this system cannot send that signal
   */
  boolean signal(WorkerKey worker, Signal signal);

  /** Runs user code, such as the {@code toString} of an exception, on a thread for callbacks. */
  void callback(Runnable action);

  /**
   * A part of the launch of a worker.
   *
   * @param text the flag
   * @param reason why it is there
   */
  record Setting(String text, String reason) {}

  /**
   * What a process writes to its progress page.
   *
   * @param running which item it runs
   * @param usedHeap how many bytes of its heap are used; 0 while it has not said so
   * @param maxHeap how many bytes its heap may have
   * @param isHere whether it runs on this machine, so that its pid means something
   */
  record ProcessFigures(
      Optional<RunningItem> running, long usedHeap, long maxHeap, boolean isHere) {
    /** Of a process that says nothing. */
    public static final ProcessFigures UNKNOWN = new ProcessFigures(Optional.empty(), 0, 0, false);
  }

  /** A signal. */
  enum Signal {
    /** Ends a process at once. */
    KILL,
    /** Suspends it. */
    STOP,
    /** Resumes it. */
    CONTINUE
  }
}
