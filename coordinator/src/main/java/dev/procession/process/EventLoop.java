package dev.procession.process;

import dev.procession.scheduler.Command;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.Scheduler;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Lets one thread after the other touch the scheduler: takes events in the order they were posted,
 * asks the scheduler, and has the commands carried out. Whatever it runs must not block and must
 * not be code of the user's.
 *
 * <p>It has a thread, which sees to whatever is posted or due. A thread of the pool's that brings
 * an event may see to it at once instead, and so saves waking another: {@link #postAndHandle}.
 * Whichever thread is handling something is the loop thread for that time; there is never more than
 * one, and each sees what those before it have written.
 */
final class EventLoop {
  /** Longer than any program runs; sums and differences with it do not overflow. */
  private static final long NEVER_NANOS = Long.MAX_VALUE / 4;

  /**
   * How long the thread sleeps while things happen, even if nothing is due: who sends something
   * that is to be looked after soon then need not wake it.
   */
  private static final long NAP_NANOS = 50_000_000;

  /** How much a thread that has brought an event handles before it goes its way. */
  private static final int MOST_IN_PASSING = 64;

  private final Scheduler scheduler;
  private final Consumer<Command> commands;
  private final Consumer<Throwable> broken;
  private final Runnable poll;
  private final ConcurrentLinkedQueue<Object> inbox = new ConcurrentLinkedQueue<>();
  private final Thread thread;

  /** True while some thread handles something. */
  private final AtomicBoolean handling = new AtomicBoolean();

  /** Written by the loop thread: when the scheduler last heard what runs, or had no need to. */
  private long lastPollNanos = System.nanoTime();

  /** Written by the loop thread: whether something has happened since the last nap. */
  private boolean eventful;

  /** Written by the loop thread: until when there is nothing to do unless something is posted. */
  private volatile long dueNanos = System.nanoTime() + NEVER_NANOS;

  /** Written by the loop thread, once. */
  private volatile boolean ended;

  /** Whether {@link #thread} sleeps, or is about to; then, until when. Written by it alone. */
  private volatile boolean asleep;

  private volatile long asleepUntilNanos;

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

  /**
   * Queues an event, and handles it on this thread unless another is at it, which then does. For
   * threads of the pool's only, with stack enough, that hold no lock: an error in the middle of a
   * decision ends the pool.
   */
  void postAndHandle(Event event) {
    if (ended) {
      return;
    }
    inbox.add(event);
    if (handling.compareAndSet(false, true)) {
      handle(MOST_IN_PASSING);
    }
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
    // Who is handling looks for entries once more after that.
    if (asleep && !handling.get()) {
      LockSupport.unpark(thread);
    }
    // Guards against a race with the end of the loop, which may have looked for the last time.
    return !ended || !inbox.remove(entry);
  }

  private void run() {
    while (!ended) {
      long untilNanos = System.nanoTime() + NAP_NANOS;
      if (handling.compareAndSet(false, true)) {
        boolean nap = handle(Integer.MAX_VALUE);
        untilNanos = nap ? Math.min(dueNanos, untilNanos) : dueNanos;
      }
      sleep(untilNanos);
    }
    runWhatIsLeft();
  }

  /**
   * Handles what is queued, up to so many entries, and what is due; then lets the next thread
   * handle something. To be called by who has set {@link #handling}.
   *
   * @return whether something has happened since the loop's own thread was last told so
   */
  private boolean handle(int most) {
    boolean happened = true;
    try {
      handleQueued(most);
      handleWhatIsDue();
      dueNanos = nextDueNanos();
      happened = eventful;
      eventful = eventful && Thread.currentThread() != thread;
    } catch (Throwable e) {
      breakDown(e);
    } finally {
      handling.set(false);
      // Guards against a race with an entry that came before that, and was left to this thread.
      if (asleep && (ended || !inbox.isEmpty() || dueNanos - asleepUntilNanos < 0)) {
        LockSupport.unpark(thread);
      }
    }
    return happened;
  }

  private void handleQueued(int most) {
    for (int i = 0; i < most && !ended; i++) {
      Object entry = inbox.poll();
      if (entry == null) {
        return;
      }
      eventful = true;
      if (entry instanceof Event event) {
        handleNow(event);
      } else {
        ((Runnable) entry).run();
      }
    }
  }

  private void handleWhatIsDue() {
    if (!ended && isPast(scheduler.nextWakeNanos())) {
      handleNow(new Event.TimePassed());
    }
    if (scheduler.pollNanos().isEmpty()) {
      // Nothing runs that one should hear of; what begins now is looked at when it has run a while.
      lastPollNanos = System.nanoTime();
    } else if (!ended && isPast(nextPollNanos())) {
      lastPollNanos = System.nanoTime();
      poll.run();
    }
  }

  /** The last line of defence: without the scheduler nothing can go on, so everybody is told. */
  private void breakDown(Throwable error) {
    try {
      broken.accept(error);
    } finally {
      ended = true;
    }
  }

  private void sleep(long untilNanos) {
    asleepUntilNanos = untilNanos;
    asleep = true;
    // Guards against a race with who did not see that flag; who is handling looks at it afterwards.
    boolean nothingToDo = inbox.isEmpty() && dueNanos - untilNanos >= 0;
    if (!ended && (nothingToDo || handling.get())) {
      LockSupport.parkNanos(this, untilNanos - System.nanoTime());
    }
    asleep = false;
  }

  private static boolean isPast(OptionalLong nanos) {
    return nanos.isPresent() && nanos.getAsLong() - System.nanoTime() <= 0;
  }

  private OptionalLong nextPollNanos() {
    OptionalLong interval = scheduler.pollNanos();
    return interval.isPresent()
        ? OptionalLong.of(lastPollNanos + interval.getAsLong())
        : OptionalLong.empty();
  }

  private long nextDueNanos() {
    long now = System.nanoTime();
    OptionalLong poll = nextPollNanos();
    OptionalLong wake = scheduler.nextWakeNanos();
    long untilWake = wake.isPresent() ? wake.getAsLong() - now : NEVER_NANOS;
    long untilPoll = poll.isPresent() ? poll.getAsLong() - now : NEVER_NANOS;
    return now + Math.min(NEVER_NANOS, Math.min(untilWake, untilPoll));
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
