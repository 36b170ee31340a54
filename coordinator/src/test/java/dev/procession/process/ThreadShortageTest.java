package dev.procession.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.LaunchOptions.EnvironmentInheritance;
import dev.procession.process.launch.Launcher;
import dev.procession.process.launch.PoolFolder;
import dev.procession.process.observe.ExitReport;
import dev.procession.process.observe.PoolLog;
import dev.procession.process.thread.CallbackThreads;
import dev.procession.process.thread.Threads;
import dev.procession.process.worker.WorkerOptions;
import dev.procession.process.worker.WorkerProcess;
import dev.procession.process.worker.WorkerServices;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.WorkerKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The system has no thread to give: that is an end like any other, and nobody waits for ever. */
@Timeout(40)
class ThreadShortageTest {
  private static final WorkerKey KEY = new WorkerKey(0, 1);

  @TempDir private Path home;

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Map<String, Thread> made = new ConcurrentHashMap<>();
  private Optional<PoolFolder> folder = Optional.empty();

  @AfterEach
  void deleteFolder() {
    folder.ifPresent(PoolFolder::delete);
  }

  /** Threads of which those whose names match cannot be started. */
  private Threads without(Predicate<String> names) {
    return (name, body, stackBytes) -> {
      Thread thread = names.test(name) ? new Unstartable(name) : new Thread(body, name);
      thread.setDaemon(true);
      made.put(name, thread);
      return thread;
    };
  }

  private static final class Unstartable extends Thread {
    Unstartable(String name) {
      super(name);
    }

    @Override
    public synchronized void start() {
      throw new OutOfMemoryError("unable to create native thread");
    }
  }

  @Test
  void workerWithoutItsThreadHasExited() throws Exception {
    WorkerProcess worker = worker(without(name -> true));

    worker.start();

    assertNotRun(exit());
  }

  @Test
  void workerWithoutItsReaderIsKilledAndHasExited() throws Exception {
    WorkerProcess worker = worker(without(name -> name.endsWith("-out")));

    worker.start();

    assertNotRun(exit());
    ProcessHandle process = ProcessHandle.of(worker.pid().orElseThrow()).orElse(null);
    assertTrue(process == null || !process.isAlive());
    Thread writer = Objects.requireNonNull(made.get("procession-w0-in"));
    writer.join(TimeUnit.SECONDS.toMillis(10));
    assertFalse(writer.isAlive());
  }

  @Test
  void workerIsKilledWithoutThreadForIt() throws Exception {
    WorkerProcess worker = worker(without(name -> name.endsWith("-kill")));
    worker.start();
    while (worker.pid().isEmpty()) {
      Thread.onSpinWait();
    }

    worker.kill("a test");

    ExitReport report = exit();
    assertEquals(128 + 9, report.exitCode().orElseThrow());
    assertEquals("a test", report.detail());
  }

  @Test
  void callbacksWaitForTheOnlyThreadThereIs() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    CallbackThreads callbacks =
        new CallbackThreads("callback", without(name -> made.containsKey(name)));
    callbacks.open();
    callbacks.execute(
        () -> {
          blocked.countDown();
          awaitQuietly(release);
        });
    assertTrue(blocked.await(10, TimeUnit.SECONDS));

    callbacks.execute(second::countDown);

    release.countDown();
    assertTrue(second.await(10, TimeUnit.SECONDS));
    callbacks.close();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void assertNotRun(ExitReport report) {
    assertInstanceOf(OutOfMemoryError.class, report.startError().orElseThrow());
    assertTrue(report.detail().contains("native thread"), report.detail());
    assertFalse(report.command().get().isEmpty());
  }

  private ExitReport exit() throws Exception {
    Event.WorkerExited exited =
        assertInstanceOf(Event.WorkerExited.class, events.poll(20, TimeUnit.SECONDS));
    return (ExitReport) exited.report();
  }

  /** A worker that says nothing, for a minute. */
  private WorkerProcess worker(Threads threads) throws Exception {
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexec sleep 60\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    LaunchOptions launch =
        new LaunchOptions(
            1,
            Optional.of(home),
            List.of(),
            OptionalLong.empty(),
            Optional.empty(),
            Map.of(),
            EnvironmentInheritance.INHERIT,
            List.of(),
            Optional.empty(),
            0);
    WorkerOptions options =
        new WorkerOptions(
            launch, 1000, OptionalLong.empty(), Optional.empty(), Optional.empty(), line -> {});
    PoolLog log =
        new PoolLog(
            Optional.empty(),
            () -> {
              throw new AssertionError("nothing is to be logged");
            });
    WorkerServices surroundings =
        new WorkerServices(options, 1, events::add, log, threads, Launcher.ofThisSystem());
    folder = Optional.of(surroundings.folder());
    return new WorkerProcess(KEY, surroundings);
  }
}
