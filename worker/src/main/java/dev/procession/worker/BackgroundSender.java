package dev.procession.worker;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;

/**
 * Sends messages on behalf of threads that must not write themselves: the reader, which must never
 * block, and task threads, whose stack may overflow in the middle of a message. Also sends results
 * that have waited for some milliseconds while the next item runs.
 *
 * <p>Sleeps while the worker is idle, and ticks periodically while chunks of several items run.
 */
final class BackgroundSender implements Runnable {
  /** The maximum delay of a result, without the time to write it. */
  static final long TICK_MILLIS = 5;

  /** After this many ticks without a chunk it sleeps again. */
  private static final int TICKS_UNTIL_ASLEEP = 20;

  private final BlockingQueue<Runnable> errands = new LinkedTransferQueue<>();
  private final Runnable tick;

  /** Whether a chunk began since the last tick; set by the runner, cleared by the courier. */
  private volatile boolean watched;

  /** Whether such a chunk is running, however long its items take; written by the runner. */
  private volatile boolean running;

  /** How often it has ticked; written by the courier. */
  private volatile int ticks;

  /** Whether it waits without a timeout; written by the courier. */
  private volatile boolean asleep;

  /**
   * Creates a courier, which does nothing until it is run.
   *
   * @param tick sends the results that are waiting, if any
   */
  BackgroundSender(Runnable tick) {
    this.tick = tick;
  }

  /** Queues an action for the courier's thread, which runs them in order; never blocks. */
  void send(Runnable errand) {
    errands.add(errand);
  }

  /** Waits until all actions queued so far are done. */
  void finish() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    send(new Completion(done));
    done.join();
  }

  /** No lambda, whose linking would take longer than the rest of an orderly exit. */
  private record Completion(CompletableFuture<Boolean> done) implements Runnable {
    @Override
    public void run() {
      done.complete(true);
    }
  }

  /** Starts periodic ticks, which continue until shortly after {@link #rest}. */
  void watch() {
    running = true;
    watched = true;
    if (asleep) {
      errands.add(() -> {});
    }
  }

  /** Sees that there is a tick soon. */
  void tickSoon() {
    watched = true;
    if (asleep) {
      errands.add(() -> {});
    }
  }

  /** Called when no chunk is running, so no results can be waiting. */
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
        // No part of the worker interrupts this thread; continue in any case.
      }
    }
  }

  /** How often it has ticked: a clock that costs nothing to read, for the runner. */
  int ticks() {
    return ticks;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Only this thread writes it.
  private void tick() {
    ticks++;
    try {
      tick.run();
    } catch (OutOfMemoryError e) {
      // A task has exhausted the heap and will get the error; the next tick sends the results.
    }
  }

  private void sleep() throws InterruptedException {
    asleep = true;
    // Guards against a race with watch(), which sets its flag before it reads this one.
    if (!watched) {
      errands.take().run();
    }
    asleep = false;
  }
}
