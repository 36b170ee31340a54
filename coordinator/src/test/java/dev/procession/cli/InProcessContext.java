package dev.procession.cli;

import dev.procession.task.WorkerContext;
import java.util.concurrent.Callable;

/** What a task is told of its worker where there is none. */
public final class InProcessContext extends WorkerContext {
  public static final long PID = 4711;

  private final long taskIndex;

  private InProcessContext(long taskIndex) {
    this.taskIndex = taskIndex;
  }

  static <R> R during(long taskIndex, Callable<R> task) throws Exception {
    enter(() -> new InProcessContext(taskIndex));
    try {
      return task.call();
    } finally {
      enter(null);
    }
  }

  @Override
  public int workerId() {
    return 0;
  }

  @Override
  public long pid() {
    return PID;
  }

  @Override
  public long taskIndex() {
    return taskIndex;
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public void retire(String reason) {
    // This process stays.
  }

  @Override
  public boolean isCancelled() {
    return false;
  }
}
