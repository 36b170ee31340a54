package dev.procession.process.thread;

import java.util.List;
import java.util.Optional;

/**
 * Finds out whether a pool is used by a static initializer. The class is not to be had by any other
 * thread until its initializer ends, and each worker that needs it initializes it again.
 */
public final class StaticInitializers {
  private static final String METHOD = "<clinit>";

  private StaticInitializers() {}

  /** The class that the calling thread is initializing, if it is. */
  public static Optional<String> ofThisThread() {
    return all().stream().findFirst();
  }

  private static List<String> all() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> frame.getMethodName().equals(METHOD))
                    .map(StackWalker.StackFrame::getClassName)
                    .toList());
  }

  /**
   * Refuses, in a worker, work that its own class's static initializer hands to a pool: the workers
   * of that pool would initialize the class, too, and so would theirs.
   *
   * @param task a task, or a function
   * @throws IllegalStateException if it is nested too deeply
   */
  public static void check(Object task) {
    String source = outermost(task.getClass().getNestHost().getName());
    for (String initialized : all()) {
      if (outermost(initialized).equals(source)) {
        throw new IllegalStateException(
            "The static initializer of "
                + initialized
                + " uses a pool and runs again here, in a worker, which needs the class for its"
                + " tasks; the workers of this pool would run it again, without end. Call the"
                + " pool from main, or skip the call if WorkerContext.isWorker()");
      }
    }
  }

  private static String outermost(String className) {
    int nested = className.indexOf('$');
    return nested <= 0 ? className : className.substring(0, nested);
  }
}
