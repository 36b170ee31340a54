package dev.procession.integration.bench.program;

import dev.procession.PoolListener;
import dev.procession.ProcessPool;
import dev.procession.WorkerInfo;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * Ourselves with many workers and a stream of items that does not end. Rounds are of two kinds, in
 * turn: the next so many items, and what the coordinator's heap holds then.
 */
public final class ManyProgram {
  private ManyProgram() {}

  public static void main(String[] arguments) throws Exception {
    int workers = Integer.parseInt(arguments[0]);
    int items = Integer.parseInt(arguments[1]);
    CountDownLatch ready = new CountDownLatch(workers);
    PoolListener counting =
        new PoolListener() {
          @Override
          public void workerReady(WorkerInfo worker) {
            ready.countDown();
          }
        };
    try (ProcessPool pool =
            ProcessPool.builder().workers(workers).maxHeap("32m").listener(counting).build();
        Stream<Integer> results = pool.stream(x -> x + 1, Stream.iterate(0, x -> x + 1))) {
      ready.await();
      Rounds.serve(new Turns(results.iterator(), items));
    }
  }

  /** What is done in turn. */
  private static final class Turns implements Rounds.Round {
    private final Iterator<Integer> results;
    private final int items;

    /** Owned by the thread that serves, like the next. */
    private int done;

    private boolean isHeapNext;

    Turns(Iterator<Integer> results, int items) {
      this.results = results;
      this.items = items;
    }

    @Override
    public double run() throws Exception {
      boolean isHeap = isHeapNext;
      isHeapNext = !isHeap;
      return isHeap ? heldBytes() : Rounds.secondsEach(items, this::takeItems);
    }

    private void takeItems() throws Exception {
      for (int end = done + items; done < end; ) {
        int result = results.next();
        Rounds.check(result == ++done, "item " + done + " gives " + result);
      }
    }

    private static double heldBytes() {
      System.gc();
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
  }
}
