package dev.procession.integration.chaos;

import dev.procession.integration.Pids;
import dev.procession.integration.chaos.Tally.Count;
import java.util.List;

/** Counts the worker processes that are alive at the same moment, again and again. */
final class Census implements Runnable {
  private static final int PAUSE_MILLIS = 100;

  /** The JVM that makes an archive of class data is a child of this one's, too. */
  private static final String WORKER = "dev.procession.worker.Main";

  private final int most;
  private final Tally tally;

  /** Written by the test's thread. */
  private volatile boolean stopped;

  /**
   * @param most how many there may be
   */
  Census(int most, Tally tally) {
    this.most = most;
    this.tally = tally;
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    try {
      while (!stopped) {
        count();
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      tally.complain("the census was interrupted");
    }
  }

  /**
   * A list of processes is read bit by bit, so it may have one that has died and its successor. But
   * those of it that are alive after it was read were all alive when the last of them was read.
   */
  private void count() {
    List<ProcessHandle> listed = ProcessHandle.current().children().toList();
    List<Long> alive =
        listed.stream()
            .filter(child -> child.info().commandLine().orElse("").contains(WORKER))
            .filter(ProcessHandle::isAlive)
            .map(ProcessHandle::pid)
            .filter(pid -> !Pids.isZombie(pid))
            .toList();
    tally.largest(Count.MOST_WORKERS, alive.size());
    if (alive.size() > most) {
      tally.complain(alive.size() + " workers at the same time, allowed are " + most);
    }
  }
}
