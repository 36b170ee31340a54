package dev.procession.worker;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;

/**
 * Writes for those who must not write themselves: the reader, which must never wait, and threads of
 * tasks, which may run out of stack in the middle of a message. Also sends results that have waited
 * for some milliseconds while the next item runs.
 *
 * <p>Sleeps as long as the worker is idle, and ticks while chunks of several items come in.
 */
final class Courier implements Runnable {
  /** How long a result may wait, give or take the time to write it. */
  static final long TICK_MILLIS = 5;

  /** After this many ticks without a chunk it sleeps again. */
  private static final int TICKS_UNTIL_ASLEEP = 20;

  private final BlockingQueue<Runnable> errands = new LinkedTransferQueue<>();
  private final Runnable tick;

  /** Whether a chunk began since the last tick; set by the runner, cleared by the courier. */
  private volatile boolean watched;

  /** Whether such a chunk is being run, however long its items take; written by the runner. */
  private volatile boolean running;

  /** Whether only an errand can wake it; written by the courier. */
  private volatile boolean asleep;

  /**
   * A courier that does nothing until it is run.
   *
   * @param tick sends the results that are waiting; may be called in vain
   */
  Courier(Runnable tick) {
    this.tick = tick;
  }

  /** Has something done on the courier's thread, in order; never waits. */
  void send(Runnable errand) {
    errands.add(errand);
  }

  /** Waits until all that was given to it before is done. */
  void finish() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    send(() -> done.complete(true));
    done.join();
  }

  /** Makes it tick until {@link #rest}, and a while longer. */
  void watch() {
    running = true;
    watched = true;
    if (asleep) {
      errands.add(() -> {});
    }
  }

  /** There is no chunk whose results might wait. */
  void rest() {
    running = false;
  }

  @Override
  public void run() {
    int idleTicks = 0;
    while (true) {
      try {
        Runnable errand = errands.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (errand != null) {
          errand.run();
          continue;
        }
        tick();
        idleTicks = running || watched ? 0 : idleTicks + 1;
        watched = false;
        if (idleTicks >= TICKS_UNTIL_ASLEEP) {
          idleTicks = 0;
          sleep();
        }
      } catch (InterruptedException e) {
        // Nobody has a reason to interrupt this thread; its work must go on all the same.
      }
    }
  }

  private void tick() {
    try {
      tick.run();
    } catch (OutOfMemoryError e) {
      // A task has used up the heap, and will be told so; the results are sent with the next tick.
    }
  }

  private void sleep() throws InterruptedException {
    asleep = true;
    // Guards against a race with watch(): it sets its flag before it looks at this one.
    if (!watched) {
      errands.take().run();
    }
    asleep = false;
  }
}
