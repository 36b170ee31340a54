package dev.procession.protocol.codec;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs what needs a deep stack on a thread that has one, as coordinators and workers do. */
public final class DeepStack {
  private static final long STACK_BYTES = 1L << 30;

  private DeepStack() {}

  /** What is to be done. */
  public interface Work {
    void run() throws Exception;
  }

  public static void run(Work work) throws Exception {
    run(STACK_BYTES, work);
  }

  static void run(long stackBytes, Work work) throws Exception {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              work.run();
              return null;
            });
    Thread thread = new Thread(null, task, "deep stack", stackBytes);
    thread.start();
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }
}
