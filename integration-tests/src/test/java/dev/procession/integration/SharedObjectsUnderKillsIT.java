package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.WorkerCrashedException;
import dev.procession.WorkerInfo;
import dev.procession.WorkerState;
import dev.procession.task.SharedLatch;
import dev.procession.task.SharedLock;
import dev.procession.task.SharedLong;
import dev.procession.task.SharedMap;
import dev.procession.task.SharedQueue;
import dev.procession.task.SharedSemaphore;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Programs whose tasks depend on each other, while their workers are killed at random: a bank, a
 * queue, and the rest. {@code procession.shared.seconds} says for how long; ten minutes each with
 * {@code -Psoak}.
 */
@Tag(NothingLeft.LONG)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
@SuppressWarnings("try") // The killer only has to be there.
final class SharedObjectsUnderKillsIT {
  private static final int WORKERS = 3;

  /** What puts or counts may not run again because its answer was lost with its worker. */
  private static final MapOptions ONCE = MapOptions.defaults().atMostOnce();

  private static final long NANOS =
      TimeUnit.SECONDS.toNanos(Integer.getInteger("procession.shared.seconds", 5));

  /** Kills a random worker every now and then, until the time is over. */
  private static final class Killer implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(400);

    private final long endNanos = System.nanoTime() + NANOS;

    private final Thread thread;

    /** Written by the killer's thread. */
    private volatile int kills;

    /** Written by the closing thread. */
    private volatile boolean ended;

    Killer(ProcessPool pool) {
      thread = new Thread(() -> kill(pool, new Random()), "killer");
      thread.start();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Only this thread writes it.
    private void kill(ProcessPool pool, Random random) {
      while (!ended && System.nanoTime() - endNanos < 0) {
        // Not one that starts: a pool none of whose workers starts gives up.
        List<WorkerInfo> busy =
            pool.workers().stream().filter(w -> w.state() == WorkerState.BUSY).toList();
        long pid = busy.isEmpty() ? 0 : busy.get(random.nextInt(busy.size())).pid();
        if (pid > 0 && ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false)) {
          kills++;
        }
        try {
          Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    @Override
    public void close() throws InterruptedException {
      ended = true;
      thread.join();
      assertTrue(kills > 0, "killed " + kills);
    }
  }

  /** With all its workers: the time of a test is for their work, not for their start. */
  private static ProcessPool pool() {
    ProcessPool pool =
        ProcessPool.builder().workers(WORKERS).shutdownGrace(Duration.ofSeconds(2)).build();
    await().until(() -> pool.workers().stream().allMatch(w -> w.state() == WorkerState.IDLE));
    return pool;
  }

  /** Numbers until the time is over. */
  private static Iterable<Integer> numbers() {
    long endNanos = System.nanoTime() + NANOS;
    return () -> IntStream.iterate(0, i -> System.nanoTime() - endNanos < 0, i -> i + 1).iterator();
  }

  /** What the two accounts of a transfer had before it. */
  private record Journal(int from, long fromHad, int to, long toHad) implements Serializable {}

  /** A hundred accounts, which are right whenever the lock is free or was repaired. */
  private record Bank(
      SharedLock lock, SharedMap<Integer, Long> accounts, SharedMap<String, Journal> journal)
      implements Serializable {
    static final int ACCOUNTS = 100;
    static final long EACH = 1_000;

    void transfer(int from, int to, long amount) {
      lock.lock();
      try {
        repairIfAbandoned();
        long fromHas = balance(from);
        long toHas = balance(to);
        journal.put("open", new Journal(from, fromHas, to, toHas));
        accounts.put(from, fromHas - amount);
        accounts.put(to, toHas + amount);
        journal.remove("open");
      } finally {
        lock.unlock();
      }
    }

    private long balance(int account) {
      Long balance = accounts.get(account);
      return balance == null ? Long.MIN_VALUE : balance;
    }

    /** Returns whether there was something to repair. */
    boolean repairIfAbandoned() {
      Journal open = lock.wasAbandoned() ? journal.get("open") : null;
      if (open == null) {
        return false;
      }
      accounts.put(open.from, open.fromHad);
      accounts.put(open.to, open.toHad);
      journal.remove("open");
      return true;
    }

    long sum() {
      return IntStream.range(0, ACCOUNTS).mapToLong(this::balance).sum();
    }
  }

  @Test
  void bankIsRightWheneverItsLockIsFree() throws InterruptedException {
    try (ProcessPool pool = pool()) {
      Bank bank =
          new Bank(
              pool.shared().lock("bank"),
              pool.shared().map("accounts"),
              pool.shared().map("journal"));
      for (int account = 0; account < Bank.ACCOUNTS; account++) {
        bank.accounts.put(account, Bank.EACH);
      }
      int crashes = 0;
      int audits = 0;
      try (Killer killer = new Killer(pool);
          Stream<Outcome<Integer>> transfers =
              pool.outcomes(
                  i -> {
                    Random random = new Random(i);
                    int from = random.nextInt(Bank.ACCOUNTS);
                    int to = (from + 1 + random.nextInt(Bank.ACCOUNTS - 1)) % Bank.ACCOUNTS;
                    bank.transfer(from, to, random.nextInt(50));
                    return i;
                  },
                  numbers(),
                  MapOptions.defaults().chunkSize(5))) {
        for (Iterator<Outcome<Integer>> all = transfers.iterator(); all.hasNext(); ) {
          Outcome<Integer> outcome = all.next();
          if (outcome instanceof Outcome.Failure<Integer> failure) {
            assertTrue(failure.error() instanceof WorkerCrashedException, failure::toString);
            crashes++;
          }
          if (outcome.index() % 50 == 0) {
            audit(bank);
            audits++;
          }
        }
      }
      audit(bank);
      assertTrue(crashes > 0 && audits > 0, crashes + " crashes, " + audits + " audits");
    }
  }

  private static void audit(Bank bank) {
    bank.lock.lock();
    try {
      bank.repairIfAbandoned();
      assertEquals(Bank.ACCOUNTS * Bank.EACH, bank.sum());
      assertEquals(0, bank.journal.size());
    } finally {
      bank.lock.unlock();
    }
  }

  @Tag("extended")
  @Test
  void everyItemPassesTheQueueOnceOrIsAccountedForByACrash() throws InterruptedException {
    try (ProcessPool pool = pool()) {
      SharedQueue<Integer> queue = pool.shared().queue("items", 10);
      List<Integer> taken = new ArrayList<>();
      Thread consumer = new Thread(() -> queue.stream().forEach(taken::add), "consumer");
      consumer.start();
      Set<Integer> put = new HashSet<>();
      Set<Integer> doubtful = new HashSet<>();
      try (Killer killer = new Killer(pool);
          Stream<Outcome<Integer>> items =
              pool.outcomes(
                  i -> {
                    queue.put(i);
                    return i;
                  },
                  numbers(),
                  ONCE)) {
        items.forEach(outcome -> (outcome.isSuccess() ? put : doubtful).add((int) outcome.index()));
      }
      queue.close();
      consumer.join();

      Set<Integer> distinct = new HashSet<>(taken);
      assertTrue(distinct.containsAll(put));
      assertFalse(doubtful.isEmpty());
      distinct.removeAll(put);
      assertTrue(doubtful.containsAll(distinct));
      assertEquals(distinct.size() + put.size(), taken.size(), "taken twice");
    }
  }

  @Tag("extended")
  @Test
  void whatIsTakenByTasksIsLostOnlyWithThem() throws InterruptedException {
    try (ProcessPool pool = pool()) {
      SharedQueue<Integer> queue = pool.shared().queue("work", 10);
      int[] offered = {0};
      Thread producer =
          new Thread(
              () -> {
                for (int i : numbers()) {
                  try {
                    queue.put(i);
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                  offered[0] = i + 1;
                }
                queue.close();
              },
              "producer");
      List<Integer> taken = new ArrayList<>();
      int crashed = 0;
      try (Killer killer = new Killer(pool);
          Stream<Outcome<Integer>> items =
              pool.outcomes(i -> queue.poll(1, TimeUnit.SECONDS), numbers(), ONCE)) {
        producer.start();
        for (Iterator<Outcome<Integer>> all = items.iterator(); all.hasNext(); ) {
          Outcome<Integer> outcome = all.next();
          if (!outcome.isSuccess()) {
            crashed++;
          } else if (outcome.get() != null) {
            taken.add(outcome.get());
          }
        }
        queue.stream().forEach(taken::add);
        producer.join();
      }

      assertEquals(taken.size(), new HashSet<>(taken).size(), "taken twice");
      int lost = offered[0] - taken.size();
      assertTrue(lost >= 0 && lost <= crashed, lost + " lost, " + crashed + " crashed");
    }
  }

  @Tag("extended")
  @Test
  void permitsNumbersAndLatchesSurvive() throws InterruptedException {
    try (ProcessPool pool = pool()) {
      SharedSemaphore permits = pool.shared().semaphore("permits", 2);
      SharedLong ticket = pool.shared().counter("ticket", 0);
      SharedLong added = pool.shared().counter("added", 0);
      SharedLatch first = pool.shared().latch("first", 1);
      SharedMap<Integer, Integer> turns = pool.shared().map("turns");
      Set<Long> tickets = new HashSet<>();
      int done = 0;
      int crashed = 0;
      try (Killer killer = new Killer(pool);
          Stream<Outcome<Long>> items =
              pool.outcomes(
                  i -> {
                    permits.acquire();
                    try {
                      first.countDown();
                      first.await();
                      added.add(1);
                      turns.compute(i % 7, (key, n) -> n == null ? 1 : n + 1);
                      return ticket.incrementAndGet();
                    } finally {
                      permits.release();
                    }
                  },
                  numbers(),
                  ONCE)) {
        for (Iterator<Outcome<Long>> all = items.iterator(); all.hasNext(); ) {
          Outcome<Long> outcome = all.next();
          if (outcome.isSuccess()) {
            assertTrue(tickets.add(outcome.get()), "the same ticket twice");
            done++;
          } else {
            crashed++;
          }
        }
      }

      permits.acquire(2);
      permits.release(2);
      assertEquals(0, first.getCount());
      long turned = IntStream.range(0, 7).mapToLong(key -> turns.get(key)).sum();
      for (long counted : new long[] {added.get(), ticket.get(), turned}) {
        assertTrue(
            counted >= done && counted <= done + crashed,
            counted + " counted, " + done + " done, " + crashed + " crashed");
      }
    }
  }
}
