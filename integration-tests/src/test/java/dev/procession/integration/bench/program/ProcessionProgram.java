package dev.procession.integration.bench.program;

import dev.procession.ProcessPool;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Ourselves: a coordinator with two workers. */
public final class ProcessionProgram {
  private static final int WORKERS = 2;

  private ProcessionProgram() {}

  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[1]);
    if (arguments[0].equals("start")) {
      Rounds.serve(ProcessionProgram::start);
      return;
    }
    try (ProcessPool pool = ProcessPool.create(WORKERS)) {
      Rounds.serve(round(arguments, pool, count));
    }
  }

  private static Rounds.Round round(String[] arguments, ProcessPool pool, int count) {
    return switch (arguments[0]) {
      case "squares" -> squares(pool, count);
      case "submits" -> () -> submits(pool, count);
      case "turns" -> () -> Rounds.medianSeconds(count, () -> pool.submit(() -> 1).get());
      case "payloads" -> payloads(pool, count);
      case "work" -> work(pool, count, Integer.parseInt(arguments[2]));
      case "stream" -> () -> stream(pool, count);
      case "idle" -> () -> idle(pool, count);
      default -> throw new IllegalArgumentException(arguments[0]);
    };
  }

  private static Rounds.Round squares(ProcessPool pool, int count) {
    List<Integer> items = Work.numbers(count);
    return () -> Rounds.secondsEach(count, () -> pool.map(x -> x * x, items));
  }

  private static double submits(ProcessPool pool, int count) throws Exception {
    List<Future<Integer>> futures = new ArrayList<>(count);
    return Rounds.secondsEach(
        count,
        () -> {
          for (int i = 0; i < count; i++) {
            int item = i;
            futures.add(pool.submit(() -> item + 1));
          }
          long sum = 0;
          for (Future<Integer> future : futures) {
            sum += future.get();
          }
          Rounds.check(sum == (long) count * (count + 1) / 2, "sum " + sum);
        });
  }

  private static Rounds.Round payloads(ProcessPool pool, int count) {
    List<byte[]> items = Work.payloads(count);
    return () -> Rounds.secondsEach(count, () -> pool.map(bytes -> bytes, items));
  }

  /** From nothing to the first result; the end of the pool does not count. */
  private static double start() throws Exception {
    long started = System.nanoTime();
    try (ProcessPool pool = ProcessPool.create(WORKERS)) {
      pool.submit(() -> 1).get();
      return (System.nanoTime() - started) / 1e9;
    }
  }

  private static Rounds.Round work(ProcessPool pool, int count, int micros) {
    List<Integer> items = Collections.nCopies(count, micros);
    return () -> Rounds.secondsEach(count, () -> pool.map(Work::compute, items));
  }

  /** The most that the coordinator's heap held while it streamed. */
  private static double stream(ProcessPool pool, int count) throws Exception {
    List<MemoryPoolMXBean> heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(bean -> bean.getType() == MemoryType.HEAP)
            .toList();
    heap.forEach(MemoryPoolMXBean::resetPeakUsage);
    Iterable<Integer> items = () -> IntStream.range(0, count).iterator();
    long sum;
    try (Stream<Integer> results = pool.stream(x -> x + 1, items)) {
      sum = results.mapToLong(Integer::longValue).sum();
    }
    Rounds.check(sum == (long) count * (count + 1) / 2, "sum " + sum);
    return heap.stream().mapToLong(bean -> bean.getPeakUsage().getUsed()).sum();
  }

  /** What a worker takes that has run some tasks and has nothing to do. */
  private static double idle(ProcessPool pool, int count) throws Exception {
    pool.map(x -> x * x, Work.numbers(count));
    return ResidentMemory.bytesOf(pool.workers().get(0).pid());
  }
}
