package dev.procession.worker;

import dev.procession.task.WorkerContext;
import java.util.Objects;

/** The worker context of one task or of the initializer. */
final class TaskContext extends WorkerContext {
  private final int workerId;
  private final TaskPosition task;
  private final int position;

  private TaskContext(int workerId, TaskPosition task, int position) {
    this.workerId = workerId;
    this.task = task;
    this.position = position;
  }

  /** Makes {@code WorkerContext.isWorker()} true in this process. */
  static void declareThisProcess() {
    declareWorker();
  }

  /** Enters the context of a chunk on the calling thread; the chunk has the running item. */
  static void enterChunk(int workerId, Chunk chunk) {
    enter(() -> new TaskContext(workerId, chunk, chunk.position()));
  }

  /** Enters the context of the initializer on the calling thread. */
  static void enterInitializer(int workerId) {
    WorkerContext context = new TaskContext(workerId, TaskPosition.INITIALIZER, 0);
    enter(() -> context);
  }

  /** Leaves the current context on the calling thread. */
  static void leave() {
    enter(null);
  }

  @Override
  public int workerId() {
    return workerId;
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public long taskIndex() {
    return task.index(position);
  }

  @Override
  public int attempt() {
    return task.attempt();
  }

  @Override
  public boolean isCancelled() {
    return task.isCancelled(position);
  }

  @Override
  public void retire(String reason) {
    task.retire(Objects.requireNonNull(reason, "reason"));
  }

  /** The attributes of a task by its position in a chunk. */
  interface TaskPosition {
    /** The initializer, which belongs to no item and is never cancelled. */
    TaskPosition INITIALIZER =
        new TaskPosition() {
          @Override
          public long index(int position) {
            return -1;
          }

          @Override
          public int attempt() {
            return 1;
          }

          @Override
          public boolean isCancelled(int position) {
            return false;
          }

          @Override
          public void retire(String reason) {
            // A process that was replaced before its first item would never run one.
          }
        };

    long index(int position);

    int attempt();

    boolean isCancelled(int position);

    void retire(String reason);
  }
}
