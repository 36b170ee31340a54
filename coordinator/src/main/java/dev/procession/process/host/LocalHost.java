package dev.procession.process.host;

import dev.procession.process.launch.ArchiveMaker;
import dev.procession.process.launch.ClassArchive;
import dev.procession.process.launch.LaunchFlag;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.LaunchPlan;
import dev.procession.process.launch.Launcher;
import dev.procession.process.launch.NestingDepth;
import dev.procession.process.launch.PoolFolder;
import dev.procession.process.launch.StartFiles;
import dev.procession.process.observe.ObservedPool;
import dev.procession.process.thread.Threads;
import dev.procession.protocol.ProgressPageReader;
import dev.procession.protocol.Running;
import dev.procession.protocol.WorkerMark;
import dev.procession.scheduler.ExitCause;
import dev.procession.scheduler.RunningItem;
import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Launches worker processes on this machine. */
public final class LocalHost implements WorkerHost {
  private final LaunchPlan plan;
  private final PoolFolder folder;
  private final Threads threads;
  private final Launcher launcher;

  /** Written before the first process is launched. */
  private Optional<ArchiveMaker> archiveMaker = Optional.empty();

  /** Likewise. */
  private Optional<EarlyLaunch> early = Optional.empty();

  /**
   * @param folder where the processes' files are put
   * @param threads makes the thread that makes the archive of class data
   * @param launcher launches the processes
   */
  public LocalHost(LaunchOptions options, PoolFolder folder, Threads threads, Launcher launcher) {
    this.plan = new LaunchPlan(options);
    this.folder = folder;
    this.threads = threads;
    this.launcher = launcher;
  }

  /** Makes such hosts. No lambda, since the first of them takes its time when a program starts. */
  public static WorkerHost.Opener opener(LaunchOptions options, Launcher launcher) {
    return new WorkerHost.Opener() {
      @Override
      public WorkerHost on(PoolFolder folder, Threads threads) {
        return new LocalHost(options, folder, threads, launcher);
      }
    };
  }

  @Override
  public void open(HostEvents events) {
    Optional<ClassArchive> archive = plan.archive();
    archiveMaker =
        archive.isPresent()
            ? Optional.of(ArchiveMaker.start(archive.get(), threads))
            : Optional.empty();
  }

  @Override
  public void launchEarly(WorkerKey key, List<String> flags) {
    try {
      early = Optional.of(EarlyLaunch.start(key, flags, this, threads));
    } catch (OutOfMemoryError e) {
      // The system has no thread to give: the process is launched when it is asked for.
    }
  }

  @Override
  public HostedProcess launch(WorkerKey key, List<String> flags) throws IOException {
    if (early.isPresent()) {
      HostedProcess launched = early.get().take(key);
      if (launched != null) {
        return launched;
      }
    }
    return launchNow(key, flags);
  }

  /** Launches a process, whether or not one has been launched early. */
  HostedProcess launchNow(WorkerKey key, List<String> flags) throws IOException {
    StartFiles files = StartFiles.write(key, folder, plan);
    try {
      ProgressPageReader page = new ProgressPageReader(files.page());
      try {
        WorkerMark mark =
            new WorkerMark(
                folder.path().getFileName() + "/w" + key.workerId() + "-" + key.generation());
        ProcessBuilder builder =
            plan.processBuilder(plan.command(key.workerId(), files.arguments(), flags));
        builder.environment().put(WorkerMark.VARIABLE, mark.value());
        NestingDepth.setIn(builder.environment());
        Births births = Births.untilNow();
        Process process = launcher.launch(builder);
        return new LocalProcess(new ProcessTree(process, mark, births), files, page);
      } catch (IOException | RuntimeException | Error e) {
        page.close();
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      files.delete();
      throw e;
    }
  }

  @Override
  public List<LaunchFlag> flags() {
    return plan.explained();
  }

  @Override
  public List<String> command(int workerId) {
    return plan.commandInFull(workerId);
  }

  @Override
  public void close() {
    if (early.isPresent()) {
      early.get().discard();
    }
    if (archiveMaker.isPresent()) {
      archiveMaker.get().stop();
    }
  }

  private final class LocalProcess implements HostedProcess {
    private final ProcessTree tree;
    private final StartFiles files;

    /** Guarded by itself: looked at by the loop thread, and by the worker's at the end. */
    private final ProgressPageReader page;

    /** Written by the reader's thread. */
    private volatile boolean wasReady;

    LocalProcess(ProcessTree tree, StartFiles files, ProgressPageReader page) {
      this.tree = tree;
      this.files = files;
      this.page = page;
    }

    @Override
    public long pid() {
      return tree.worker().pid();
    }

    @Override
    public Optional<String> host() {
      return Optional.empty();
    }

    @Override
    public String page() {
      return files.page().toString();
    }

    @Override
    public OutputStream workersStdin() {
      return tree.worker().getOutputStream();
    }

    @Override
    public InputStream workersStdout() {
      return tree.worker().getInputStream();
    }

    @Override
    public InputStream workersStderr() {
      return tree.worker().getErrorStream();
    }

    @Override
    public boolean stderrEndsWithProcess() {
      return false;
    }

    @Override
    public Optional<RunningItem> running() {
      synchronized (page) {
        try {
          Optional<Running> running = page.read();
          return running.isPresent()
              ? Optional.of(new RunningItem(running.get().chunkId(), running.get().position()))
              : Optional.empty();
        } catch (IOException e) {
          // Closed with the process.
          return Optional.empty();
        }
      }
    }

    @Override
    public ObservedPool.ProcessFigures figures() {
      Optional<RunningItem> running = running();
      synchronized (page) {
        try {
          return new ObservedPool.ProcessFigures(running, page.usedHeap(), page.maxHeap(), true);
        } catch (IOException e) {
          // Closed with the process.
          return new ObservedPool.ProcessFigures(running, 0, 0, true);
        }
      }
    }

    @Override
    public boolean signal(ObservedPool.Signal signal) {
      return tree.signal(signal);
    }

    @Override
    public void isReady() {
      wasReady = true;
      files.delete();
    }

    @Override
    public void kill() {
      tree.kill();
    }

    @Override
    public void killItself() {
      tree.worker().toHandle().destroyForcibly();
    }

    @Override
    public void await() {
      tree.await();
    }

    @Override
    public boolean endsWithin(long millis) {
      return tree.endsWithin(millis);
    }

    @Override
    public boolean exitsSoon() {
      return tree.exitsSoon();
    }

    @Override
    public ExitFacts exit() {
      tree.killOrphans();
      String crashReport = folder.takeCrashReport(pid()).orElse("");
      if (!wasReady && !crashReport.isEmpty()) {
        plan.archive().ifPresent(ClassArchive::discard);
      }
      Optional<String> changed = wasReady ? Optional.empty() : plan.changedEntry();
      return new ExitFacts(
          changed.isPresent() ? ExitCause.BROKEN_PROGRAM : ExitCause.PROCESS,
          OptionalInt.of(tree.worker().exitValue()),
          crashReport,
          changed.isPresent()
              ? "did not start; " + changed.get() + " has changed since the pool was opened"
              : "");
    }

    @Override
    public void close() {
      tree.close();
      files.delete();
      synchronized (page) {
        try {
          page.close();
        } catch (IOException e) {
          // Read only: nothing is lost.
        }
      }
    }
  }
}
