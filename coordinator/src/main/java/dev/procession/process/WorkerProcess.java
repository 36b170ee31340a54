package dev.procession.process;

import dev.procession.protocol.ProgressPageReader;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.WorkerMark;
import dev.procession.scheduler.Chunk;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.RunningItem;
import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One worker process from launch to exit. Its thread launches it, waits for its end, lets the
 * reader and the relay finish, and reports the exit as the last thing that is heard of it.
 *
 * <p>Death is decided by the process's exit, not by the end of its streams: a grandchild may hold
 * those open.
 */
final class WorkerProcess {
  private static final long READER_STACK_BYTES = 256L << 20;

  private final WorkerKey key;
  private final WorkerSurroundings surroundings;
  private final WorkerReports reports;
  private final Recorder recorder;
  private final RunningItemWatch watch = new RunningItemWatch();

  /** Written once by the worker's thread, then read by others. */
  private volatile @Nullable ProcessTree tree;

  private volatile @Nullable WorkerWriter writer;
  private volatile List<String> command = List.of();

  /** Where its files are while it starts; written once by the worker's thread. */
  private volatile @Nullable StartFiles startFiles;

  /** Why the process was killed or is about to end, the first reason known; guarded by this. */
  private String detail = "";

  /** Written by the reader's thread. */
  private volatile boolean wasReady;

  /** Guarded by this: a process that is killed before it was launched is not launched. */
  private boolean killed;

  WorkerProcess(WorkerKey key, WorkerSurroundings surroundings) {
    this.key = key;
    this.surroundings = surroundings;
    this.recorder = new Recorder(key, this, surroundings.observer());
    this.reports = new WorkerReports(key, surroundings, this, recorder);
  }

  void start() {
    try {
      thread("", this::live, 0).start();
    } catch (OutOfMemoryError e) {
      // The system has no thread to give: a process that ended before it began, as any other.
      surroundings.post(new Event.WorkerExited(key, Optional.empty(), failed(e)));
    }
  }

  /** The process id, once there is a process. */
  Optional<Long> pid() {
    ProcessTree launched = tree;
    return launched == null ? Optional.empty() : Optional.of(launched.worker().pid());
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

  private void doesNotRead() {
    reports.misbehaved(
        "nothing, and it read nothing either: " + WorkerWriter.MAX_WAITING + " messages wait");
  }

  /** Whether it exits soon: its channel has ended. Waits for that; on the reader thread. */
  boolean exitsSoon() {
    ProcessTree launched = tree;
    return launched == null || ProcessEnd.isNear(launched.worker());
  }

  /** Kills the process and its descendants; the exit is reported as always. */
  void kill(String reason) {
    ProcessTree launched;
    synchronized (this) {
      killed = true;
      explain(reason);
      launched = tree;
    }
    if (launched != null) {
      // Looking for descendants reads the table of all processes: not for the caller's thread.
      try {
        thread("-kill", launched::kill, 0).start();
      } catch (OutOfMemoryError e) {
        // The process must go now; its descendants cannot be looked for.
        launched.worker().toHandle().destroyForcibly();
      }
    }
  }

  /** Which item it runs. */
  RunningItemWatch watch() {
    return watch;
  }

  /** What it has said and has been sent. */
  WorkerReports reports() {
    return reports;
  }

  private void live() {
    ExitReport report;
    Optional<RunningItem> running = Optional.empty();
    try {
      StartFiles files = StartFiles.write(key, surroundings.folder(), surroundings.plan());
      startFiles = files;
      try (ProgressPageReader page = new ProgressPageReader(files.page())) {
        watch.look(page);
        command = surroundings.plan().command(key.workerId(), files.arguments());
        recorder.launching();
        report = launchAndWait(files.page());
        running = watch.now();
      } finally {
        files.delete();
      }
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it was (no file descriptor, no memory, no thread), the pool hears of this
      // process's end.
      report = failed(e);
    }
    watch.exited();
    try {
      reports.exited(running);
      recorder.exited(report);
    } finally {
      surroundings.post(new Event.WorkerExited(key, running, report));
    }
  }

  /** It can run chunks, and has taken in what was in its files; on the reader's thread. */
  void isReady() {
    wasReady = true;
    StartFiles files = startFiles;
    if (files != null) {
      files.delete();
    }
  }

  private ExitReport launchAndWait(Path page) throws IOException {
    ProcessTree launchedTree = launch();
    Process launched = launchedTree.worker();
    WorkerWriter out = surroundings.writer(launched.getOutputStream(), recorder::sending);
    welcome(out, page);
    writer = out;
    WorkerReader in =
        new WorkerReader(
            launched.getInputStream(),
            surroundings.maxItemBytes(),
            surroundings::decoderOfResults,
            reports);
    OutputRelay relay =
        new OutputRelay(
            key.workerId(),
            launched.getErrorStream(),
            surroundings.printed(),
            surroundings.log()::outputFailed);
    Thread writing = thread("-in", out, 0);
    Thread reading = thread("-out", in, READER_STACK_BYTES);
    Thread relaying = thread("-err", relay, 0);
    List.of(writing, reading, relaying).forEach(Thread::start);
    ProcessEnd.await(launched);
    watch.exited();
    out.end();
    relay.processEnded();
    // Before the drain: what is left may hold the streams open.
    launchedTree.killOrphans();
    ProcessEnd.join(List.of(reading, writing, relaying));
    ProcessEnd.close(launched);
    return report(launched, relay);
  }

  private ProcessTree launch() throws IOException {
    String pool = surroundings.folder().path().getFileName().toString();
    WorkerMark mark = new WorkerMark(pool + "/w" + key.workerId() + "-" + key.generation());
    ProcessBuilder builder = surroundings.plan().processBuilder(command);
    builder.environment().put(WorkerMark.VARIABLE, mark.value());
    synchronized (this) {
      if (killed) {
        throw new IOException("not launched: " + detail);
      }
    }
    // Not under the lock: it takes as long as the system likes, and who kills must not wait.
    ProcessTree launched = new ProcessTree(surroundings.launcher().launch(builder), mark);
    boolean overtaken;
    synchronized (this) {
      tree = launched;
      overtaken = killed;
    }
    // Guards against a race with a kill during the launch.
    if (overtaken) {
      launched.kill();
    }
    return launched;
  }

  /** Queues the coordinator's half of the start-up; nothing in it depends on the worker's half. */
  private void welcome(WorkerWriter out, Path page) {
    out.send(surroundings.welcome(key, page));
    surroundings.initializer().ifPresent(out::define);
    out.send(surroundings.start());
  }

  private ExitReport report(Process ended, OutputRelay relay) {
    String crashReport = surroundings.folder().takeCrashReport(ended.pid()).orElse("");
    if (!wasReady && !crashReport.isEmpty()) {
      surroundings.plan().archive().ifPresent(ClassArchive::discard);
    }
    return new ExitReport(
        Optional.of(ended.pid()),
        OptionalInt.of(ended.exitValue()),
        relay.tail(),
        detail(),
        reports.misbehaviour(),
        crashReport,
        reports.startError(),
        surroundings.plan().commandInFull(key.workerId()));
  }

  private ExitReport failed(Throwable error) {
    explain("could not be run: " + error.getMessage());
    ProcessTree launched = tree;
    if (launched != null) {
      launched.kill();
      ProcessEnd.await(launched.worker());
      launched.killOrphans();
    }
    WorkerWriter out = writer;
    if (out != null) {
      out.end();
    }
    return new ExitReport(
        pid(),
        OptionalInt.empty(),
        "",
        detail(),
        Optional.empty(),
        "",
        Optional.of(error),
        surroundings.plan().commandInFull(key.workerId()));
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
    return surroundings.threads().daemon("procession-w" + key.workerId() + role, body, stackBytes);
  }
}
