package dev.procession.process;

import dev.procession.protocol.EncodedItems;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The job of all tasks submitted one by one whose classes are in the same place. Tasks that come
 * while the scheduler has enough to do gather in the open batch, and so share a chunk.
 */
final class SubmitJob implements Job {
  private static final int INITIAL_BYTES = 256;
  private static final int INITIAL_ITEMS = 8;
  private static final int MAX_OPEN_BYTES = 16 << 20;

  private final long id;
  private final FunctionDefinition function;
  private final EventLoop loop;
  private final Workforce workforce;
  private final CallbackThreads callbacks;
  private final KeepAlive keepAlive;

  /** Guarded by this, like all that follows. */
  private byte[] bytes = new byte[INITIAL_BYTES];

  private int[] ends = new int[INITIAL_ITEMS];
  private List<SubmittedTask> tasks = new ArrayList<>();
  private int namesNeeded;
  private long openFirstIndex;
  private int wanted;
  private boolean closing;
  private boolean sealed;
  private int unfinished;

  /** Where the classes of the unfinished tasks are, so that they stay there; null without any. */
  @SuppressWarnings("UnusedVariable")
  private @Nullable TaskClasses held;

  private boolean heldBack;

  SubmitJob(
      long id,
      FunctionDefinition function,
      EventLoop loop,
      Workforce workforce,
      WorkerSurroundings surroundings,
      KeepAlive keepAlive) {
    this.id = id;
    this.function = function;
    this.loop = loop;
    this.workforce = workforce;
    this.callbacks = surroundings.callbacks();
    this.keepAlive = keepAlive;
  }

  /** Adds a task; returns it, or null when the job takes no more. */
  @Nullable SubmittedTask add(EncodedItems encoded, TaskClasses classes, TaskOwner owner) {
    SubmittedTask task;
    synchronized (this) {
      if (closing) {
        return null;
      }
      task = new SubmittedTask(this, owner, keepAlive);
      if (size() + (long) encoded.sizeBytes() > MAX_OPEN_BYTES) {
        offerNow();
      }
      append(encoded);
      tasks.add(task);
      unfinished++;
      held = classes;
      offerIfWanted();
    }
    return task;
  }

  @Override
  public void poolShutdown() {
    close();
  }

  /** Takes no more tasks; ends when all have ended. */
  synchronized void close() {
    closing = true;
    offerIfWanted();
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

  /** Cancels a task that has not begun; leaves alone one that has. */
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
    if (batch != null && workforce.hasBegun(batch, task.item())) {
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
  public synchronized void wanted(int atLeast) {
    wanted = atLeast;
    offerIfWanted();
  }

  @Override
  public void resizeWindow(int items) {
    // Who submits has made the task already: there is nothing to hold back.
  }

  @Override
  public void deliver(
      ItemBatch batch, int from, int count, Answers answers, int answersFrom, WorkerIdentity by) {
    for (int i = 0; i < count; i++) {
      SubmittedTask task = batch.task(from + i);
      Segment end =
          Segment.answered(batch.firstIndex() + from + i, 1, answers, answersFrom + i, by);
      if (count == 1) {
        endSingle(task, end);
      } else {
        end(task, end);
      }
    }
    finished(count);
  }

  @Override
  public void fail(
      ItemBatch batch, int from, int count, Optional<WorkerIdentity> at, Failure failure) {
    for (int i = 0; i < count; i++) {
      end(batch.task(from + i), Segment.failed(batch.firstIndex() + from + i, 1, at, failure));
    }
    finished(count);
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
    return tasks.size();
  }

  @Override
  public void poolEnded(Failure failure) {
    List<SubmittedTask> left;
    long firstIndex;
    synchronized (this) {
      closing = true;
      left = tasks;
      firstIndex = openFirstIndex;
      tasks = new ArrayList<>();
    }
    for (int i = 0; i < left.size(); i++) {
      end(left.get(i), Segment.failed(firstIndex + i, 1, Optional.empty(), failure));
    }
    finished(left.size());
  }

  private synchronized void finished(int count) {
    unfinished -= count;
    if (unfinished == 0) {
      held = null;
    }
  }

  private void end(SubmittedTask task, Segment segment) {
    callbacks.execute(() -> task.ended(segment));
  }

  /**
   * Ends the only task of a message, by the thread that waits for it if there is one: that saves
   * waking a thread for callbacks that would wake that one. Of many tasks the one waited for would
   * be a thread's that then waits for the next, so all are left to the threads for callbacks.
   */
  private void endSingle(SubmittedTask task, Segment segment) {
    Runnable ending = () -> task.ended(segment);
    if (!task.owner().endsItself(() -> runHereOrElsewhere(ending))) {
      callbacks.execute(ending);
    }
  }

  private void runHereOrElsewhere(Runnable ending) {
    try {
      ending.run();
    } catch (StackOverflowError e) {
      // The caller's stack is nearly used up, but others may wait for the task, too.
      callbacks.execute(ending);
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
      loop.post(new Event.BatchOffered(takeOpenBatch()));
    }
  }

  private ItemBatch takeOpenBatch() {
    List<SubmittedTask> taken = tasks;
    EncodedItems items = new EncodedItems(bytes, ends, taken.size(), namesNeeded);
    ItemBatch batch = new ItemBatch(this, openFirstIndex, items, taken);
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
