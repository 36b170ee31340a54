package dev.procession.integration.bench.program;

import dev.procession.ProcessPool;
import java.util.List;

/** What a short program does: makes a pool of two, squares so many numbers, and ends. */
public final class ColdProgram {
  private ColdProgram() {}

  @SuppressWarnings("SystemOut") // The result shows that all was done.
  public static void main(String[] arguments) {
    List<Integer> items = Work.numbers(Integer.parseInt(arguments[0]));
    try (ProcessPool pool = ProcessPool.create(2)) {
      System.out.println(pool.map(x -> x * x, items).size());
    }
  }
}
