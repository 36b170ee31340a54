package dev.procession;

import java.util.List;

/**
 * The stack of a task whose time is up, as the cause of a {@link TaskTimeoutException}: whatever
 * prints that exception prints where the task was.
 */
final class TaskStack extends Exception {
  private static final long serialVersionUID = 1L;

  TaskStack(List<?> frames) {
    super("where the task was when its time was up");
    setStackTrace(frames.toArray(new StackTraceElement[0]));
  }

  /** It is not about the thread that creates it. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
