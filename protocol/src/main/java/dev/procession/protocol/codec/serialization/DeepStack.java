package dev.procession.protocol.codec.serialization;

import dev.procession.protocol.ErrorText;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Threads for graphs that are nested too deeply for a stack of the usual size. */
public final class DeepStack {
  /**
   * Tried from the first to the last; the address space may be limited, as under {@code ulimit -v}.
   * The first is enough for a graph some 100,000 objects deep.
   */
  private static final long[] STACK_BYTES = {256L << 20, 64L << 20};

  private static final int MAX_CAUSES = 16;

  private DeepStack() {}

  /** What is done on such a thread. */
  public interface Work {
    /**
     * Does it.
     *
     * @return the result
     * @throws Throwable whatever went wrong
     */
    @Nullable Object run() throws Throwable;
  }

  /**
   * How it ended.
   *
   * @param value the result, if nothing was thrown
   * @param error what was thrown
   */
  public record End(@Nullable Object value, @Nullable Throwable error) {}

  /**
   * Whether something failed because the stack was too small.
   *
   * @param error what was thrown
   * @return whether a stack overflow is its cause
   */
  public static boolean isTooDeep(Throwable error) {
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof StackOverflowError) {
        return true;
      }
      cause = ErrorText.causeOf(cause).orElse(null);
    }
    return false;
  }

  /**
   * Waits for the work.
   *
   * @param work what is to be done
   * @return how it ended, or null if no thread is available
   */
  public static @Nullable End run(Work work) {
    CompletableFuture<End> end = new CompletableFuture<>();
    for (long stackBytes : STACK_BYTES) {
      Thread thread =
          new Thread(null, () -> end.complete(endOf(work)), "procession-encoder", stackBytes);
      thread.setDaemon(true);
      try {
        thread.start();
        // Not to be interrupted: on the caller's own thread it is not, either.
        return end.join();
      } catch (OutOfMemoryError e) {
        // A smaller stack may be available.
      }
    }
    return null;
  }

  private static End endOf(Work work) {
    try {
      return new End(work.run(), null);
    } catch (Throwable e) {
      // Rethrown on the caller's thread.
      return new End(null, e);
    }
  }
}
