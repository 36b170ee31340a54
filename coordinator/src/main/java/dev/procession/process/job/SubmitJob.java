package dev.procession.process.job;

import dev.procession.process.shipping.NumberedLoader;
import dev.procession.process.thread.KeepAlive;
import dev.procession.process.thread.StaticInitializers;
import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.codec.Answers;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The job of all submitted tasks with the same class loader. Tasks submitted while the scheduler
 * has enough work are collected in the open batch, and so share a chunk.
 */
public final class SubmitJob implements Job {
  private static final int INITIAL_BYTES = 256;
  private static final int INITIAL_ITEMS = 8;
  private static final int MAX_OPEN_BYTES = 16 << 20;

  private final long id;
  private final FunctionDefinition function;
  private final RetryRule retryRule;
  private final Loop loop;
  private final ItemProgress progress;
  private final Endings endings;
  private final KeepAlive keepAlive;
  private final LongAdder unsentFailures;
  private final WaitLog waitLog;

  /** Guarded by this, like all that follows. */
  private byte[] bytes = new byte[INITIAL_BYTES];

  private int[] ends = new int[INITIAL_ITEMS];
  private List<SubmittedTask> tasks = new ArrayList<>();
  private int namesNeeded;
  private long openFirstIndex;
  private int wanted;
  private boolean closing;
  private boolean poolEnding;
  private boolean sealed;
  private int onTheWay;

  /** The tasks of which it is not known yet how they end, wherever they are. */
  private final Set<SubmittedTask> unsettled = new HashSet<>();

  /** The loader of the classes of unfinished tasks, kept reachable here; null if there are none. */
  @SuppressWarnings("UnusedVariable")
  private @Nullable NumberedLoader held;

  private boolean heldBack;

  public SubmitJob(
      long id,
      FunctionDefinition function,
      RetryRule retryRule,
      Loop loop,
      ItemProgress progress,
      Endings endings,
      KeepAlive keepAlive,
      LongAdder unsentFailures,
      WaitLog waitLog) {
    this.waitLog = waitLog;
    this.id = id;
    this.function = function;
    this.retryRule = retryRule;
    this.loop = loop;
    this.progress = progress;
    this.endings = endings;
    this.keepAlive = keepAlive;
    this.unsentFailures = unsentFailures;
  }

  /**
   * Adds a task; returns it, or null if the job accepts no more.
   *
   * @param onSettled run once it is known how the task ends
   */
  @Nullable SubmittedTask add(
      EncodedItems encoded, NumberedLoader classes, SubmissionOwner owner, Runnable onSettled) {
    SubmittedTask task;
    synchronized (this) {
      if (closing) {
        return null;
      }
      task = new SubmittedTask(this, owner, keepAlive, onSettled);
      if (size() + (long) encoded.sizeBytes() > MAX_OPEN_BYTES) {
        offerNow();
      }
      append(encoded);
      tasks.add(task);
      unsettled.add(task);
      held = classes;
      offerIfWanted();
    }
    return task;
  }

  @Override
  public synchronized void poolShutdown() {
    poolEnding = true;
    close();
  }

  /** Whether no other job takes what this one does not. */
  synchronized boolean isPoolEnding() {
    return poolEnding;
  }

  /** Accepts no more tasks; ends when all have ended. */
  synchronized void close() {
    closing = true;
    offerIfWanted();
  }

  /** The same if none is left; returns whether it takes no more. */
  synchronized boolean closeIfUnused() {
    if (unsettled.isEmpty()) {
      close();
    }
    return closing;
  }

  /** The calling thread has been waiting for a task for long. */
  void waitsLong() {
    StaticInitializers.ofThisThread().ifPresent(waitLog::initializerWaits);
  }

  void cancel(SubmittedTask task) {
    ItemBatch batch;
    synchronized (this) {
      if (task.batch() == null) {
        offerNow();
      }
      batch = task.batch();
    }
    if (batch != null) {
      loop.post(new Event.ItemCancelled(batch, task.item()));
    }
  }

  /** Cancels a task unless it has been started. */
  void abandon(SubmittedTask task) {
    synchronized (this) {
      if (task.batch() == null) {
        offerNow();
      }
    }
    if (!loop.execute(() -> abandonNow(task))) {
      task.drop();
    }
  }

  private void abandonNow(SubmittedTask task) {
    ItemBatch batch = task.batch();
    if (batch != null && progress.hasBegun(batch, task.item())) {
      task.leaveRunning();
      return;
    }
    if (batch != null) {
      loop.handleNow(new Event.ItemCancelled(batch, task.item()));
    }
    task.drop();
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

  /** Each task has its own, if any. */
  @Override
  public Optional<String> name() {
    return Optional.empty();
  }

  @Override
  public synchronized void wanted(int atLeast) {
    wanted = atLeast;
    offerIfWanted();
  }

  @Override
  public void resizeWindow(int items) {
    // A submitted task already exists: there is nothing to hold back.
  }

  @Override
  public void deliver(
      ItemBatch batch, int from, int count, Answers answers, int answersFrom, WorkerIdentity by) {
    for (int i = 0; i < count; i++) {
      SubmittedTask task = batch.task(from + i);
      task.settle();
      EndedItems end =
          new EndedItems.Answered(batch.firstIndex() + from + i, 1, answers, answersFrom + i, by);
      if (count == 1) {
        endings.endSingle(task.owner(), () -> task.ended(end));
      } else {
        endings.end(task.owner(), () -> task.ended(end));
      }
    }
  }

  @Override
  public void fail(
      ItemBatch batch, int from, int count, Optional<WorkerIdentity> at, Failure failure) {
    for (int i = 0; i < count; i++) {
      SubmittedTask task = batch.task(from + i);
      task.settle();
      EndedItems end = new EndedItems.Failed(batch.firstIndex() + from + i, 1, at, failure);
      endings.end(task.owner(), () -> task.ended(end));
    }
  }

  @Override
  public synchronized void holdBack() {
    heldBack = true;
  }

  @Override
  public synchronized List<SubmittedTask> openTasks() {
    return List.copyOf(tasks);
  }

  @Override
  public synchronized int openTaskCount() {
    return tasks.size() + onTheWay;
  }

  @Override
  public void poolEnded(Failure failure) {
    List<SubmittedTask> left;
    long firstIndex;
    synchronized (this) {
      closing = true;
      poolEnding = true;
      left = tasks;
      firstIndex = openFirstIndex;
      tasks = new ArrayList<>();
      if (!(failure instanceof Failure.Cancelled)) {
        unsentFailures.add(left.size());
      }
    }
    for (int i = 0; i < left.size(); i++) {
      lose(left.get(i), firstIndex + i, failure);
    }
  }

  /** All of them, also those that the scheduler has, or that are on their way to it. */
  @Override
  public void poolBroken(Failure failure) {
    poolEnded(failure);
    List<SubmittedTask> lost;
    synchronized (this) {
      lost = List.copyOf(unsettled);
    }
    for (SubmittedTask task : lost) {
      ItemBatch batch = task.batch();
      lose(task, batch == null ? 0 : batch.firstIndex() + task.item(), failure);
    }
  }

  /** On a callback thread if that can be done, and here otherwise; the others must end, too. */
  private void lose(SubmittedTask task, long index, Failure failure) {
    try {
      task.settle();
      EndedItems end = new EndedItems.Failed(index, 1, Optional.empty(), failure);
      endings.end(task.owner(), () -> task.ended(end));
    } catch (Throwable e) {
      task.lost(e);
    }
  }

  /** It is known how a task ends. */
  synchronized void settled(SubmittedTask task) {
    unsettled.remove(task);
    if (unsettled.isEmpty()) {
      held = null;
    }
  }

  private void append(EncodedItems encoded) {
    int at = size();
    int size = encoded.sizeBytes();
    if (at + size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + size));
    }
    if (tasks.size() == ends.length) {
      ends = Arrays.copyOf(ends, 2 * ends.length);
    }
    System.arraycopy(encoded.array(), encoded.start(0), bytes, at, size);
    ends[tasks.size()] = at + size;
    namesNeeded = Math.max(namesNeeded, encoded.namesNeeded());
  }

  private int size() {
    return tasks.isEmpty() ? 0 : ends[tasks.size() - 1];
  }

  private void offerIfWanted() {
    if (wanted > 0 && (tasks.size() >= wanted || closing)) {
      offerNow();
    }
    if (closing && tasks.isEmpty() && !sealed) {
      sealed = true;
      loop.post(new Event.JobSealed(id));
    }
  }

  private void offerNow() {
    if (!tasks.isEmpty() && !heldBack) {
      wanted = 0;
      ItemBatch batch = takeOpenBatch();
      onTheWay += batch.count();
      // As one action, so that the tasks are always counted exactly once: here or by the
      // scheduler.
      loop.execute(() -> offered(batch));
    }
  }

  private void offered(ItemBatch batch) {
    synchronized (this) {
      onTheWay -= batch.count();
    }
    loop.handleNow(new Event.BatchOffered(batch));
  }

  private ItemBatch takeOpenBatch() {
    List<SubmittedTask> taken = tasks;
    EncodedItems items = new EncodedItems(bytes, ends, taken.size(), namesNeeded);
    ItemBatch batch = new ItemBatch(this, openFirstIndex, items, taken, taken.get(0).queuedNanos());
    for (int i = 0; i < taken.size(); i++) {
      taken.get(i).placed(batch, i);
    }
    openFirstIndex += taken.size();
    tasks = new ArrayList<>();
    bytes = new byte[INITIAL_BYTES];
    ends = new int[INITIAL_ITEMS];
    return batch;
  }
}
