package dev.procession.process;

import dev.procession.protocol.WorkerMark;

/**
 * A worker's process and all that it has started.
 *
 * <p>Most of the latter are its descendants and die with it. Those whose parent is gone are
 * nobody's descendants; and so is, a moment later, what the worker starts while it is being killed.
 * They are found by the mark that they have inherited, once the worker is dead and can start no
 * more.
 */
final class ProcessTree {
  private final Process worker;
  private final WorkerMark mark;

  /** A process that was launched with that mark in its environment. */
  ProcessTree(Process worker, WorkerMark mark) {
    this.worker = worker;
    this.mark = mark;
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

  /**
   * Kills what is left, once the worker has exited, in whatever way. Reads the environment of all
   * processes.
   */
  void killOrphans() {
    mark.sweep(ProcessHandle.current().pid(), this::killMarked);
  }

  private void killMarked(long pid) {
    // The handle first: it is that of the process that is looked at, even if the number is reused.
    ProcessHandle.of(pid).filter(found -> mark.isOn(pid)).ifPresent(ProcessHandle::destroyForcibly);
  }
}
