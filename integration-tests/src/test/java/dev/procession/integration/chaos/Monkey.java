package dev.procession.integration.chaos;

import dev.procession.ProcessPool;
import dev.procession.WorkerInfo;
import dev.procession.WorkerState;
import dev.procession.integration.chaos.Tally.Count;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * Sends signals to the pool's workers, about five a second, whatever they do at that moment. What
 * does not die of one is killed some time later, as a user would do it.
 */
final class Monkey implements Runnable {
  private static final List<Signal> SIGNALS = List.of(Signal.values());
  private static final int LEAST_PAUSE_MILLIS = 50;
  private static final int MOST_PAUSE_MILLIS = 350;

  /** A worker that is stopped while it idles is nobody's business but its owner's. */
  private static final int LEAST_STOPPED_MILLIS = 1000;

  private static final int MOST_STOPPED_MILLIS = 5000;

  /** A JVM may take long to write what it crashed of. */
  private static final int DYING_MILLIS = 15_000;

  /** One in so many strikes hits all workers at once. */
  private static final int MASSACRE = 25;

  /** One in so many workers that are found starting is hit: to start is the slowest they do. */
  private static final int STARTING = 10;

  private final ProcessPool pool;
  private final KillCommand kill;
  private final Coroner coroner;
  private final Tally tally;
  private final SplittableRandom random;
  private final List<Doomed> doomed = new ArrayList<>();

  /** Written by the test's thread. */
  private volatile boolean stopped;

  /** Who got a signal, and when that will have to be enough. */
  private record Doomed(ProcessHandle process, Signal signal, long killAtNanos) {}

  Monkey(ProcessPool pool, KillCommand kill, Coroner coroner, Tally tally, long seed) {
    this.pool = pool;
    this.kill = kill;
    this.coroner = coroner;
    this.tally = tally;
    this.random = new SplittableRandom(seed);
  }

  void stop() {
    stopped = true;
  }

  /** Goes on until it is stopped; leaves nobody stopped behind. */
  @Override
  public void run() {
    try {
      while (!stopped) {
        Thread.sleep(random.nextInt(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS));
        strike();
        finish(System.nanoTime());
      }
    } catch (InterruptedException e) {
      tally.complain("the monkey was interrupted");
    } catch (RuntimeException e) {
      tally.complain("the monkey met " + e);
    } finally {
      finish(Long.MAX_VALUE);
    }
  }

  private void strike() {
    Queue<WorkerInfo> victims = new ArrayDeque<>(victims());
    int strikes = random.nextInt(MASSACRE) == 0 ? victims.size() : Math.min(1, victims.size());
    for (int i = 0; i < strikes; i++) {
      hit(victims.remove().pid());
    }
  }

  private List<WorkerInfo> victims() {
    List<WorkerInfo> victims = new ArrayList<>();
    for (WorkerInfo worker : pool.workers()) {
      boolean isSpared = worker.state() == WorkerState.STARTING && random.nextInt(STARTING) != 0;
      if (worker.pid() != 0 && !isSpared) {
        victims.add(random.nextInt(victims.size() + 1), worker);
      }
    }
    return victims;
  }

  private void hit(long pid) {
    Signal signal = SIGNALS.get(random.nextInt(SIGNALS.size()));
    ProcessHandle process = ProcessHandle.of(pid).orElse(null);
    if (process == null) {
      tally.add(Count.SIGNALS_MISSED);
      return;
    }
    coroner.expect(signal, pid);
    if (!kill.send(signal, pid)) {
      tally.add(Count.SIGNALS_MISSED);
      return;
    }
    tally.add(signal);
    int millis =
        signal == Signal.STOP
            ? random.nextInt(LEAST_STOPPED_MILLIS, MOST_STOPPED_MILLIS)
            : DYING_MILLIS;
    doomed.add(new Doomed(process, signal, System.nanoTime() + millis * 1_000_000L));
  }

  private void finish(long nowNanos) {
    doomed.removeIf(
        victim -> {
          boolean isStopped = victim.signal == Signal.STOP;
          if (!victim.process.isAlive()) {
            if (isStopped) {
              tally.add(Count.STOPPED_ENDED_BY_POOL);
            }
            return true;
          }
          if (victim.killAtNanos > nowNanos) {
            return false;
          }
          coroner.expect(Signal.KILL, victim.process.pid());
          victim.process.destroyForcibly();
          tally.add(isStopped ? Count.STOPPED_ENDED_BY_MONKEY : Count.SLOW_TO_DIE_ENDED_BY_MONKEY);
          return true;
        });
  }
}
