package dev.procession.process.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.PoolFolder;
import dev.procession.process.thread.Threads;
import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The process that is launched before it is asked for. */
class LocalHostTest {
  private static final WorkerKey FIRST = WorkerKey.first();
  private static final List<String> NO_FLAGS = List.of();

  private final List<Process> launched = new CopyOnWriteArrayList<>();
  private final PoolFolder folder = new PoolFolder();
  private final LocalHost host = host(Threads.ofThisJvm());

  private LocalHost host(Threads threads) {
    return new LocalHost(LaunchOptions.defaults(1), folder, threads, builder -> sleeping());
  }

  private Process sleeping() throws IOException {
    Process process = new ProcessBuilder("sleep", "600").start();
    launched.add(process);
    return process;
  }

  @AfterEach
  void endAll() {
    launched.forEach(Process::destroyForcibly);
    folder.delete();
  }

  @Test
  void earlyProcessIsTheOneAskedFor() throws IOException {
    host.launchEarly(FIRST, NO_FLAGS);

    HostedProcess process = host.launch(FIRST, NO_FLAGS);

    assertEquals(List.of(process.pid()), launched.stream().map(Process::pid).toList());
    host.close();
    assertTrue(launched.get(0).isAlive());
  }

  @Test
  void processThatNobodyAsksForGoesWithItsFilesWhenTheHostIsClosed() throws Exception {
    host.launchEarly(FIRST, List.of("-Da=b"));
    HostedProcess other = host.launch(new WorkerKey(1, 1), NO_FLAGS);
    other.close();

    host.close();

    List<Long> alive = launched.stream().filter(Process::isAlive).map(Process::pid).toList();
    assertEquals(2, launched.size());
    assertEquals(List.of(other.pid()), alive);
    try (Stream<Path> files = Files.list(folder.path())) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void failureIsThrownWhereTheProcessIsAskedFor() {
    for (Throwable failure :
        List.of(new IOException("a"), new IllegalStateException("b"), new LinkageError("c"))) {
      LocalHost failing =
          new LocalHost(
              LaunchOptions.defaults(1),
              folder,
              Threads.ofThisJvm(),
              builder -> {
                if (failure instanceof IOException e) {
                  throw e;
                }
                if (failure instanceof Error e) {
                  throw e;
                }
                throw (RuntimeException) failure;
              });
      failing.launchEarly(FIRST, NO_FLAGS);

      assertSame(failure, assertThrows(failure.getClass(), () -> failing.launch(FIRST, NO_FLAGS)));
      failing.close();
    }
  }

  @Test
  void withoutAThreadItIsLaunchedWhenItIsAskedFor() throws IOException {
    LocalHost withoutThreads =
        host(
            (name, body, stackBytes) -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    withoutThreads.launchEarly(FIRST, NO_FLAGS);
    assertEquals(List.of(), launched);

    withoutThreads.launch(FIRST, NO_FLAGS);

    assertEquals(1, launched.size());
  }

  @Test
  void interruptWhileItIsWaitedForIsKept() throws IOException {
    host.launchEarly(FIRST, NO_FLAGS);
    Thread.currentThread().interrupt();

    host.launch(FIRST, NO_FLAGS);

    assertTrue(Thread.interrupted());
    assertFalse(launched.isEmpty());
  }
}
