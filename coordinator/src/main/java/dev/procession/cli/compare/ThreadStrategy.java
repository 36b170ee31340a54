package dev.procession.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Several threads of this JVM, each of which takes the next item when it has finished one. */
final class ThreadStrategy implements Strategy, AutoCloseable {
  private final TimedFunction function;
  private final int count;
  private final ExecutorService threads;

  ThreadStrategy(TimedFunction function, int count) {
    this.function = function;
    this.count = count;
    this.threads =
        Executors.newFixedThreadPool(
            count,
            body -> {
              Thread thread = new Thread(body, "procession-compared");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public TimedRun run(List<String> items) {
    long start = System.nanoTime();
    AtomicInteger next = new AtomicInteger();
    AtomicReferenceArray<TimedResult> results = new AtomicReferenceArray<>(items.size());
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      running.add(CompletableFuture.runAsync(() -> take(items, next, results), threads));
    }
    try {
      CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ComparedItemException failure) {
        throw failure;
      }
      throw e;
    }
    List<TimedResult> all = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      all.add(results.get(i));
    }
    return TimedRun.since(start, all);
  }

  private void take(
      List<String> items, AtomicInteger next, AtomicReferenceArray<TimedResult> results) {
    for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
      try {
        results.set(i, SequentialStrategy.result(function, items, i));
      } catch (ComparedItemException e) {
        next.set(items.size());
        throw e;
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
