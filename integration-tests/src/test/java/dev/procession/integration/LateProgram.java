package dev.procession.integration;

import dev.procession.ProcessPool;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** Leaves with its pool open, and has more work for it when the JVM is on its way out. */
final class LateProgram {
  private LateProgram() {}

  public static void main(String[] arguments) {
    ProcessPool pool = ProcessPool.create(1);
    pool.map(x -> x, List.of(1));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> submitLate(pool)));
  }

  private static void submitLate(ProcessPool pool) {
    try {
      System.out.println(pool.submit(() -> "ran").join());
    } catch (RejectedExecutionException e) {
      System.out.println("rejected");
    }
  }
}
