package dev.procession.process;

import dev.procession.process.job.Loop;
import dev.procession.scheduler.Command;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.Scheduler;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Confines the scheduler to one thread at a time: passes it the events in the order in which they
 * were posted, and carries out its commands. Code that runs here must not block and must not be
 * user code.
 *
 * <p>It has a thread that handles posted and due events. A thread of the pool that posts an event
 * may handle it at once instead, which saves waking another thread: {@link #postAndHandle}. The
 * thread that is handling events is the loop thread for that time; there is never more than one,
 * and each sees the writes of its predecessors.
 */
final class EventLoop implements Loop {
  /** Something else than the scheduler that wants to be woken in time; on the loop thread. */
  interface Timed {
    /** When, on the scale of {@link EventLoop#nowNanos}. */
    OptionalLong nextWakeNanos();

    /** That time has come. */
    void timePassed();
  }

  /** Longer than any program runs; sums and differences with it do not overflow. */
  private static final long NEVER_NANOS = Long.MAX_VALUE / 4;

  /**
   * The longest sleep of the thread while events occur, even if nothing is due, so that a thread
   * that posts an event with a near deadline need not wake it.
   */
  private static final long NAP_NANOS = 50_000_000;

  /** The number of entries that a posting thread handles before it returns. */
  private static final int MOST_IN_PASSING = 64;

  private final Scheduler scheduler;
  private final Consumer<Command> commands;
  private final Consumer<Throwable> broken;
  private final Runnable poll;
  private final ConcurrentLinkedQueue<Object> inbox = new ConcurrentLinkedQueue<>();
  private final Thread thread;

  /** True while a thread is handling events. */
  private final AtomicBoolean handling = new AtomicBoolean();

  /**
   * Written by the loop thread: when running items were last reported to the scheduler, or not
   * needed.
   */
  private long lastPollNanos = System.nanoTime();

  /** The scheduler's time; used by the loop thread, except for announcing sleep. */
  private final AwakeClock clock = new AwakeClock(System::nanoTime);

  /** Written once, before the loop starts. */
  private @Nullable Timed other;

  /** Written by the loop thread: whether an event has occurred since the last sleep. */
  private boolean eventful;

  /** Written by the loop thread: until when nothing is due unless an event is posted. */
  private volatile long dueNanos = System.nanoTime() + NEVER_NANOS;

  /** Written by the loop thread, once. */
  private volatile boolean ended;

  /** Written by any thread: the error after which the loop cannot continue. */
  private volatile @Nullable Throwable error;

  /** Whether {@link #thread} sleeps, or is about to; then, until when. Written by it alone. */
  private volatile boolean asleep;

  private volatile long asleepUntilNanos;

  /**
   * @param commands carries out a command, on the loop thread
   * @param poll reports running items, on the loop thread, as often as the scheduler requests
   * @param broken receives an error of the scheduler or of a command, on the loop thread, after
   *     which the loop ends
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

  /** Wakes something else as well; before the start. */
  void alsoWakes(Timed timed) {
    other = timed;
  }

  /** The scheduler's time; on the loop thread, or before the start. */
  long nowNanos() {
    return clock.nowNanos();
  }

  @Override
  public void post(Event event) {
    enqueue(event);
  }

  /**
   * Queues an event and handles it on this thread, unless another thread is handling events and so
   * handles this one, too. Only for the pool's own threads, which have enough stack and hold no
   * lock: an error in the middle of a decision ends the pool.
   */
  void postAndHandle(Event event) {
    addAndHandle(event);
  }

  /** The same with an action. */
  void executeAndHandle(Runnable action) {
    addAndHandle(action);
  }

  private void addAndHandle(Object entry) {
    if (ended) {
      return;
    }
    inbox.add(entry);
    if (handling.compareAndSet(false, true)) {
      handle(MOST_IN_PASSING);
    }
  }

  @Override
  public boolean execute(Runnable action) {
    return enqueue(action);
  }

  @Override
  public void handleNow(Event event) {
    if (ended) {
      return;
    }
    for (Command command : scheduler.handle(event, clock.nowNanos())) {
      commands.accept(command);
    }
  }

  /** Reports an error because of which an event of another thread was lost; needs no memory. */
  void fail(Throwable lost) {
    error = lost;
    LockSupport.unpark(thread);
  }

  /** Ends the loop after the current event; on the loop thread only. */
  void end() {
    ended = true;
  }

  private boolean enqueue(Object entry) {
    if (ended) {
      return false;
    }
    inbox.add(entry);
    // The handling thread looks for entries once more after that.
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
   * Handles queued entries, up to a limit, and due events; then releases {@link #handling}, which
   * the caller must have set.
   *
   * @return whether an event has occurred since this was last reported to the loop's own thread
   */
  private boolean handle(int most) {
    boolean happened = true;
    try {
      Throwable lost = error;
      if (lost != null && !ended) {
        breakDown(lost);
      }
      handleQueued(most);
      handleWhatIsDue();
      dueNanos = nextDueNanos();
      happened = eventful;
      eventful = eventful && Thread.currentThread() != thread;
    } catch (Throwable e) {
      breakDown(e);
    } finally {
      handling.set(false);
      // Guards against a race with an entry that was posted before and left to this thread.
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
    OptionalLong wake = scheduler.nextWakeNanos();
    if (!ended && wake.isPresent() && wake.getAsLong() - clock.nowNanos() <= 0) {
      handleNow(new Event.TimePassed());
    }
    Timed timed = other;
    OptionalLong otherWake = timed == null ? OptionalLong.empty() : timed.nextWakeNanos();
    if (timed != null
        && !ended
        && otherWake.isPresent()
        && otherWake.getAsLong() - clock.nowNanos() <= 0) {
      timed.timePassed();
    }
    if (scheduler.pollNanos().isEmpty()) {
      // No running item need be reported; an item that starts now is reported when it has run for a
      // while.
      lastPollNanos = System.nanoTime();
    } else if (!ended && isPast(nextPollNanos())) {
      lastPollNanos = System.nanoTime();
      poll.run();
    }
  }

  /** The last line of defence: nothing works without the scheduler, so all callers are notified. */
  private void breakDown(Throwable error) {
    try {
      broken.accept(error);
    } finally {
      ended = true;
    }
  }

  private void sleep(long untilNanos) {
    asleepUntilNanos = untilNanos;
    clock.sleepingUntil(untilNanos);
    asleep = true;
    // Guards against a race with a thread that missed that flag; the handling thread reads it
    // afterwards.
    boolean nothingToDo = inbox.isEmpty() && dueNanos - untilNanos >= 0;
    if (!ended && error == null && (nothingToDo || handling.get())) {
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
    OptionalLong wake = earlier(scheduler.nextWakeNanos(), other);
    // A far deadline is checked in between, which reveals suspensions to the clock.
    long untilWake =
        wake.isPresent()
            ? Math.min(wake.getAsLong() - clock.nowNanos(), AwakeClock.LOOK_NANOS)
            : NEVER_NANOS;
    long untilPoll = poll.isPresent() ? poll.getAsLong() - now : NEVER_NANOS;
    return now + Math.min(NEVER_NANOS, Math.min(untilWake, untilPoll));
  }

  private static OptionalLong earlier(OptionalLong wake, @Nullable Timed other) {
    OptionalLong otherWake = other == null ? OptionalLong.empty() : other.nextWakeNanos();
    if (wake.isEmpty() || otherWake.isEmpty()) {
      return wake.isEmpty() ? otherWake : wake;
    }
    return wake.getAsLong() - otherWake.getAsLong() <= 0 ? wake : otherWake;
  }

  /** A thread may wait for the effect of an action that was accepted before the end. */
  private void runWhatIsLeft() {
    for (Object entry = inbox.poll(); entry != null; entry = inbox.poll()) {
      if (entry instanceof Runnable action) {
        try {
          action.run();
        } catch (Throwable e) {
          // The others are waited for as well.
        }
      }
    }
  }
}
