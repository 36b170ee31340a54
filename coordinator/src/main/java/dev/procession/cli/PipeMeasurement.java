package dev.procession.cli;

import dev.procession.ProcessPool;
import dev.procession.ProcessionException;
import dev.procession.task.SerializableCallable;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;

/** Measures how fast a worker is reached: its start, its latency, its bandwidth. */
final class PipeMeasurement {
  /** Both JVMs have compiled what matters by then. */
  private static final int WARM_UP_TRIPS = 500;

  private static final int TRIPS = 500;
  private static final int ECHOES = 24;
  private static final int WARM_UP_ECHOES = 8;
  private static final int ECHO_BYTES = 1 << 20;

  private PipeMeasurement() {}

  /**
   * Opens a pool, and measures its only worker.
   *
   * @throws ProcessionException if no worker starts, or it does not live long
   */
  static PipeFigures of(ProcessPool.Builder builder) throws InterruptedException {
    SerializableCallable<Integer> nothing = () -> 1;
    byte[] block = new byte[ECHO_BYTES];
    SerializableCallable<byte[]> echo = () -> block;

    long start = System.nanoTime();
    try (ProcessPool pool = builder.build()) {
      result(pool, nothing);
      long startNanos = System.nanoTime() - start;
      return new PipeFigures(
          startNanos,
          medianNanos(pool, nothing, WARM_UP_TRIPS, TRIPS),
          medianNanos(pool, echo, WARM_UP_ECHOES, ECHOES),
          ECHO_BYTES);
    }
  }

  private static <R> long medianNanos(
      ProcessPool pool, SerializableCallable<R> task, int warmUps, int rounds)
      throws InterruptedException {
    for (int i = 0; i < warmUps; i++) {
      result(pool, task);
    }
    long[] nanos = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      result(pool, task);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[rounds / 2];
  }

  private static <R> R result(ProcessPool pool, SerializableCallable<R> task)
      throws InterruptedException {
    try {
      return pool.submit(task).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProcessionException failure) {
        throw failure;
      }
      throw new AssertionError("the task throws nothing", e);
    }
  }
}
