package dev.procession.process;

import dev.procession.scheduler.Command;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.Scheduler;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The one thread that may touch the scheduler: it takes events in the order they were posted, asks
 * the scheduler, and has the commands carried out. Whatever it runs must not block and must not be
 * code of the user's.
 */
final class EventLoop {
  private final Scheduler scheduler;
  private final Consumer<Command> commands;
  private final Consumer<Throwable> broken;
  private final Runnable poll;
  private final ConcurrentLinkedQueue<Object> inbox = new ConcurrentLinkedQueue<>();
  private final Thread thread;

  /**
   * Written by the loop thread; read by whoever posts, to save the wake-up of a thread that is
   * awake.
   */
  private volatile boolean parked;

  /** Written by the loop thread. */
  private long lastPollNanos = System.nanoTime();

  /** Written by the loop thread, once. */
  private volatile boolean ended;

  /**
   * @param commands carries out a command, on the loop thread
   * @param poll reports what workers run, on the loop thread, as often as the scheduler wants to
   *     know
   * @param broken told, on the loop thread, of an error in the scheduler or in a command; the loop
   *     ends after it
   */
  EventLoop(
      Scheduler scheduler, Consumer<Command> commands, Runnable poll, Consumer<Throwable> broken) {
    this.scheduler = scheduler;
    this.commands = commands;
    this.poll = poll;
    this.broken = broken;
    this.thread = new Thread(this::run, "procession-loop");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Queues an event; from any thread, never blocks. Dropped when the loop has ended. */
  void post(Event event) {
    enqueue(event);
  }

  /** Queues something to be done on the loop thread; returns whether it was accepted. */
  boolean execute(Runnable action) {
    return enqueue(action);
  }

  /** Handles an event at once; on the loop thread only. */
  void handleNow(Event event) {
    for (Command command : scheduler.handle(event, System.nanoTime())) {
      commands.accept(command);
    }
  }

  /** Ends the loop after the event in hand; on the loop thread only. */
  void end() {
    ended = true;
  }

  private boolean enqueue(Object entry) {
    if (ended) {
      return false;
    }
    inbox.add(entry);
    if (parked) {
      LockSupport.unpark(thread);
    }
    // Guards against a race with the end of the loop, which may have looked for the last time.
    return !ended || !inbox.remove(entry);
  }

  private void run() {
    try {
      while (!ended) {
        Object entry = inbox.poll();
        if (entry != null) {
          handle(entry);
        } else if (wakeIsDue()) {
          handleNow(new Event.TimePassed());
        } else if (pollIsDue()) {
          lastPollNanos = System.nanoTime();
          poll.run();
        } else {
          park();
        }
      }
    } catch (Throwable e) {
      // The last line of defence: without the scheduler nothing can go on, so everybody is told.
      broken.accept(e);
    } finally {
      ended = true;
      runWhatIsLeft();
    }
  }

  private void handle(Object entry) {
    if (entry instanceof Event event) {
      handleNow(event);
    } else {
      ((Runnable) entry).run();
    }
  }

  private boolean wakeIsDue() {
    OptionalLong wake = scheduler.nextWakeNanos();
    return wake.isPresent() && wake.getAsLong() - System.nanoTime() <= 0;
  }

  private boolean pollIsDue() {
    OptionalLong interval = scheduler.pollNanos();
    return interval.isPresent() && System.nanoTime() - lastPollNanos >= interval.getAsLong();
  }

  /** How long there is nothing to do unless something is posted; empty for ever. */
  private OptionalLong idleNanos() {
    long now = System.nanoTime();
    OptionalLong wake = scheduler.nextWakeNanos();
    OptionalLong interval = scheduler.pollNanos();
    long untilWake = wake.isPresent() ? wake.getAsLong() - now : Long.MAX_VALUE;
    long untilPoll =
        interval.isPresent() ? lastPollNanos + interval.getAsLong() - now : Long.MAX_VALUE;
    long idle = Math.min(untilWake, untilPoll);
    return idle == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(Math.max(1, idle));
  }

  private void park() {
    parked = true;
    try {
      // Guards against a race with a post between the poll and the flag.
      if (!inbox.isEmpty()) {
        return;
      }
      OptionalLong idle = idleNanos();
      if (idle.isPresent()) {
        LockSupport.parkNanos(this, idle.getAsLong());
      } else {
        LockSupport.park(this);
      }
    } finally {
      parked = false;
    }
  }

  /** Somebody may wait for the effect of an action that was accepted before the end. */
  private void runWhatIsLeft() {
    for (Object entry = inbox.poll(); entry != null; entry = inbox.poll()) {
      if (entry instanceof Runnable action) {
        action.run();
      }
    }
  }
}
