package dev.procession.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.micrometer.WorkerMemory.Figures;
import dev.procession.process.observe.ObservedPool.ProcessFigures;
import dev.procession.process.observe.ProcessMemory;
import dev.procession.scheduler.WorkerKey;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkerMemoryTest {
  private static final WorkerKey OLD = new WorkerKey(0, 1);
  private static final WorkerKey NEW = new WorkerKey(0, 2);

  private final FakePool pool = new FakePool();
  private final AtomicLong nanos = new AtomicLong(-5);
  private final WorkerMemory memory =
      new WorkerMemory(nanos::get, pid -> new ProcessMemory(1_000 * pid, false));

  private void process(WorkerKey key, long pid, long usedHeap, boolean isHere) {
    pool.pids.put(key, pid);
    pool.processes.put(key, new ProcessFigures(Optional.empty(), usedHeap, 64, isHere));
  }

  @Test
  void workerUsesWhatItsProcessesUse() {
    process(OLD, 7, 20, true);
    process(NEW, 8, 3, true);

    assertEquals(new Figures(23, 128, 15_000), memory.of(0, pool));
  }

  @Test
  void workerWithoutProcessUsesNothing() {
    process(OLD, 7, 20, true);

    assertEquals(Figures.NONE, memory.of(1, pool));
  }

  @Test
  void processOnAnotherHostIsNotMistakenForOneHere() {
    process(OLD, 7, 20, false);

    assertEquals(new Figures(20, 64, 0), memory.of(0, pool));
  }

  @Test
  void processesAreAskedOnceForAllFigures() {
    process(OLD, 7, 20, true);
    memory.of(0, pool);
    process(OLD, 7, 30, true);
    nanos.addAndGet(WorkerMemory.MAX_AGE_NANOS - 1);

    assertEquals(20, memory.of(0, pool).usedHeapBytes());
    assertEquals(1, pool.timesAsked);
  }

  @Test
  void figuresAreRenewedAfterAMoment() {
    process(OLD, 7, 20, true);
    memory.of(0, pool);
    process(OLD, 7, 30, true);
    nanos.addAndGet(WorkerMemory.MAX_AGE_NANOS);

    assertEquals(30, memory.of(0, pool).usedHeapBytes());
  }
}
