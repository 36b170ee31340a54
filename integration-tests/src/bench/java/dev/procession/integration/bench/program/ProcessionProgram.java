package dev.procession.integration.bench.program;

import dev.procession.ProcessPool;
import dev.procession.WorkerState;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SharedLock;
import dev.procession.task.SharedLong;
import dev.procession.task.SharedQueue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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
@SuppressWarnings("LockNotBeforeTry") // Nothing comes between lock and unlock.
public final class ProcessionProgram {
  /** The property that says what becomes of the live page: none, unread or read. */
  public static final String PAGE = "procession.bench.page";

  private static final int WORKERS = 2;
  private static final long QUIET_MILLIS = 200;

  private ProcessionProgram() {}

  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[1]);
    if (arguments[0].equals("start")) {
      Rounds.serve(ProcessionProgram::start);
      return;
    }
    if (arguments[0].equals("close")) {
      Rounds.serve(ProcessionProgram::close);
      return;
    }
    try (ProcessPool pool = pool(System.getProperty(PAGE, "none"))) {
      Rounds.serve(round(arguments, pool, count));
    }
  }

  private static ProcessPool pool(String page) throws IOException {
    ProcessPool.Builder builder = ProcessPool.builder().workers(WORKERS);
    if (page.equals("none")) {
      return builder.build();
    }
    ProcessPool pool = builder.live(0).build();
    if (page.equals("read")) {
      read(pool.liveAddress().orElseThrow().resolve("events").toURL().openStream());
    }
    return pool;
  }

  /** Reads what a browser would be sent, and draws nothing of it. */
  private static void read(InputStream events) {
    Thread reader =
        new Thread(
            () -> {
              try (events) {
                events.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  private static Rounds.Round round(String[] arguments, ProcessPool pool, int count) {
    return switch (arguments[0]) {
      case "squares" -> squares(pool, count);
      case "submits" -> () -> submits(pool, count);
      case "turns" -> () -> Rounds.medianSeconds(count, () -> pool.submit(() -> 1).get());
      case "payloads" -> payloads(pool, count);
      case "work" -> work(pool, count, Integer.parseInt(arguments[2]));
      case "stream" -> () -> stream(pool, count);
      case "locks" -> locks(pool, count);
      case "counts" -> counts(pool, count);
      case "queues" -> queues(pool, count);
      case "adds" -> adds(pool, count);
      case "handovers" -> handovers(pool, count);
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

  /** The end of a pool whose workers have all worked and have nothing to do. */
  private static double close() throws Exception {
    ProcessPool pool = ProcessPool.create(WORKERS);
    long started;
    try {
      while (pool.workers().stream().anyMatch(worker -> worker.state() != WorkerState.IDLE)) {
        Thread.sleep(QUIET_MILLIS);
      }
      pool.map(x -> x * x, Work.numbers(1_000));
      Thread.sleep(QUIET_MILLIS);
    } finally {
      started = System.nanoTime();
      pool.close();
    }
    return (System.nanoTime() - started) / 1e9;
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

  private static Rounds.Round locks(ProcessPool pool, int count) {
    SharedLock lock = pool.shared().lock();
    return () ->
        pool.submit(
                () ->
                    Rounds.secondsEach(
                        count,
                        () -> {
                          for (int i = 0; i < count; i++) {
                            lock.lock();
                            lock.unlock();
                          }
                        }))
            .get();
  }

  private static Rounds.Round counts(ProcessPool pool, int count) {
    SharedLong counter = pool.shared().counter(0);
    return () ->
        pool.submit(
                () ->
                    Rounds.secondsEach(
                        count,
                        () -> {
                          for (int i = 0; i < count; i++) {
                            counter.addAndGet(1);
                          }
                        }))
            .get();
  }

  private static Rounds.Round queues(ProcessPool pool, int count) {
    SharedQueue<Integer> queue = pool.shared().queue(10);
    return () ->
        pool.submit(
                () ->
                    Rounds.secondsEach(
                        2 * count,
                        () -> {
                          for (int i = 0; i < count; i++) {
                            queue.put(i);
                            queue.take();
                          }
                        }))
            .get();
  }

  /** From both workers at once. */
  private static Rounds.Round adds(ProcessPool pool, int count) {
    SharedLong counter = pool.shared().counter(0);
    return () -> {
      long before = counter.get();
      double seconds =
          Rounds.secondsEach(
              count,
              () ->
                  inBoth(
                      pool,
                      () -> {
                        for (int i = 0; i < count / WORKERS; i++) {
                          counter.add(1);
                        }
                        return count;
                      }));
      Rounds.check(counter.get() - before == count, "counted " + (counter.get() - before));
      return seconds;
    };
  }

  /** Both workers want the lock all the time, so that it is passed on with each unlock. */
  private static Rounds.Round handovers(ProcessPool pool, int count) {
    SharedLock lock = pool.shared().lock();
    return () ->
        Rounds.secondsEach(
            count,
            () ->
                inBoth(
                    pool,
                    () -> {
                      for (int i = 0; i < count / WORKERS; i++) {
                        lock.lock();
                        lock.unlock();
                      }
                      return count;
                    }));
  }

  private static void inBoth(ProcessPool pool, SerializableCallable<Integer> task)
      throws Exception {
    Future<Integer> one = pool.submit(task);
    pool.submit(task).get();
    one.get();
  }

  /** What a worker takes that has run some tasks and has nothing to do. */
  private static double idle(ProcessPool pool, int count) throws Exception {
    pool.map(x -> x * x, Work.numbers(count));
    return ResidentMemory.bytesOf(pool.workers().get(0).pid());
  }
}
