package dev.procession.process.host;

import dev.procession.process.observe.ObservedPool;
import dev.procession.protocol.WorkerMark;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A worker's process and all processes started by it.
 *
 * <p>Most of the latter are its descendants and die with it. Those whose parent is gone are
 * nobody's descendants; and so is, a moment later, what the worker starts while it is being killed.
 * They are found by the mark that they have inherited, once the worker is dead and can start no
 * more.
 */
final class ProcessTree {
  /** How long a process may live on when its channel has ended: that of one that exits does. */
  private static final long EXIT_AFTER_CHANNEL_MILLIS = 2000;

  private final Process worker;
  private final WorkerMark mark;
  private final Births births;

  /**
   * A process that was launched with that mark in its environment.
   *
   * @param births those before it was launched
   */
  ProcessTree(Process worker, WorkerMark mark, Births births) {
    this.worker = worker;
    this.mark = mark;
    this.births = births;
  }

  Process worker() {
    return worker;
  }

  /** Kills the worker, if it lives, and its descendants. Reads the table of all processes. */
  void kill() {
    // Once it has exited its number may be another's, and so may the children of that number.
    if (worker.isAlive()) {
      worker.descendants().forEach(ProcessHandle::destroyForcibly);
      // Not the process's own method, which closes the streams, and so drops what was printed.
      worker.toHandle().destroyForcibly();
    }
  }

  /** Sends a signal to the worker alone; returns whether it was there and could be sent one. */
  boolean signal(ObservedPool.Signal signal) {
    if (!worker.isAlive()) {
      return false;
    }
    if (signal == ObservedPool.Signal.KILL) {
      return worker.toHandle().destroyForcibly();
    }
    String name = signal == ObservedPool.Signal.STOP ? "-STOP" : "-CONT";
    ProcessBuilder kill = new ProcessBuilder("kill", name, Long.toString(worker.pid()));
    try {
      Process sent =
          kill.redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return sent.waitFor() == 0;
    } catch (IOException e) {
      // Another system, which has no such command.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits for the worker's exit. Nobody interrupts the threads that call this. */
  void await() {
    while (true) {
      try {
        worker.waitFor();
        return;
      } catch (InterruptedException e) {
        // A stray interrupt is no reason to leave a process without its watch.
      }
    }
  }

  /** Whether the worker, whose channel has ended, exits soon; waits for that. */
  boolean exitsSoon() {
    return endsWithin(EXIT_AFTER_CHANNEL_MILLIS);
  }

  /** Waits for the worker's exit, but only so long; returns whether it has exited. */
  boolean endsWithin(long millis) {
    try {
      return worker.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // As above; the thread that waits for the exit hears of it.
      return true;
    }
  }

  /** Closes the streams of the worker, which has exited. */
  void close() {
    // Not stderr: the relay closes it when it has relayed what is there, however slow its taker is.
    for (AutoCloseable stream : List.of(worker.getInputStream(), worker.getOutputStream())) {
      try {
        stream.close();
      } catch (Exception e) {
        // Flushing to a process that is gone fails; that it is gone is known.
      }
    }
  }

  /**
   * Kills what is left, once the worker has exited, in whatever way. Reads the environment of all
   * processes that it may have started.
   */
  void killOrphans() {
    mark.sweep(
        ProcessHandle.current().pid(), births.olderThanChildrenOf(worker.pid()), this::killMarked);
  }

  private void killMarked(long pid) {
    // The handle first: it is that of the process that is looked at, even if the number is reused.
    ProcessHandle.of(pid).filter(found -> mark.isOn(pid)).ifPresent(ProcessHandle::destroyForcibly);
  }
}
