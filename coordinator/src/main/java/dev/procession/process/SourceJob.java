package dev.procession.process;

import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.Failure;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A job whose items come from a caller's source, by way of a {@link Feeder}, and whose results go
 * to a {@link ResultQueue}.
 *
 * <p>Items gather in the open batch until the scheduler wants some. Feeder and loop take turns at
 * it: whoever holds it may change it. The feeder lets go of it while it is in the caller's code, so
 * that the loop gets what is there even if the source blocks; the loop never waits: if the feeder
 * holds the batch, the feeder looks, after letting go, whether items are wanted.
 */
final class SourceJob implements Job {
  private final long id;
  private final FunctionDefinition function;
  private final Consumer<Event> events;
  private final Window window;
  private final ResultQueue results;
  private final MapSpec.Delivery delivery;
  private final ItemEncoder open;

  private final AtomicBoolean held = new AtomicBoolean();

  /**
   * Complete batches, before the open one: those that an item which could not be encoded cut off.
   */
  private final Queue<ItemBatch> cut = new ConcurrentLinkedQueue<>();

  /** Written by the holder, like all that follows but the volatile ones. */
  private long openFirstIndex;

  private long nextIndex;
  private boolean sealed;

  /** Written by the holder, read by others. */
  private volatile boolean sourceEnded;

  /** So many items are wanted at least, or none; set by the loop, cleared by the holder. */
  private volatile int wanted;

  /** Set once, before the feeder starts. */
  private volatile @Nullable Thread feeder;

  /** Set by anyone: the source is not to be read any further. */
  private volatile boolean stopping;

  SourceJob(
      long id,
      FunctionDefinition function,
      ItemEncoder encoder,
      Consumer<Event> events,
      MapSpec.Delivery delivery) {
    this.id = id;
    this.function = function;
    this.open = encoder;
    this.events = events;
    this.window = new Window(delivery.windowItems());
    this.delivery = delivery;
    this.results = new ResultQueue(delivery.order(), delivery.taking(), window, this::cancelled);
  }

  ResultQueue results() {
    return results;
  }

  Window window() {
    return window;
  }

  /** Whether the feeder should stop. */
  boolean stopping() {
    return stopping;
  }

  /** Says which thread reads the source, before it starts. */
  void fedBy(Thread thread) {
    feeder = thread;
  }

  /** Adds an item to the open batch; called by the feeder. Returns its encoded length. */
  long add(@Nullable Object item) {
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
      return (long) open.sizeBytes() - before;
    } catch (EncodingException e) {
      cutOpenBatch();
      put(Segment.notEncoded(nextIndex, e));
      nextIndex++;
      openFirstIndex = nextIndex;
      return 0;
    }
    // Out of memory: the item does not count, or its result would be waited for without end. The
    // feeder hands the error on, as one of the source.
  }

  /** The source has no more items, threw, or is not read any further; called by the feeder. */
  void endOfSource(Optional<Throwable> error) {
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
  public void wanted(int atLeast) {
    // Where the caller lets few be in flight, that is what there will be.
    wanted = Math.max(1, Math.min(atLeast, window.limitItems() / 4));
    offer();
  }

  @Override
  public void resizeWindow(int items) {
    window.resize(items);
  }

  @Override
  public void deliver(
      ItemBatch batch, int from, int count, Answers answers, int answersFrom, WorkerIdentity by) {
    window.addBytes(-batch.sizeBytes(from, from + count));
    put(Segment.answered(batch.firstIndex() + from, count, answers, answersFrom, by));
  }

  @Override
  public void fail(
      ItemBatch batch, int from, int count, Optional<WorkerIdentity> at, Failure failure) {
    window.addBytes(-batch.sizeBytes(from, from + count));
    put(Segment.failed(batch.firstIndex() + from, count, at, failure));
  }

  @Override
  public void poolEnded(Failure failure) {
    stopFeeding();
    results.endWith(failure);
  }

  private void put(Segment segment) {
    delivery
        .progress()
        .ifPresent(listener -> listener.progress(segment.count(), segment.failures()));
    results.put(segment);
  }

  private void cancelled() {
    stopFeeding();
    events.accept(new Event.JobCancelled(id));
  }

  /**
   * What was pulled is the input. The feeder may be in the caller's code, maybe for ever; an
   * interrupt may get it out.
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
   * Says what there is to say to the scheduler, if nobody else is at the batch; else the holder
   * does, after letting go.
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
   * Once it was to stop, nobody can tell whether the source came to its end, or was got out of a
   * wait by the interrupt: it must not pass for complete.
   */
  private void end(Optional<Throwable> error) {
    if (!sourceEnded) {
      sourceEnded = true;
      results.seal(nextIndex, stopping ? Optional.of(notReadToItsEnd(error)) : error);
    }
  }

  private static CancellationException notReadToItsEnd(Optional<Throwable> error) {
    CancellationException stopped =
        new CancellationException("The pool was shut down before the source was read to its end");
    error.ifPresent(stopped::initCause);
    return stopped;
  }

  private void cutOpenBatch() {
    if (open.count() > 0) {
      cut.add(takeOpenBatch());
    }
  }

  private ItemBatch takeOpenBatch() {
    ItemBatch batch = new ItemBatch(this, openFirstIndex, open.take(), List.of());
    openFirstIndex = nextIndex;
    return batch;
  }

  /**
   * Takes the batch, for the feeder. The loop holds it for no longer than it takes to hand over an
   * array.
   */
  void hold() {
    while (!held.compareAndSet(false, true)) {
      Thread.onSpinWait();
    }
  }

  /** Whether as many items are there as the scheduler waits for; for the holder. */
  boolean isDue() {
    int atLeast = wanted;
    return atLeast > 0 && (open.count() >= atLeast || !cut.isEmpty() || sourceEnded);
  }

  /** Lets go of the batch, and offers what was wanted meanwhile. */
  void letGo() {
    int seen = wanted;
    boolean due = isDue();
    held.set(false);
    // Guards against a race with the loop, which left to the holder what it has come to want.
    if (due || stopping || wanted != seen) {
      offer();
    }
  }
}
