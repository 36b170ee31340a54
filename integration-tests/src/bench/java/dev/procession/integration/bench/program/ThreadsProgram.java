package dev.procession.integration.bench.program;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The upper limit: as many threads in one JVM, to which nothing need be sent. */
public final class ThreadsProgram {
  private static final int THREADS = 2;

  /** As many numbers are squared at once: a thread pool makes no chunks by itself. */
  private static final int CHUNK = 10_000;

  private ThreadsProgram() {}

  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[1]);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Rounds.serve(round(arguments, threads, count));
    } finally {
      threads.shutdownNow();
    }
  }

  private static Rounds.Round round(String[] arguments, ExecutorService threads, int count) {
    return switch (arguments[0]) {
      case "squares" -> squares(threads, count);
      case "submits" -> () -> submits(threads, count);
      case "turns" -> () -> Rounds.medianSeconds(count, () -> threads.submit(() -> 1).get());
      case "work" -> () -> work(threads, count, Integer.parseInt(arguments[2]));
      default -> throw new IllegalArgumentException(arguments[0]);
    };
  }

  private static Rounds.Round squares(ExecutorService threads, int count) {
    List<Integer> items = Work.numbers(count);
    return () ->
        Rounds.secondsEach(
            count,
            () -> {
              List<Future<List<Integer>>> chunks = new ArrayList<>();
              for (int from = 0; from < count; from += CHUNK) {
                List<Integer> chunk = items.subList(from, Math.min(count, from + CHUNK));
                chunks.add(threads.submit(() -> chunk.stream().map(x -> x * x).toList()));
              }
              List<Integer> results = new ArrayList<>(count);
              for (Future<List<Integer>> chunk : chunks) {
                results.addAll(chunk.get());
              }
              Rounds.check(results.size() == count, results.size() + " squares");
            });
  }

  private static double submits(ExecutorService threads, int count) throws Exception {
    List<Future<Integer>> futures = new ArrayList<>(count);
    return Rounds.secondsEach(
        count,
        () -> {
          for (int i = 0; i < count; i++) {
            int item = i;
            futures.add(threads.submit(() -> item + 1));
          }
          long sum = 0;
          for (Future<Integer> future : futures) {
            sum += future.get();
          }
          Rounds.check(sum == (long) count * (count + 1) / 2, "sum " + sum);
        });
  }

  private static double work(ExecutorService threads, int count, int micros) throws Exception {
    return Rounds.secondsEach(
        count,
        () -> {
          List<Future<Long>> futures = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            futures.add(threads.submit(() -> Work.compute(micros)));
          }
          for (Future<Long> future : futures) {
            future.get();
          }
        });
  }
}
