package dev.procession.integration.bench.pp4j;

import dev.procession.integration.bench.program.Rounds;
import dev.procession.integration.bench.program.Work;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.viktorc.pp4j.impl.JavaProcessPoolExecutor;
import net.viktorc.pp4j.impl.SimpleJavaProcessOptions;

/** PP4J with two processes, doing what {@code ProcessionProgram} does. */
public final class Pp4jProgram {
  private static final int PROCESSES = 2;
  private static final long KEPT_FOR_EVER = 0;
  private static final long END_SECONDS = 20;

  private Pp4jProgram() {}

  /** A task that can travel. */
  private interface Task<T> extends Callable<T>, Serializable {}

  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[1]);
    if (arguments[0].equals("start")) {
      Rounds.serve(Pp4jProgram::start);
      return;
    }
    JavaProcessPoolExecutor pool = pool();
    try {
      Rounds.serve(round(arguments[0], pool, count));
    } finally {
      end(pool);
    }
  }

  private static Rounds.Round round(String kind, JavaProcessPoolExecutor pool, int count) {
    return switch (kind) {
      case "submits" -> () -> submits(pool, count);
      case "turns" -> () -> Rounds.medianSeconds(count, () -> pool.submit(constant()).get());
      case "payloads" -> payloads(pool, count);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static double submits(JavaProcessPoolExecutor pool, int count) throws Exception {
    List<Future<Integer>> futures = new ArrayList<>(count);
    return Rounds.secondsEach(
        count,
        () -> {
          for (int i = 0; i < count; i++) {
            futures.add(pool.submit(increment(i)));
          }
          long sum = 0;
          for (Future<Integer> future : futures) {
            sum += future.get();
          }
          Rounds.check(sum == (long) count * (count + 1) / 2, "sum " + sum);
        });
  }

  private static Rounds.Round payloads(JavaProcessPoolExecutor pool, int count) {
    List<byte[]> items = Work.payloads(count);
    return () ->
        Rounds.secondsEach(
            count,
            () -> {
              List<Future<byte[]>> futures = new ArrayList<>();
              for (byte[] item : items) {
                futures.add(pool.submit(same(item)));
              }
              for (Future<byte[]> future : futures) {
                Rounds.check(future.get().length == Work.PAYLOAD_BYTES, "length");
              }
            });
  }

  private static double start() throws Exception {
    long started = System.nanoTime();
    JavaProcessPoolExecutor pool = pool();
    try {
      pool.submit(constant()).get();
      return (System.nanoTime() - started) / 1e9;
    } finally {
      end(pool);
    }
  }

  private static JavaProcessPoolExecutor pool() throws InterruptedException {
    return new JavaProcessPoolExecutor(
        new SimpleJavaProcessOptions(KEPT_FOR_EVER), PROCESSES, PROCESSES, 0, null, false);
  }

  private static void end(JavaProcessPoolExecutor pool) throws InterruptedException {
    pool.shutdown();
    pool.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
  }

  private static Task<Integer> constant() {
    return () -> 1;
  }

  private static Task<Integer> increment(int item) {
    return () -> item + 1;
  }

  private static Task<byte[]> same(byte[] item) {
    return () -> item;
  }
}
