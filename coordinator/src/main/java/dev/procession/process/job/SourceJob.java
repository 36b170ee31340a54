package dev.procession.process.job;

import dev.procession.process.thread.StaticInitializers;
import dev.procession.protocol.codec.Answers;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A job whose items come from a caller's source through a {@link Feeder}, and whose results go to a
 * {@link ResultQueue}.
 *
 * <p>Items are collected in the open batch until the scheduler requests some. Feeder and loop take
 * turns: only the holder of the batch may change it. The feeder releases it while it runs user
 * code, so that the loop gets the available items even if the source blocks. The loop never waits:
 * if the feeder holds the batch, the feeder checks after releasing it whether items are requested.
 */
public final class SourceJob implements Job {
  private final long id;
  private final FunctionDefinition function;
  private final Consumer<Event> events;
  private final Window window;
  private final ResultQueue results;
  private final MapRequest.Delivery delivery;
  private final RetryRule retryRule;
  private final Optional<String> name;
  private final LongAdder unsentFailures;
  private final WaitLog waitLog;
  private final AtomicBoolean toldOfLock = new AtomicBoolean();

  private final ItemEncoder open;

  private final AtomicBoolean held = new AtomicBoolean();

  /**
   * Complete batches before the open one, which were ended by an item that could not be encoded.
   */
  private final Queue<ItemBatch> cut = new ConcurrentLinkedQueue<>();

  /** Written by the holder, like all that follows but the volatile ones. */
  private long openFirstIndex;

  private long nextIndex;

  /** When the first item of the open batch was added. */
  private long openedNanos;

  private boolean sealed;

  /** Written by the holder, read by others. */
  private volatile boolean sourceEnded;

  /** The minimum number of requested items, or 0; set by the loop, cleared by the holder. */
  private volatile int wanted;

  /** Set once, before the feeder starts. */
  private volatile @Nullable Thread feeder;

  /** Set once, before the feeder starts. */
  private volatile @Nullable UnsentListener unsentListener;

  /** Told of items that cannot be sent, on the thread that reads the source; must not block. */
  public interface UnsentListener {
    void notSent(long index, String why);
  }

  /** Set by any thread: the source is not read any further. */
  private volatile boolean stopping;

  /** A job without a name, whose items are not tried again when they have failed. */
  public SourceJob(
      long id,
      FunctionDefinition function,
      ItemEncoder encoder,
      Consumer<Event> events,
      MapRequest.Delivery delivery,
      WaitLog waitLog,
      LongAdder unsentFailures) {
    this(
        id,
        function,
        encoder,
        events,
        delivery,
        RetryRule.NONE,
        Optional.empty(),
        waitLog,
        unsentFailures);
  }

  public SourceJob(
      long id,
      FunctionDefinition function,
      ItemEncoder encoder,
      Consumer<Event> events,
      MapRequest.Delivery delivery,
      RetryRule retryRule,
      Optional<String> name,
      WaitLog waitLog,
      LongAdder unsentFailures) {
    this.id = id;
    this.function = function;
    this.open = encoder;
    this.events = events;
    this.window = new Window(delivery.windowItems());
    this.delivery = delivery;
    this.retryRule = retryRule;
    this.name = name;
    this.unsentFailures = unsentFailures;
    this.waitLog = waitLog;
    this.results =
        new ResultQueue(
            delivery.order(),
            delivery.taking(),
            window,
            this::cancelled,
            this::lookWhyNothingComes);
  }

  public ResultQueue results() {
    return results;
  }

  Window window() {
    return window;
  }

  /** Whether the feeder should stop. */
  boolean stopping() {
    return stopping;
  }

  /** Sets the thread that reads the source, before it starts. */
  public void fedBy(Thread thread) {
    feeder = thread;
  }

  /** Sets the receiver of items that cannot be sent, before the feeder starts. */
  public void tellsOfUnsent(UnsentListener listener) {
    unsentListener = listener;
  }

  /** Adds an item to the open batch; called by the feeder. Returns its encoded length. */
  public long add(@Nullable Object item) {
    hold();
    try {
      return append(item);
    } finally {
      letGo();
    }
  }

  /** The same for a feeder that holds the batch. */
  long append(@Nullable Object item) {
    if (sourceEnded) {
      return 0;
    }
    int before = open.sizeBytes();
    try {
      open.add(item);
      nextIndex++;
      if (open.count() == 1) {
        openedNanos = System.nanoTime();
      }
      return (long) open.sizeBytes() - before;
    } catch (EncodingException e) {
      cutOpenBatch();
      unsentFailures.increment();
      UnsentListener listener = unsentListener;
      if (listener != null) {
        listener.notSent(nextIndex, String.valueOf(e.getMessage()));
      }
      put(new EndedItems.NotSent(nextIndex, e));
      nextIndex++;
      openFirstIndex = nextIndex;
      return 0;
    }
    // Out of memory: the item does not count, or its result would be awaited for ever. The
    // feeder passes the error on as a failure of the source.
  }

  /** The source is exhausted, threw, or is not read any further; called by the feeder. */
  public void endOfSource(Optional<Throwable> error) {
    hold();
    try {
      end(error);
    } finally {
      held.set(false);
    }
    offer();
  }

  @Override
  public void poolShutdown() {
    if (delivery.taking() == ResultQueue.Taking.ONE_BY_ONE) {
      stopFeeding();
      offer();
    }
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public FunctionDefinition function() {
    return function;
  }

  @Override
  public RetryRule retryRule() {
    return retryRule;
  }

  @Override
  public Optional<String> name() {
    return name;
  }

  @Override
  public void wanted(int atLeast) {
    // If the caller limits the items in flight, no more will be available.
    wanted = Math.max(1, Math.min(atLeast, window.limitItems() / 4));
    offer();
  }

  @Override
  public void resizeWindow(int items) {
    window.resize(items);
  }

  @Override
  public Optional<WindowFigures> windowFigures() {
    return Optional.of(window.figures(sourceEnded));
  }

  @Override
  public void deliver(
      ItemBatch batch, int from, int count, Answers answers, int answersFrom, WorkerIdentity by) {
    window.addBytes(-batch.sizeBytes(from, from + count));
    put(new EndedItems.Answered(batch.firstIndex() + from, count, answers, answersFrom, by));
  }

  @Override
  public void fail(
      ItemBatch batch, int from, int count, Optional<WorkerIdentity> at, Failure failure) {
    window.addBytes(-batch.sizeBytes(from, from + count));
    put(new EndedItems.Failed(batch.firstIndex() + from, count, at, failure));
  }

  @Override
  public void poolEnded(Failure failure) {
    // First the failure: a feeder that stops before it would end the results as not read to the
    // end.
    results.endWith(failure);
    stopFeeding();
  }

  private void put(EndedItems ended) {
    if (delivery.progress().isPresent()) {
      delivery.progress().get().progress(ended.count(), ended.failures());
    }
    results.put(ended);
  }

  /** The taking thread may hold the lock that the feeder waits for. */
  private void lookWhyNothingComes() {
    try {
      StaticInitializers.ofThisThread().ifPresent(waitLog::initializerWaits);
    } catch (IllegalStateException e) {
      // Closing the pool, which comes next most likely, must not wait for these results, either.
      results.cancel();
      throw e;
    }
    Thread thread = feeder;
    if (thread != null && !sourceEnded && awaitsLock(thread)) {
      Optional<StackTraceElement> place =
          Arrays.stream(thread.getStackTrace())
              .filter(frame -> !frame.getClassName().startsWith("java.util.concurrent.locks."))
              .filter(frame -> !frame.getClassName().startsWith("jdk.internal."))
              .findFirst();
      if (place.isPresent() && toldOfLock.compareAndSet(false, true)) {
        waitLog.inputWaitsForLock(place.get().toString());
      }
    }
  }

  private static boolean awaitsLock(Thread thread) {
    return thread.getState() == Thread.State.BLOCKED
        || LockSupport.getBlocker(thread) instanceof AbstractOwnableSynchronizer;
  }

  private void cancelled() {
    stopFeeding();
    events.accept(new Event.JobCancelled(id));
  }

  /**
   * The pulled items are the input. The feeder may be in user code, possibly for ever; an interrupt
   * may end that.
   */
  private void stopFeeding() {
    stopping = true;
    window.close();
    Thread thread = feeder;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /**
   * Reports to the scheduler if no other thread holds the batch; otherwise the holder does so after
   * releasing it.
   */
  private void offer() {
    boolean again;
    do {
      if (!held.compareAndSet(false, true)) {
        return;
      }
      int seen = wanted;
      boolean offered;
      try {
        if (stopping) {
          end(Optional.empty());
        }
        offered = isDue() && offerBatch();
        seal();
      } finally {
        held.set(false);
      }
      // Guards against a race with the loop or a shutdown, which found the batch held here.
      again = (wanted > 0 && (offered || wanted != seen)) || (stopping && !sourceEnded);
    } while (again);
  }

  private boolean offerBatch() {
    ItemBatch batch = cut.poll();
    if (batch == null && open.count() > 0) {
      batch = takeOpenBatch();
    }
    if (batch == null) {
      return false;
    }
    wanted = 0;
    events.accept(new Event.BatchOffered(batch));
    return true;
  }

  private void seal() {
    if (sourceEnded && !sealed && open.count() == 0 && cut.isEmpty()) {
      sealed = true;
      events.accept(new Event.JobSealed(id));
    }
  }

  /**
   * After a request to stop, it is unknown whether the source was exhausted or was interrupted in a
   * wait, so it must not count as complete.
   */
  private void end(Optional<Throwable> error) {
    if (!sourceEnded) {
      sourceEnded = true;
      if (nextIndex == 0 && error.isEmpty() && !stopping) {
        // Reports the progress of an empty source, in which no item will end.
        delivery.progress().ifPresent(listener -> listener.progress(0, 0));
      }
      results.seal(nextIndex, stopping ? Optional.of(notReadToItsEnd(error)) : error);
    } else if (error.isPresent()) {
      // What followed the end failed, so nobody can rely on items that may not have been offered.
      results.seal(nextIndex, error);
    }
  }

  private static CancellationException notReadToItsEnd(Optional<Throwable> error) {
    CancellationException stopped =
        new CancellationException(
            "The pool was shut down before all items of the source were read");
    error.ifPresent(stopped::initCause);
    return stopped;
  }

  private void cutOpenBatch() {
    if (open.count() > 0) {
      cut.add(takeOpenBatch());
    }
  }

  private ItemBatch takeOpenBatch() {
    ItemBatch batch = new ItemBatch(this, openFirstIndex, open.take(), List.of(), openedNanos);
    openFirstIndex = nextIndex;
    return batch;
  }

  /** Acquires the batch for the feeder. The loop holds it only while it takes over an array. */
  void hold() {
    while (!held.compareAndSet(false, true)) {
      Thread.onSpinWait();
    }
  }

  /** Whether enough items are available for the scheduler; for the holder. */
  boolean isDue() {
    int atLeast = wanted;
    return atLeast > 0 && (open.count() >= atLeast || !cut.isEmpty() || sourceEnded);
  }

  /** Releases the batch, and offers items that were requested meanwhile. */
  void letGo() {
    int seen = wanted;
    boolean due = isDue();
    held.set(false);
    // Guards against a race with the loop, which left its request to the holder.
    if (due || stopping || wanted != seen) {
      offer();
    }
  }
}
