package dev.procession.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.observe.PoolLog;
import dev.procession.process.thread.Threads;
import dev.procession.process.worker.WorkerOptions;
import dev.procession.process.worker.WorkerProcess;
import dev.procession.process.worker.WorkerServices;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.ExitCause;
import dev.procession.scheduler.WorkerKey;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever step throws an error, a missing class above all, the pool hears of a worker's end. */
@Timeout(60)
class FailurePathTest {
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "launch",
        "getOutputStream",
        "getInputStream",
        "getErrorStream",
        "isAlive",
        "pid",
        "waitFor",
        "exitValue",
        "waitFor exitValue pid isAlive toHandle",
        "getInputStream waitFor isAlive toHandle pid"
      })
  void endIsReportedThoughStepsThrow(String steps) throws Exception {
    Set<String> failing = Set.of(steps.split(" "));
    WorkerProcess worker = worker(failing);

    worker.start();

    Event event = next();
    while (!(event instanceof Event.WorkerExited)) {
      event = next();
    }
    // Its thread ends after the report.
    await().until(() -> threadsOfWorker().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"launch", "waitFor", "exitValue"})
  void classThatIsMissingHereMakesNoMoreStartsLikely(String step) throws Exception {
    worker(Set.of(step)).start();

    Event event = next();
    while (!(event instanceof Event.WorkerExited)) {
      event = next();
    }
    assertEquals(ExitCause.BROKEN_PROGRAM, ((Event.WorkerExited) event).cause());
  }

  private List<String> threadsOfWorker() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(threads::contains)
        .map(Thread::getName)
        .toList();
  }

  private Event next() throws InterruptedException {
    return assertInstanceOf(
        Event.class, events.poll(30, TimeUnit.SECONDS), "the end was not reported");
  }

  private WorkerProcess worker(Set<String> failing) throws Exception {
    WorkerOptions options =
        new WorkerOptions(
            LaunchOptions.defaults(1),
            1000,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            line -> {});
    PoolLog log =
        new PoolLog(
            Optional.empty(),
            () -> {
              throw new AssertionError("nothing is to be logged");
            });
    WorkerServices services =
        new WorkerServices(
            options,
            1,
            events::add,
            log,
            (name, body, stackBytes) -> {
              Thread thread = Threads.ofThisJvm().daemon(name, body, stackBytes);
              threads.add(thread);
              return thread;
            },
            builder -> {
              if (failing.contains("launch")) {
                throw new NoClassDefFoundError("launch");
              }
              ScriptedProcess process = new ScriptedProcess(1L << 40);
              process.exit(1);
              return new Failing(process, failing);
            });
    return new WorkerProcess(new WorkerKey(0, 1), services);
  }

  /** A process some of whose methods throw. */
  private static final class Failing extends Process {
    private final ScriptedProcess process;
    private final Set<String> failing;

    Failing(ScriptedProcess process, Set<String> failing) {
      this.process = process;
      this.failing = failing;
    }

    private ScriptedProcess in(String method) {
      if (failing.contains(method)) {
        throw new NoClassDefFoundError(method);
      }
      return process;
    }

    @Override
    public OutputStream getOutputStream() {
      return in("getOutputStream").getOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return in("getInputStream").getInputStream();
    }

    @Override
    public InputStream getErrorStream() {
      return in("getErrorStream").getErrorStream();
    }

    @Override
    public int waitFor() throws InterruptedException {
      return in("waitFor").waitFor();
    }

    @Override
    public int exitValue() {
      return in("exitValue").exitValue();
    }

    @Override
    public boolean isAlive() {
      return in("isAlive").isAlive();
    }

    @Override
    public long pid() {
      return in("pid").pid();
    }

    @Override
    public ProcessHandle toHandle() {
      return in("toHandle").toHandle();
    }

    @Override
    public void destroy() {
      process.destroy();
    }
  }
}
