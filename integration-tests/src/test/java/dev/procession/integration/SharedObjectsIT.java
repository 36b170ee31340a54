package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.TaskOptions;
import dev.procession.WorkerCrashedException;
import dev.procession.task.DeadlockException;
import dev.procession.task.QueueClosedException;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SharedLatch;
import dev.procession.task.SharedLock;
import dev.procession.task.SharedLong;
import dev.procession.task.SharedMap;
import dev.procession.task.SharedQueue;
import dev.procession.task.SharedSemaphore;
import dev.procession.task.WorkerContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Locks, semaphores, counters, queues, maps and latches between real processes. */
@ExtendWith(SharedPool.class)
@SuppressWarnings("LockNotBeforeTry") // Locks that are left locked are what is tested.
final class SharedObjectsIT {
  private static final List<Integer> THOUSAND = IntStream.range(0, 1000).boxed().toList();

  private record Point(int x, List<String> names) {}

  private static Throwable causeOf(CompletableFuture<?> future) {
    return assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS))
        .getCause();
  }

  @Test
  void lockMakesReadAndWriteOneStep(ProcessPool pool) {
    SharedLock lock = pool.shared().lock("balance");
    SharedLong balance = pool.shared().counter(0);

    pool.map(
        i -> {
          lock.lock();
          try {
            balance.set(balance.get() + 1);
          } finally {
            lock.unlock();
          }
          return i;
        },
        THOUSAND.subList(0, 300));

    assertEquals(300, balance.get());
  }

  @Test
  void lockIsReentrantAndBelongsToItsThread(ProcessPool pool) throws Exception {
    SharedLock lock = pool.shared().lock();

    String found =
        pool.submit(
                () -> {
                  lock.lock();
                  lock.lock();
                  lock.unlock();
                  String other =
                      CompletableFuture.supplyAsync(
                              () -> {
                                try {
                                  lock.unlock();
                                  return "unlocked";
                                } catch (IllegalMonitorStateException e) {
                                  return "refused, " + lock.tryLock();
                                }
                              })
                          .join();
                  lock.unlock();
                  return other;
                })
            .get();

    assertEquals("refused, false", found);
    assertTrue(lock.tryLock());
    assertFalse(lock.wasAbandoned());
    lock.unlock();
    assertThrows(IllegalMonitorStateException.class, lock::unlock);
  }

  @Test
  void lockOfAKilledHolderIsReleasedAndTheNextHolderLearnsIt(ProcessPool pool) throws Exception {
    SharedLock lock = pool.shared().lock("ledger");
    SharedLatch held = pool.shared().latch(1);

    CompletableFuture<?> dies =
        pool.submit(
            () -> {
              lock.lock();
              held.countDown();
              while (lock.tryLock()) {
                Runtime.getRuntime().halt(9);
              }
            });
    held.await();
    lock.lock();
    boolean abandoned = lock.wasAbandoned();
    lock.unlock();

    assertTrue(abandoned);
    assertInstanceOf(WorkerCrashedException.class, causeOf(dies));
    lock.lock();
    assertFalse(lock.wasAbandoned());
    lock.unlock();
  }

  @Test
  void lockOfATaskThatEndsIsReleased(ProcessPool pool) throws Exception {
    SharedLock lock = pool.shared().lock();
    pool.submit(() -> lock.lock()).get();

    assertTrue(lock.tryLock());
    assertTrue(lock.wasAbandoned());
    lock.unlock();
  }

  @Test
  void cancelledTaskLosesItsPlaceInTheQueueAndNothingElse(ProcessPool pool) throws Exception {
    SharedQueue<String> queue = pool.shared().queue(10);
    SharedLatch begun = pool.shared().latch(1);
    CompletableFuture<String> waits =
        pool.submit(
            () -> {
              begun.countDown();
              return queue.take();
            });
    begun.await();

    waits.cancel(true);
    queue.put("only");

    assertEquals("only", queue.poll(30, TimeUnit.SECONDS));
    assertEquals(2, pool.workers().size());
  }

  /** With the usual grace: that of the shared pool is so short that a busy machine exceeds it. */
  @Test
  void cancelledTaskIsNotKilledWhileItWaitsForALock() throws Exception {
    try (ProcessPool pool = ProcessPool.create(1)) {
      SharedLock lock = pool.shared().lock();
      SharedLong ended = pool.shared().counter(0);
      SharedLatch begun = pool.shared().latch(1);
      lock.lock();
      CompletableFuture<?> waits =
          pool.submit(
              () -> {
                begun.countDown();
                try {
                  lock.lock();
                } finally {
                  ended.addAndGet(1);
                }
              });
      begun.await();

      waits.cancel(true);

      await().until(() -> ended.get() == 1);
      lock.unlock();
      assertTrue(lock.tryLock());
      assertFalse(lock.wasAbandoned());
      lock.unlock();
      assertEquals(0, pool.stats().workersLost());
    }
  }

  @Test
  void permitsOfTheDeadComeBack(ProcessPool pool) throws Exception {
    SharedSemaphore semaphore = pool.shared().semaphore("licences", 3);
    CompletableFuture<?> dies =
        pool.submit(
            () -> {
              semaphore.acquire(3);
              Runtime.getRuntime().halt(1);
              return null;
            });
    assertInstanceOf(WorkerCrashedException.class, causeOf(dies));

    semaphore.acquire(3);

    assertFalse(semaphore.tryAcquire());
    semaphore.release(3);
    assertThrows(IllegalMonitorStateException.class, semaphore::release);
    assertTrue(
        assertThrows(IllegalStateException.class, () -> semaphore.acquire(4))
            .getMessage()
            .contains("has 3 permits"));
  }

  @Test
  void additionsAreCountedBeforeTheResultArrives(ProcessPool pool) {
    SharedLong sum = pool.shared().counter(0);

    for (int round = 1; round <= 20; round++) {
      pool.map(
          i -> {
            sum.add(i);
            return i;
          },
          THOUSAND);
      assertEquals(round * 499_500L, sum.get());
    }
  }

  @Test
  void threadsOfATaskAllGetTheirAnswers(ProcessPool pool) throws Exception {
    int threads = 4;
    int times = 10_000;
    SharedLong counter = pool.shared().counter(0);
    SerializableCallable<Integer> task =
        () -> {
          List<CompletableFuture<Void>> all = new ArrayList<>();
          for (int i = 0; i < threads; i++) {
            Runnable count =
                () -> {
                  for (int k = 0; k < times; k++) {
                    counter.incrementAndGet();
                  }
                };
            all.add(CompletableFuture.runAsync(count, command -> new Thread(command).start()));
          }
          all.forEach(CompletableFuture::join);
          return threads;
        };

    CompletableFuture<Integer> one = pool.submit(task);
    CompletableFuture<Integer> two = pool.submit(task);

    assertEquals(threads, one.get(60, TimeUnit.SECONDS));
    assertEquals(threads, two.get(60, TimeUnit.SECONDS));
    assertEquals(2L * threads * times, counter.get());
  }

  @Test
  void counterIsOneNumberForAll(ProcessPool pool) throws Exception {
    SharedLong counter = pool.shared().counter("next", 5);
    List<Long> numbers = pool.map(i -> counter.incrementAndGet(), THOUSAND);
    assertEquals(1000, new HashSet<>(numbers).size());
    assertEquals(1005, counter.get());

    boolean set = pool.submit(() -> counter.compareAndSet(1005, -1)).get();
    assertTrue(set);
    assertEquals(7, counter.accumulateMax(7));
    assertEquals(-3, counter.accumulateMin(-3));
    counter.add(4);
    assertEquals(1, counter.get());
  }

  @Test
  void queueCarriesEveryItemOnce(ProcessPool pool) {
    SharedQueue<Point> queue = pool.shared().queue("points", 5);
    CompletableFuture<List<Integer>> produced =
        pool.mapAsync(
            i -> {
              queue.put(new Point(i, List.of("p" + i)));
              return i;
            },
            THOUSAND);
    produced.whenComplete((all, error) -> queue.close());

    Set<Point> taken = queue.stream().collect(Collectors.toSet());

    assertEquals(1000, taken.size());
    assertTrue(taken.contains(new Point(17, List.of("p17"))));
    assertThrows(QueueClosedException.class, queue::take);
    assertThrows(QueueClosedException.class, () -> queue.put(new Point(0, List.of())));
  }

  @Test
  void itemsThatTheDeadHavePutStay(ProcessPool pool) throws Exception {
    SharedQueue<String> queue = pool.shared().queue(10);
    CompletableFuture<?> dies =
        pool.submit(
            () -> {
              queue.put("first");
              queue.put("second");
              Runtime.getRuntime().halt(1);
              return null;
            });
    assertInstanceOf(WorkerCrashedException.class, causeOf(dies));

    assertEquals(2, queue.size());
    assertEquals("first", queue.take());
    assertEquals("second", queue.take());
    assertNull(queue.poll(0, TimeUnit.SECONDS));
  }

  @Test
  void whatCannotTravelIsNotPut(ProcessPool pool) {
    SharedQueue<Object> queue = pool.shared().queue(1);

    assertThrows(IllegalArgumentException.class, () -> queue.put(new Thread()));
    assertEquals(0, queue.size());
  }

  @Test
  void mapIsOneMapForAll(ProcessPool pool) throws Exception {
    SharedMap<String, Integer> counts = pool.shared().map("counts");
    pool.map(
        i -> {
          counts.compute("k" + i % 3, (key, n) -> n == null ? 1 : n + 1);
          return i;
        },
        THOUSAND.subList(0, 300));

    assertEquals(3, counts.size());
    assertEquals(100, counts.get("k1"));
    assertEquals(100, counts.put("k1", 5));
    assertEquals(5, counts.putIfAbsent("k1", 6));
    assertNull(counts.replace("none", 1));
    assertEquals(5, counts.remove("k1"));
    assertNull(counts.compute("k2", (key, n) -> null));
    assertEquals(1, counts.size());
  }

  @Test
  void keysAreValuesOfTheJdk(ProcessPool pool) throws Exception {
    SharedMap<Object, String> map = pool.shared().map();
    UUID id = UUID.randomUUID();
    pool.submit(
            () -> {
              map.put(1, "int");
              map.put(1L, "long");
              map.put(id, "id");
              map.put(LocalDate.of(2024, 2, 29), "day");
            })
        .get();

    assertEquals("int", map.get(1));
    assertEquals("long", map.get(1L));
    assertEquals("id", map.get(UUID.fromString(id.toString())));
    assertEquals("day", map.get(LocalDate.of(2024, 2, 29)));
    assertThrows(IllegalArgumentException.class, () -> map.get(new Point(1, List.of())));
  }

  @Test
  void latchLetsAllGo(ProcessPool pool) throws Exception {
    SharedLatch ready = pool.shared().latch(2);
    SharedLatch start = pool.shared().latch("start", 1);
    List<CompletableFuture<Integer>> racers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      racers.add(
          pool.submit(
              () -> {
                ready.countDown();
                start.await();
                return WorkerContext.current().workerId();
              }));
    }
    assertTrue(ready.await(30, TimeUnit.SECONDS));
    assertEquals(1, start.getCount());

    start.countDown();

    assertEquals(Set.of(0, 1), Set.of(racers.get(0).get(), racers.get(1).get()));
  }

  @Test
  void deadlockIsFoundByTheTaskThatClosesIt(ProcessPool pool) throws Exception {
    SharedLock left = pool.shared().lock("left");
    SharedLock right = pool.shared().lock("right");
    SharedLatch both = pool.shared().latch(2);

    CompletableFuture<String> one =
        pool.submit(() -> eat(left, right, both), TaskOptions.defaults().name("eat left"));
    CompletableFuture<String> other =
        pool.submit(() -> eat(right, left, both), TaskOptions.defaults().name("eat right"));
    List<String> ends = List.of(one.get(), other.get());

    assertEquals(1, ends.stream().filter("ate"::equals).count(), ends::toString);
    String cycle = ends.stream().filter(end -> !end.equals("ate")).findFirst().orElseThrow();
    for (String part :
        List.of(
            "lock 'left'",
            "lock 'right'",
            "task 'eat left' on worker ",
            "task 'eat right' on worker ",
            "worker 0",
            "worker 1",
            "eat(")) {
      assertTrue(cycle.contains(part), cycle);
    }
  }

  private static String eat(SharedLock first, SharedLock second, SharedLatch both)
      throws InterruptedException {
    first.lock();
    try {
      both.countDown();
      both.await();
      second.lock();
      second.unlock();
      return "ate";
    } catch (DeadlockException e) {
      return String.valueOf(e.getMessage());
    } finally {
      first.unlock();
    }
  }

  @Test
  void consumerGetsWhatItsProducerWaitsBehindIt() {
    try (ProcessPool pool = ProcessPool.create(2)) {
      SharedQueue<Integer> queue = pool.shared().queue(1);
      SharedLatch busy = pool.shared().latch(1);
      CompletableFuture<Boolean> other = pool.submit(() -> busy.await(1, TimeUnit.MINUTES));

      // One chunk: the consumer, and behind it the producer it waits for.
      CompletableFuture<List<Integer>> both =
          pool.mapAsync(
              i -> {
                if (i == 0) {
                  return queue.take();
                }
                queue.put(7);
                return i;
              },
              List.of(0, 1),
              MapOptions.defaults().chunkSize(2));
      busy.countDown();

      assertEquals(List.of(7, 1), both.join());
      other.join();
    }
  }

  /** A consumer and a producer have all workers, and what they wait for is queued. */
  static final class Starving {
    private Starving() {}

    public static void main(String[] arguments) throws InterruptedException {
      try (ProcessPool pool = ProcessPool.create(2)) {
        SharedQueue<Integer> queue = pool.shared().queue("orders", 1);
        SharedQueue<Integer> parcels = pool.shared().queue("parcels", 1);
        parcels.put(0);
        CompletableFuture<Integer> consumer = pool.submit(() -> queue.take());
        CompletableFuture<?> packer = pool.submit(() -> parcels.put(1));
        while (pool.workers().stream().anyMatch(worker -> worker.waitsFor().isEmpty())) {
          Thread.onSpinWait();
        }
        CompletableFuture<Boolean> producer =
            pool.submit(() -> queue.offer(7, 1, TimeUnit.MINUTES));
        pool.workers().forEach(worker -> System.out.println(worker.waitsFor()));
        Gate told = new Gate(arguments[0]);
        while (!told.isOpen()) {
          Thread.onSpinWait();
        }
        queue.put(1);
        parcels.take();
        packer.join();
        System.out.println(consumer.join() + " " + producer.join());
      }
    }
  }

  @Test
  void queuedWorkBehindWorkersThatAllWaitIsAWarningInTheLog() {
    Gate told = Gate.closed();
    try (Jvm program = Jvm.startMain(Starving.class, told.folder())) {
      await()
          .atMost(1, TimeUnit.MINUTES)
          .until(() -> program.err().contains("All workers wait for shared objects"));
      told.open();
      Jvm.Ended ended = program.end().expect(0);

      assertTrue(ended.err().contains("Use more workers"), ended.err());
      for (String waits :
          List.of(
              "task 1 on worker \\d waits for an item of queue 'orders' at ",
              "task 2 on worker \\d waits for room in queue 'parcels' at ")) {
        Pattern pattern = Pattern.compile("submitted " + waits + "SharedObjectsIT");
        assertTrue(pattern.matcher(ended.err()).find(), ended.err());
        assertTrue(pattern.matcher(ended.lines().toString()).find(), ended.lines()::toString);
      }
      assertEquals("1 true", ended.lines().get(2));
    }
  }

  /** Tasks leave a lock locked, and permits acquired. */
  static final class Leaving {
    private Leaving() {}

    public static void main(String[] arguments) throws Exception {
      try (ProcessPool pool = ProcessPool.create(1)) {
        SharedLock lock = pool.shared().lock("ledger");
        SharedSemaphore semaphore = pool.shared().semaphore("licences", 2);
        pool.submit(
                () -> {
                  lock.lock();
                  semaphore.acquire(2);
                  return 0;
                },
                TaskOptions.defaults().name("pay"))
            .get();
        pool.map(
            i -> {
              lock.lock();
              return lock.wasAbandoned();
            },
            List.of(1),
            MapOptions.defaults().name("pay all"));
        Gate told = new Gate(arguments[0]);
        while (!told.isOpen()) {
          Thread.onSpinWait();
        }
      }
    }
  }

  @Test
  void whatIsLeftLockedIsAWarningThatNamesTaskWorkerLockAndPlace() {
    Gate told = Gate.closed();
    try (Jvm program = Jvm.startMain(Leaving.class, told.folder())) {
      String has = " on worker 0 has ended without releasing ";
      await()
          .atMost(1, TimeUnit.MINUTES)
          .until(() -> program.err().contains("Item 1 of 'pay all'" + has + "lock 'ledger'"));
      told.open();
      String err = program.end().expect(0).err();

      String at = ", acquired at SharedObjectsIT$Leaving.";
      assertTrue(err.contains("Task 'pay'" + has + "lock 'ledger'" + at), err);
      assertTrue(err.contains("Task 'pay'" + has + "2 permits of semaphore 'licences'" + at), err);
      assertTrue(err.contains("learns this from wasAbandoned()"), err);
    }
  }

  @Test
  void workersSayWhatTheirTasksWaitFor(ProcessPool pool) throws Exception {
    SharedQueue<Integer> queue = pool.shared().queue("orders", 1);
    CompletableFuture<Integer> waits = pool.submit(() -> queue.take());

    await()
        .until(
            () ->
                pool.workers().stream()
                    .flatMap(worker -> worker.waitsFor().stream())
                    .anyMatch(what -> what.contains("waits for an item of queue 'orders' at ")));
    queue.put(1);
    assertEquals(1, waits.get());
    assertTrue(pool.workers().stream().allMatch(worker -> worker.waitsFor().isEmpty()));
  }

  @Test
  void closedObjectsTellThoseThatWaitAndThoseThatCome(ProcessPool pool) throws Exception {
    SharedLatch latch = pool.shared().latch("gate", 1);
    SharedLatch begun = pool.shared().latch(1);
    CompletableFuture<?> waits =
        pool.submit(
            () -> {
              begun.countDown();
              return latch.await(1, TimeUnit.MINUTES);
            });
    begun.await();

    latch.close();

    assertMessage("The latch 'gate' is closed", causeOf(waits));
    assertMessage(
        "The latch 'gate' is closed", assertThrows(IllegalStateException.class, latch::getCount));
  }

  @Test
  void holderOfALockThatIsClosedMayLockItAgainAndUnlockIt(ProcessPool pool) {
    SharedLock lock = pool.shared().lock();
    SharedSemaphore semaphore = pool.shared().semaphore(1);

    Throwable error =
        causeOf(
            pool.submit(
                () -> {
                  lock.lock();
                  semaphore.acquire();
                  lock.close();
                  semaphore.close();
                  lock.lock();
                  lock.wasAbandoned();
                  lock.unlock();
                  lock.unlock();
                  semaphore.release();
                  lock.lock();
                  return 0;
                }));

    assertMessage("is closed", error);
    assertMessage("is closed", assertThrows(IllegalStateException.class, lock::tryLock));
    assertThrows(IllegalMonitorStateException.class, lock::unlock);
  }

  @Test
  void objectsOfAnotherPoolOrOfOneThatHasEndedAreNotToBeHad(ProcessPool pool) throws Exception {
    SharedLong foreign;
    SharedQueue<Integer> queue;
    CompletableFuture<Object> waits = new CompletableFuture<>();
    try (ProcessPool other = ProcessPool.create(1)) {
      foreign = other.shared().counter(1);
      queue = other.shared().queue(1);
      Thread waiter =
          new Thread(
              () -> {
                try {
                  waits.complete(queue.take());
                } catch (InterruptedException | RuntimeException e) {
                  waits.complete(e);
                }
              });
      waiter.start();
      assertMessage("belongs to another pool", causeOf(pool.submit(() -> foreign.get())));
      await().until(() -> waiter.getState() == Thread.State.WAITING);
    }

    assertMessage("has ended", (Throwable) waits.get(30, TimeUnit.SECONDS));
    assertMessage("has ended", assertThrows(IllegalStateException.class, foreign::get));
  }

  private static void assertMessage(String expected, Throwable error) {
    assertInstanceOf(IllegalStateException.class, error);
    assertTrue(String.valueOf(error.getMessage()).contains(expected), error::toString);
  }

  @Test
  void handlesComeBackInResults(ProcessPool pool) throws Exception {
    SharedLong counter = pool.shared().counter(0);

    SharedLong back = pool.submit(() -> counter).get();
    back.set(3);

    assertEquals(3, counter.get());
    assertEquals(counter, back);
  }

  @Test
  void handleInTheMiddleOfAStackThatIsFullFailsOnlyItsTask(ProcessPool pool) throws Exception {
    SharedLong counter = pool.shared().counter(0);

    Throwable error = causeOf(pool.submit(() -> deep(counter)));

    assertInstanceOf(StackOverflowError.class, error);
    pool.submit(() -> counter.set(1)).get();
    assertEquals(1, counter.get());
  }

  @SuppressWarnings("InfiniteRecursion") // It is what is tested.
  private static long deep(SharedLong counter) {
    return 1 + deep(counter) + counter.get();
  }
}
