package dev.procession.cli.program;

import java.io.File;

/**
 * What programs call instead of the JDK's methods that end a JVM: {@link ExitCalls} redirects them.
 * Public because classes of other loaders call it.
 */
public final class ProgramExit {
  private ProgramExit() {}

  /** Instead of {@code System.exit}. */
  public static void exit(int status) {
    ProgramCall.current().exit(status);
  }

  /** Instead of {@code Runtime.exit}. */
  public static void exit(Runtime runtime, int status) {
    ProgramCall.current().exit(status);
  }

  /** Instead of {@code Runtime.halt}. */
  public static void halt(Runtime runtime, int status) {
    ProgramCall.current().halt(status);
  }

  /** Instead of {@code Runtime.addShutdownHook}. */
  public static void addShutdownHook(Runtime runtime, Thread hook) {
    ProgramCall.current().addHook(hook);
  }

  /** Instead of {@code Runtime.removeShutdownHook}. */
  public static boolean removeShutdownHook(Runtime runtime, Thread hook) {
    return ProgramCall.current().removeHook(hook);
  }

  /** Instead of {@code File.deleteOnExit}. */
  public static void deleteOnExit(File file) {
    ProgramCall.current().deleteAtEnd(file);
  }

  /** Unwinds the thread that has ended the program; not to be caught by it, so no exception. */
  static final class Unwinding extends Error {
    private static final long serialVersionUID = 1L;

    Unwinding() {
      super("the program has ended", null, false, false);
    }
  }
}
