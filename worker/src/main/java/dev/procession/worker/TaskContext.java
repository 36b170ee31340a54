package dev.procession.worker;

import dev.procession.task.WorkerContext;

/** What one task, or the initializer, is told about where it runs. */
final class TaskContext extends WorkerContext {
  private final int workerId;
  private final Origin origin;
  private final int position;

  private TaskContext(int workerId, Origin origin, int position) {
    this.workerId = workerId;
    this.origin = origin;
    this.position = position;
  }

  /** Makes {@code WorkerContext.isWorker()} true in this process. */
  static void declareThisProcess() {
    declareWorker();
  }

  /** Begins the items of a chunk, on the calling thread; which of them runs, the chunk knows. */
  static void enterChunk(int workerId, Chunk chunk) {
    enter(() -> new TaskContext(workerId, chunk, chunk.position()));
  }

  /** Begins the initializer, on the calling thread. */
  static void enterInitializer(int workerId) {
    WorkerContext context = new TaskContext(workerId, Origin.INITIALIZER, 0);
    enter(() -> context);
  }

  /** Ends whatever was begun on the calling thread. */
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
    return origin.index(position);
  }

  @Override
  public int attempt() {
    return origin.attempt();
  }

  @Override
  public boolean isCancelled() {
    return origin.isCancelled(position);
  }

  /** Where a task comes from: a chunk, or nowhere. */
  interface Origin {
    /** For the initializer, which belongs to no item and is never cancelled. */
    Origin INITIALIZER =
        new Origin() {
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
        };

    long index(int position);

    int attempt();

    boolean isCancelled(int position);
  }
}
