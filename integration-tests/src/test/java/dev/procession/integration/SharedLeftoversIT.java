package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import dev.procession.task.PerWorker;
import dev.procession.task.SharedLatch;
import dev.procession.task.SharedLock;
import dev.procession.task.SharedSemaphore;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks and permits that are held, or left, by threads that are not those of tasks. */
@SuppressWarnings("LockNotBeforeTry") // Locks that are left locked are what is tested.
final class SharedLeftoversIT {
  /** In the worker: opened by a later task, for the thread that an earlier one has left. */
  private static final CountDownLatch GO_ON = new CountDownLatch(1);

  private static final CountDownLatch RELEASED = new CountDownLatch(1);

  /** What a thread does once no task runs. */
  private interface Act {
    void run() throws InterruptedException;
  }

  /** In the worker: starts a thread that acts after the task that starts it. */
  private static void afterThisTask(SharedLatch never, Act act) {
    Thread thread =
        new Thread(
            () -> {
              assertThrows(IllegalStateException.class, never::await);
              try {
                act.run();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    // Its wait is this task's, and ends with it.
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void threadThatLocksBetweenTasksMayUnlockDuringOne() throws Exception {
    try (ProcessPool pool = ProcessPool.create(1)) {
      SharedLock lock = pool.shared().lock();
      SharedSemaphore semaphore = pool.shared().semaphore(2);
      SharedLatch never = pool.shared().latch(1);
      SharedLatch begun = pool.shared().latch(1);
      SharedLatch locked = pool.shared().latch(1);
      pool.submit(
              () -> {
                afterThisTask(
                    never,
                    () -> {
                      lock.lock();
                      semaphore.acquire(2);
                      locked.countDown();
                      GO_ON.await();
                      semaphore.release(2);
                      lock.unlock();
                      RELEASED.countDown();
                    });
                begun.countDown();
              })
          .get();
      assertTrue(locked.await(1, TimeUnit.MINUTES));
      long pid = pool.workers().get(0).pid();

      assertFalse(pool.submit(() -> lock.tryLock()).get());
      boolean released =
          pool.submit(
                  () -> {
                    GO_ON.countDown();
                    return RELEASED.await(1, TimeUnit.MINUTES);
                  })
              .get();

      assertTrue(released);
      assertTrue(lock.tryLock());
      assertFalse(lock.wasAbandoned());
      lock.unlock();
      semaphore.acquire(2);
      assertEquals(pid, pool.workers().get(0).pid());
    }
  }

  @Test
  void lockOfAThreadThatATaskHasLeftIsReleasedWithItsWorker() throws Exception {
    try (ProcessPool pool = ProcessPool.builder().workers(2).build()) {
      SharedLock lock = pool.shared().lock();
      SharedLatch never = pool.shared().latch(1);
      SharedLatch locked = pool.shared().latch(1);
      long pid =
          pool.submit(
                  () -> {
                    afterThisTask(
                        never,
                        () -> {
                          lock.lock();
                          locked.countDown();
                        });
                    return ProcessHandle.current().pid();
                  })
              .get();
      assertTrue(locked.await(1, TimeUnit.MINUTES));
      assertFalse(lock.tryLock());

      ProcessHandle.of(pid).orElseThrow().destroyForcibly();

      assertTrue(lock.tryLock(1, TimeUnit.MINUTES));
      assertTrue(lock.wasAbandoned());
      lock.unlock();
    }
  }

  /** In the worker: leaves a lock locked that a file names, if there is one. */
  private static void lockThatOf(String file) throws Exception {
    if (Files.exists(Path.of(file))) {
      try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(Path.of(file)))) {
        ((SharedLock) in.readObject()).lock();
      }
    }
  }

  @Test
  void lockThatAnInitializerLeavesIsReleased(@TempDir Path folder) throws Exception {
    String file = folder.resolve("lock").toString();
    try (ProcessPool pool =
        ProcessPool.builder().workers(1).initializer(() -> lockThatOf(file)).build()) {
      pool.submit(() -> 1).get();
      SharedLock lock = pool.shared().lock();
      try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(Path.of(file)))) {
        out.writeObject(lock);
      }

      long first = pool.submit(() -> ProcessHandle.current().pid()).get();
      ProcessHandle.of(first).orElseThrow().destroyForcibly();

      boolean abandoned =
          pool.submit(
                  () -> {
                    lock.lock();
                    boolean was = lock.wasAbandoned();
                    lock.unlock();
                    return was;
                  })
              .get(1, TimeUnit.MINUTES);
      assertTrue(abandoned);
      assertTrue(lock.tryLock());
      lock.unlock();
    }
  }

  @Test
  void lockThatTheFactoryOfAPerWorkerLeavesIsReleasedAfterItsTask() throws Exception {
    try (ProcessPool pool = ProcessPool.create(1)) {
      SharedLock lock = pool.shared().lock();
      PerWorker<String> made =
          pool.perWorker(
              () -> {
                lock.lock();
                return "made";
              });

      assertEquals("made", pool.submit(made::get).get());

      assertTrue(lock.tryLock());
      assertTrue(lock.wasAbandoned());
      lock.unlock();
      assertEquals("made", pool.submit(made::get).get());
    }
  }
}
