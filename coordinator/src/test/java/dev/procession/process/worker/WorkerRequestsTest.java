package dev.procession.process.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.Attack;
import dev.procession.process.BesiegedPool;
import dev.procession.process.ScriptedWorker;
import dev.procession.process.job.ResultQueue;
import dev.procession.process.shipping.ResourceServer;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What workers that ask on and on take of the coordinator's memory, and of its classes. */
@Timeout(2 * WorkerRequestsTest.PATIENCE_SECONDS)
class WorkerRequestsTest {
  static final long PATIENCE_SECONDS = 60;

  private static final int LARGE_BYTES = 1 << 19;

  /** Says whether its class was initialized. */
  static boolean initialized;

  static final class Tripwire {
    static {
      initialized = true;
    }
  }

  /** Has a large resource under any name that begins as it should, and counts. */
  private static final class Counting extends ClassLoader {
    final AtomicInteger read = new AtomicInteger();
    final AtomicInteger lookups = new AtomicInteger();
    final CountDownLatch enoughRead = new CountDownLatch(WorkerRequests.MAX_SERVED_AT_ONCE);

    Counting() {
      super(WorkerRequestsTest.class.getClassLoader());
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      if (!name.startsWith("large")) {
        return super.getResourceAsStream(name);
      }
      read.incrementAndGet();
      enoughRead.countDown();
      return new ByteArrayInputStream(new byte[LARGE_BYTES]);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      lookups.incrementAndGet();
      throw new ClassNotFoundException(name);
    }
  }

  /** A pool whose jobs have their classes from that loader. */
  private static void besiege(ClassLoader loader, Attack.AttackScript script, Check check)
      throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (BesiegedPool pool = new BesiegedPool(script)) {
      thread.setContextClassLoader(loader);
      ResultQueue results = pool.beginToMap();
      thread.setContextClassLoader(before);
      check.on(pool);
      results.cancel();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** What is to be seen in the end. */
  private interface Check {
    void on(BesiegedPool pool) throws Exception;
  }

  private static int loaderOf(ScriptedWorker self) throws Exception {
    self.getReady();
    return self.await(ToWorker.Define.class).loaderId();
  }

  @Test
  void onlySomeResourcesAreReadForWorkerThatTakesNone() throws Exception {
    Counting loader = new Counting();
    besiege(
        loader,
        (self, pool) -> {
          int loaderId = loaderOf(self);
          for (int i = 0; i < Protocol.MAX_OPEN_REQUESTS; i++) {
            self.say(new ToCoordinator.ResourceWanted(i, loaderId, "large" + i));
          }
          assertTrue(loader.enoughRead.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
          pool.attackBegins();
          self.say(new ToCoordinator.ResourceWanted(0, loaderId, "one too many"));
        },
        pool -> {
          Optional<String> said = pool.hostileExit().report().misbehaviour();
          assertTrue(said.orElse("").contains("of its requests were open"), said.toString());
        });

    assertEquals(WorkerRequests.MAX_SERVED_AT_ONCE, loader.read.get());
  }

  @Test
  void workerThatTakesWhatItGetsIsServedOnAndOn() throws Exception {
    int wanted = 3 * Protocol.MAX_OPEN_REQUESTS;
    CountDownLatch served = new CountDownLatch(wanted);
    Counting loader = new Counting();
    besiege(
        loader,
        (self, pool) -> {
          int loaderId = loaderOf(self);
          for (int i = 0; i < wanted; i++) {
            self.say(new ToCoordinator.ResourceWanted(i, loaderId, "large" + i));
            assertEquals(i, self.await(ToWorker.Resource.class).requestId());
            served.countDown();
          }
        },
        pool -> assertTrue(served.await(PATIENCE_SECONDS, TimeUnit.SECONDS)));

    assertEquals(wanted, loader.read.get());
  }

  @Tag("extended")
  @Timeout(250)
  @Test
  void namesThatAreNoClassesAreLookedUpOnlySoOften() throws Exception {
    int wanted = ResourceServer.MAX_UNKNOWN_CLASSES + 10;
    CountDownLatch served = new CountDownLatch(wanted);
    Counting loader = new Counting();
    besiege(
        loader,
        (self, pool) -> {
          int loaderId = loaderOf(self);
          for (int i = 0; i < wanted; i++) {
            self.say(new ToCoordinator.ResourceWanted(i, loaderId, "no/Such" + i + ".class"));
            self.await(ToWorker.NoResource.class);
            served.countDown();
          }
        },
        // Each answer is waited for, and then a thread for the next request.
        pool -> assertTrue(served.await(200, TimeUnit.SECONDS)));

    assertEquals(ResourceServer.MAX_UNKNOWN_CLASSES, loader.lookups.get());
  }

  @Test
  void classesThatAreAskedForAreNotInitialized() throws Exception {
    CountDownLatch served = new CountDownLatch(1);
    String file = Tripwire.class.getName().replace('.', '/') + ".class";
    besiege(
        new Counting(),
        (self, pool) -> {
          self.say(new ToCoordinator.ResourceWanted(1, loaderOf(self), file));
          self.await(ToWorker.NoResource.class);
          self.say(new ToCoordinator.ResourceWanted(2, Protocol.CLASS_PATH_LOADER, file));
          self.await(ToWorker.Resource.class);
          served.countDown();
        },
        pool -> assertTrue(served.await(PATIENCE_SECONDS, TimeUnit.SECONDS)));

    assertFalse(initialized);
  }
}
