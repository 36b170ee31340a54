package dev.procession.process.worker;

import dev.procession.process.host.ExitFacts;
import dev.procession.process.host.HostedProcess;
import dev.procession.process.host.NoPlaceException;
import dev.procession.process.observe.ExitReport;
import dev.procession.process.observe.ObservedPool;
import dev.procession.process.observe.Recorder;
import dev.procession.protocol.ToWorker;
import dev.procession.scheduler.Chunk;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.ExitCause;
import dev.procession.scheduler.RunningItem;
import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One worker process from launch to exit. Its thread launches it, waits for its end, lets the
 * reader and the relay finish, and reports the exit as the last thing that is heard of it.
 *
 * <p>Death is decided by the process's exit, not by the end of its streams: a grandchild may hold
 * those open.
 */
public final class WorkerProcess implements Recorder.Subject {
  private static final long READER_STACK_BYTES = 256L << 20;
  private static final long DRAIN_MILLIS = 1000;

  private final WorkerKey key;
  private final WorkerServices services;
  private final WorkerReports reports;
  private final Recorder recorder;
  private final RunningItemView watch = new RunningItemView();

  /** Told where the true end cannot be put together: made before anything can go wrong. */
  private final Event.WorkerExited lastResort;

  /** Written once by the worker's thread, then read by others. */
  private volatile @Nullable HostedProcess process;

  private volatile @Nullable WorkerWriter writer;
  private volatile @Nullable WorkerReader reader;

  /** Owned by the worker's thread, as is the next. */
  private @Nullable Thread writing;

  private @Nullable OutputRelay relay;

  /** Why the process was killed or is about to end, the first reason known; guarded by this. */
  private String detail = "";

  /** Written by the reader's thread. */
  private volatile boolean wasReady;

  /** Guarded by this: a process that is killed before it was launched is not launched. */
  private boolean killed;

  public WorkerProcess(WorkerKey key, WorkerServices services) {
    this.key = key;
    this.services = services;
    this.recorder = new Recorder(key, this, services.observer());
    this.reports = new WorkerReports(key, services, this, recorder);
    ExitReport unknown =
        new ExitReport(
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            "",
            "ended in a way that could not be examined: the coordinator is out of memory, or lacks"
                + " a class or a file",
            Optional.empty(),
            Optional.empty(),
            "",
            Optional.empty(),
            List::of);
    this.lastResort =
        new Event.WorkerExited(key, Optional.empty(), ExitCause.BROKEN_PROGRAM, unknown);
  }

  public void start() {
    try {
      thread("", this::live, 0).start();
    } catch (OutOfMemoryError e) {
      // The system has no thread to give: a process that ended before it began, as any other.
      services.post(new Event.WorkerExited(key, Optional.empty(), failed(e)));
    }
  }

  @Override
  public Optional<Long> pid() {
    HostedProcess launched = process;
    return launched == null ? Optional.empty() : Optional.of(launched.pid());
  }

  @Override
  public Optional<String> host() {
    HostedProcess launched = process;
    return launched == null ? Optional.empty() : launched.host();
  }

  void sendChunk(Chunk chunk) {
    reports.expect(chunk);
    WorkerWriter out = writer;
    if (out != null && !out.sendChunk(chunk)) {
      doesNotRead();
    }
  }

  void revoke(long chunkId) {
    reports.expectReturn(chunkId);
    send(new ToWorker.Revoke(chunkId));
  }

  void send(ToWorker message) {
    send(message, () -> {});
  }

  /**
   * Queues a message.
   *
   * @param written called on the writer thread when the message has been written, if it ever is
   */
  void send(ToWorker message, Runnable written) {
    WorkerWriter out = writer;
    if (out != null && !out.send(message, written)) {
      doesNotRead();
    }
  }

  /** Writes an answer on the calling thread, which is that of the process's reader. */
  void sendNow(ToWorker message) {
    WorkerWriter out = writer;
    if (out != null && !out.sendNow(message)) {
      doesNotRead();
    }
  }

  private void doesNotRead() {
    reports.misbehaved(
        "nothing, and it read nothing either: " + WorkerWriter.MAX_WAITING + " messages wait");
  }

  /** Whether it exits soon: its channel has ended. Waits for that; on the reader thread. */
  boolean exitsSoon() {
    HostedProcess launched = process;
    return launched == null || launched.exitsSoon();
  }

  /** Kills the process and its descendants; the exit is reported as always. */
  public void kill(String reason) {
    HostedProcess launched;
    synchronized (this) {
      killed = true;
      explain(reason);
      launched = process;
    }
    if (launched != null) {
      // Looking for descendants reads the table of all processes: not for the caller's thread.
      try {
        thread("-kill", launched::kill, 0).start();
      } catch (Error e) {
        // The process must go now; its descendants cannot be looked for.
        launched.killItself();
      }
    }
  }

  /** Sends a signal as a user could: the pool learns of what comes of it like of any death. */
  boolean signal(ObservedPool.Signal signal) {
    HostedProcess launched = process;
    return launched != null && launched.signal(signal);
  }

  /** Whether what it has answered waits for something in this process. */
  boolean isReadingStuck() {
    WorkerReader in = reader;
    return in != null && in.isStuck();
  }

  /** Which item it runs. */
  public RunningItemView watch() {
    return watch;
  }

  /** What it has said and has been sent. */
  WorkerReports reports() {
    return reports;
  }

  private void live() {
    // Whatever is thrown, by whatever step, the pool hears of this process's end, and last.
    Event.WorkerExited exited = lastResort;
    try {
      exited = liveToTheEnd();
    } catch (Throwable e) {
      destroy();
      letGo();
      exited = unexamined();
    } finally {
      services.post(exited);
    }
  }

  /** Ends what a step that threw may have left, by what has been loaded. */
  private void letGo() {
    endThreads();
    HostedProcess launched = process;
    if (launched != null) {
      try {
        launched.close();
      } catch (Throwable e) {
        // Its streams end with it, and files are left in the temp folder.
      }
    }
  }

  /** Ends the threads that do not notice by themselves that the process is gone. */
  private void endThreads() {
    Thread waitsForMessages = writing;
    if (waitsForMessages != null) {
      waitsForMessages.interrupt();
    }
    OutputRelay waitsForOutput = relay;
    if (waitsForOutput != null) {
      waitsForOutput.processEnded();
    }
  }

  /** The last resort, with what the process ran if that can still be read. */
  private Event.WorkerExited unexamined() {
    try {
      return new Event.WorkerExited(key, watch.now(), lastResort.cause(), lastResort.report());
    } catch (Throwable e) {
      return lastResort;
    }
  }

  private void destroy() {
    destroyOnly();
    HostedProcess launched = process;
    if (launched != null) {
      try {
        launched.await();
      } catch (Throwable e) {
        // It has been killed.
      }
    }
  }

  private Event.WorkerExited liveToTheEnd() {
    Ending ending;
    try {
      recorder.launching();
      ending = launchAndWait();
    } catch (NoPlaceException e) {
      ending = new Ending(ExitCause.NO_PLACE, failed(e));
    } catch (LinkageError e) {
      // A class of ours, because its jar has changed.
      ending = new Ending(ExitCause.BROKEN_PROGRAM, failed(e));
    } catch (IOException | RuntimeException | Error e) {
      // No file descriptor, no memory, no thread.
      ending = new Ending(ExitCause.PROCESS, failed(e));
    }
    Optional<RunningItem> running = watch.now();
    watch.exited();
    HostedProcess launched = process;
    if (launched != null) {
      launched.close();
    }
    Event.WorkerExited exited =
        new Event.WorkerExited(key, running, ending.cause(), ending.report());
    try {
      reports.exited(running);
      recorder.exited(ending.report());
    } catch (RuntimeException | Error e) {
      // Those who watch miss it; the pool does not.
    }
    return exited;
  }

  private record Ending(ExitCause cause, ExitReport report) {}

  /** It can run chunks, and has taken in what was in its files; on the reader's thread. */
  void isReady() {
    wasReady = true;
    HostedProcess launched = process;
    if (launched != null) {
      launched.isReady();
    }
  }

  private Ending launchAndWait() throws IOException {
    HostedProcess launched = launch();
    watch.look(launched);
    WorkerWriter out = services.writer(launched.workersStdin(), recorder::sending);
    welcome(out, launched.page());
    writer = out;
    WorkerReader in =
        new WorkerReader(
            launched.workersStdout(),
            services.options().maxItemBytes(),
            services::decoderOfResults,
            reports);
    OutputRelay err =
        new OutputRelay(
            key.workerId(),
            launched.workersStderr(),
            launched.stderrEndsWithProcess(),
            services.observer().isPresent() ? this::printed : services.options().printed(),
            services.log()::outputFailed);
    reader = in;
    relay = err;
    Thread atStdin = thread("-in", out, 0);
    writing = atStdin;
    Thread reading = thread("-out", in, READER_STACK_BYTES);
    Thread relaying = thread("-err", err, 0);
    List.of(atStdin, reading, relaying).forEach(Thread::start);
    awaitEnd(launched);
    watch.exited();
    out.end();
    err.processEnded();
    // Before the drain: what is left may hold the streams open.
    ExitFacts exit = launched.exit();
    join(List.of(reading, atStdin, relaying));
    return new Ending(exit.cause(), report(launched, exit, err));
  }

  private void printed(PrintedLine line) {
    recorder.printed(line.origin() == PrintedLine.Origin.ERR, line.text());
    services.options().printed().accept(line);
  }

  /** Waits for the end; when the first result has come, loads what it did without. */
  private void awaitEnd(HostedProcess launched) {
    int looksSinceReady = 0;
    boolean hadAnswered = false;
    while (!launched.endsWithin(FailureClasses.LOOK_MILLIS)) {
      if (hadAnswered || looksSinceReady == FailureClasses.LOOKS_WITHOUT_ANSWER) {
        FailureClasses.load();
        break;
      }
      hadAnswered = reports.hasAnswered();
      looksSinceReady += wasReady ? 1 : 0;
    }
    launched.await();
  }

  /** Waits for the threads at the streams of the process, which has ended, but not for long. */
  private static void join(List<Thread> threads) {
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS);
    for (Thread each : threads) {
      try {
        long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        each.join(Math.max(1, left));
      } catch (InterruptedException e) {
        // A stray interrupt; the other threads get what is left of the time.
      }
    }
  }

  private HostedProcess launch() throws IOException {
    synchronized (this) {
      if (killed) {
        throw new IOException("not launched: " + detail);
      }
    }
    // Not under the lock: it takes as long as the system likes, and who kills must not wait.
    HostedProcess launched = services.host().launch(key, services.heapWatch());
    boolean overtaken;
    synchronized (this) {
      process = launched;
      overtaken = killed;
    }
    // Guards against a race with a kill during the launch.
    if (overtaken) {
      launched.kill();
    }
    return launched;
  }

  /** Queues the coordinator's half of the start-up; nothing in it depends on the worker's half. */
  private void welcome(WorkerWriter out, String page) {
    out.send(services.welcome(key, page));
    services.initializer().ifPresent(out::define);
    out.send(services.start());
  }

  private ExitReport report(HostedProcess ended, ExitFacts exit, OutputRelay relay) {
    if (!exit.detail().isEmpty()) {
      explain(exit.detail());
    }
    return new ExitReport(
        Optional.of(ended.pid()),
        ended.host(),
        exit.exitCode(),
        relay.tail(),
        detail(),
        reports.misbehaviour(),
        reports.unread(),
        exit.crashReport(),
        reports.startError(),
        this::command);
  }

  private ExitReport failed(Throwable error) {
    explain("could not be run: " + error.getMessage());
    HostedProcess launched = process;
    if (launched != null) {
      launched.kill();
      launched.await();
      endThreads();
      launched.exit();
    }
    return new ExitReport(
        pid(),
        host(),
        OptionalInt.empty(),
        "",
        detail(),
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.of(error),
        this::command);
  }

  private List<String> command() {
    return services.host().command(key.workerId());
  }

  /** The first reason is the cause; what comes later is its consequence. */
  synchronized void explain(String reason) {
    if (detail.isEmpty()) {
      detail = reason;
    }
  }

  private synchronized String detail() {
    return detail;
  }

  private Thread thread(String role, Runnable body, long stackBytes) {
    Runnable watched =
        () -> {
          try {
            body.run();
          } catch (Throwable e) {
            // Nobody does its part any more: the process must go, and its end is heard of.
            destroyOnly();
          }
        };
    return services.threads().daemon("procession-w" + key.workerId() + role, watched, stackBytes);
  }

  /** Kills the process itself, by the way that needs least. */
  void destroyOnly() {
    HostedProcess launched = process;
    if (launched != null) {
      try {
        launched.killItself();
      } catch (Throwable e) {
        // Its channel ends with this thread's part, so it exits by itself.
      }
    }
  }
}
