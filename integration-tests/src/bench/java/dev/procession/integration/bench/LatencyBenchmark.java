package dev.procession.integration.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procession.ProcessPool;
import dev.procession.integration.NothingLeft;
import dev.procession.integration.bench.program.BareJvm;
import dev.procession.task.SerializableRunnable;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How long a worker's number does no work after its process was killed, or its task cancelled:
 * until the next task runs there, by the clock that all processes of a machine share.
 */
@Tag(NothingLeft.LONG)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class LatencyBenchmark {
  private static final int ROUNDS = Scale.roundsFromProperties(40);
  private static final int WARM_UPS = 3;
  private static final String RUNNING = "running";

  private final BlockingQueue<String> printed = new LinkedBlockingQueue<>();

  /** Where and when a task ran. */
  private record Mark(long pid, long nanos) {
    static Mark here() {
      return new Mark(ProcessHandle.current().pid(), System.nanoTime());
    }
  }

  /** What is measured, once; returns nanoseconds. */
  private interface Measurement {
    long once() throws Exception;
  }

  @Test
  void slotIsFreeSoonAfterItsProcessWasKilledOrItsTaskCancelled() throws Exception {
    assumeTrue(Choice.fromProperty().includes("latency"));
    Latency bareStart = new Latency("bare JVM, to its first line");
    Latency bareKill = new Latency("bare JVM, kill and wait");
    Latency idle = new Latency("kill -9 of a worker that idles, to the next task running");
    Latency busy = new Latency("kill -9 of a worker that runs a task, to the next task running");
    Latency heeding = new Latency("cancel(true) of a task that heeds it, to the next task running");
    Latency deaf = new Latency("cancel(true) of a task that spins, without grace, to the next");
    try (ProcessPool pool = pool(Duration.ofSeconds(2));
        ProcessPool graceless = pool(Duration.ZERO)) {
      for (int round = -WARM_UPS; round < ROUNDS; round++) {
        // One after the other in each round: whatever else the machine does, all meet it alike.
        measureBare(round, bareStart, bareKill);
        measure(round, idle, () -> replaceIdle(pool));
        measure(round, busy, () -> replaceBusy(pool));
        measure(round, heeding, () -> cancel(pool, LatencyBenchmark::sleep));
        measure(round, deaf, () -> cancel(graceless, LatencyBenchmark::spin));
      }
    }
    say(String.format("%-72s %10s %10s", ROUNDS + " rounds", "median", "p99"));
    say(bareStart + "\n" + bareKill);
    say(idle.besides(bareStart) + "\n" + busy.besides(bareStart));
    say(heeding.besides(bareKill) + "\n" + deaf.besides(bareStart));
  }

  private ProcessPool pool(Duration grace) {
    return ProcessPool.builder()
        .workers(1)
        .shutdownGrace(grace)
        .onOutput((worker, stream, line) -> printed.add(line))
        .build();
  }

  private static void measure(int round, Latency latency, Measurement measurement)
      throws Exception {
    long nanos = measurement.once();
    if (round >= 0) {
      latency.add(nanos);
    }
  }

  private static void measureBare(int round, Latency start, Latency kill) throws Exception {
    long startedNanos = System.nanoTime();
    try (BareJvm bare = BareJvm.start()) {
      long hereNanos = System.nanoTime();
      bare.kill();
      long goneNanos = System.nanoTime();
      if (round >= 0) {
        start.add(hereNanos - startedNanos);
        kill.add(goneNanos - hereNanos);
      }
    }
  }

  private static long replaceIdle(ProcessPool pool) throws Exception {
    long pid = pool.submit(Mark::here).get().pid();

    long killedNanos = kill(pid);
    Mark next = pool.submit(Mark::here).get();

    assertNotEquals(pid, next.pid());
    return next.nanos() - killedNanos;
  }

  private long replaceBusy(ProcessPool pool) throws Exception {
    long pid = pool.submit(Mark::here).get().pid();
    pool.submit(LatencyBenchmark::sleep);
    awaitRunning();
    CompletableFuture<Mark> next = pool.submit(Mark::here);

    long killedNanos = kill(pid);
    Mark mark = next.get();

    assertNotEquals(pid, mark.pid());
    return mark.nanos() - killedNanos;
  }

  private long cancel(ProcessPool pool, SerializableRunnable task) throws Exception {
    CompletableFuture<?> running = pool.submit(task);
    awaitRunning();
    CompletableFuture<Mark> next = pool.submit(Mark::here);

    long cancelledNanos = System.nanoTime();
    running.cancel(true);

    return next.get().nanos() - cancelledNanos;
  }

  private static long kill(long pid) {
    ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();
    long nanos = System.nanoTime();
    worker.destroyForcibly();
    return nanos;
  }

  private void awaitRunning() throws InterruptedException {
    String line = printed.poll(1, TimeUnit.MINUTES);
    assertEquals(RUNNING, line);
  }

  @SuppressWarnings("SystemOut") // It is for whoever reads the build's output.
  private static void say(String text) {
    System.out.println(text);
  }

  // In the worker

  private static void sleep() {
    System.out.println(RUNNING);
    try {
      TimeUnit.HOURS.sleep(1);
    } catch (InterruptedException e) {
      // That is what it waits for.
    }
  }

  private static void spin() {
    System.out.println(RUNNING);
    while (true) {
      Thread.onSpinWait();
    }
  }
}
