package dev.procession.process;

import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemEncoder;
import dev.procession.scheduler.Command;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.Failure;
import dev.procession.scheduler.Scheduler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs on worker processes: the blocking shell around the pure {@link Scheduler}.
 *
 * <p>Any thread may call any method. An engine that was made must be shut down.
 */
public final class Engine {
  private static final long FEEDER_STACK_BYTES = 256L << 20;

  private final PoolLog log;
  private final WorkerSurroundings surroundings;
  private final EventLoop loop;
  private final Scheduler scheduler;
  private final AtomicLong jobIds = new AtomicLong();
  private final CountDownLatch terminated = new CountDownLatch(1);
  private final SubmitJobs submitJobs;
  private final Workforce workforce;
  private final FailedAnswers failedAnswers;
  private final KeepAlive keepAlive = new KeepAlive();

  /** Changed by whoever opens a job and by the loop thread. */
  private final Map<Long, Job> jobs = new ConcurrentHashMap<>();

  private final CommandRunner commands;
  private final Announcer announcer;

  /** Guarded by {@link #jobs}: no job is opened after the shutdown. */
  private boolean shutdown;

  /** Used by the loop thread: what it is just ending. */
  private @Nullable Unstarted ending;

  /** Written by the loop thread, once: why no job can run any more. */
  private volatile Optional<Failure> poolFailure = Optional.empty();

  private Engine(EngineOptions options, Launcher launcher) throws EncodingException {
    this.scheduler = new Scheduler(options.scheduling());
    this.loop = new EventLoop(scheduler, this::carryOut, this::poll, this::broken);
    this.log = new PoolLog(PoolLog.providedLogger(), this::snapshot);
    this.surroundings =
        new WorkerSurroundings(options, this::report, log, Threads.ofThisJvm(), launcher);
    this.submitJobs = new SubmitJobs(surroundings, this::openSubmitJob);
    this.workforce = new Workforce(surroundings);
    this.failedAnswers = new FailedAnswers(options.scheduling().workers());
    this.commands = new CommandRunner(jobs, workforce, failedAnswers);
    this.announcer =
        new Announcer(options.listeners(), surroundings.callbacks(), log, this::snapshotNow);
  }

  /**
   * Starts an engine and its workers; does not wait for them.
   *
   * @throws EncodingException if the initializer cannot travel
   */
  public static Engine start(EngineOptions options) throws EncodingException {
    return start(options, Launcher.ofThisSystem());
  }

  static Engine start(EngineOptions options, Launcher launcher) throws EncodingException {
    Engine engine = new Engine(options, launcher);
    engine.surroundings.open();
    engine.loop.start();
    engine.loop.post(new Event.PoolOpened());
    return engine;
  }

  /**
   * Begins to apply a function to the items of a source.
   *
   * @return where to take the results
   * @throws EncodingException if the function cannot travel
   * @throws RejectedExecutionException after the shutdown
   */
  public ResultQueue map(MapSpec spec) throws EncodingException {
    FunctionDefinition function = surroundings.define(spec.function(), spec.kind());
    long id = jobIds.incrementAndGet();
    SourceJob job =
        new SourceJob(
            id,
            function,
            new ItemEncoder(surroundings.names(), surroundings.maxItemBytes()),
            loop::post,
            spec.delivery());
    open(job, new Event.JobOpened(id, spec.scheduling()));
    Thread feeder =
        new Thread(null, new Feeder(spec.source(), job), "procession-feeder", FEEDER_STACK_BYTES);
    feeder.setDaemon(true);
    feeder.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    job.fedBy(feeder);
    try {
      feeder.start();
    } catch (OutOfMemoryError e) {
      // No thread is to be had; a job that is never fed would never end.
      job.results().cancel();
      throw e;
    }
    return job.results();
  }

  /**
   * Encodes a task on the caller's thread and queues it.
   *
   * @param task a {@code Callable} or a {@code Runnable}
   * @param owner told how it ended
   * @throws EncodingException if the task cannot travel
   * @throws RejectedExecutionException after the shutdown
   */
  public SubmittedTask submit(Object task, TaskOwner owner) throws EncodingException {
    return submitJobs.submit(task, owner);
  }

  /**
   * Encodes a value for all workers, which ask for it when a task needs it.
   *
   * @return its number
   * @throws EncodingException if it cannot travel
   * @throws RejectedExecutionException after the shutdown
   */
  public long broadcast(Object value) throws EncodingException {
    if (isShutdown()) {
      throw SubmitJobs.rejected();
    }
    return surroundings.broadcasts().add(value, surroundings.loaders().of(value));
  }

  /** Lets go of a broadcast value, here and in all workers. */
  public void closeBroadcast(long id) {
    if (surroundings.broadcasts().close(id)) {
      loop.execute(() -> workforce.closeBroadcast(id));
    }
  }

  /** Takes no new work; what was accepted is finished, then the workers leave. */
  public void shutdown() {
    synchronized (jobs) {
      if (shutdown) {
        return;
      }
      shutdown = true;
    }
    // Those in the map of submit jobs may not be there yet; here they are, since before the flag
    // was set.
    jobs.values().forEach(Job::poolShutdown);
    loop.post(new Event.ShutdownRequested());
  }

  /**
   * Ends everything at once: what has not ended is cancelled, workers are killed.
   *
   * @return the submitted tasks that this ends
   */
  public Unstarted shutdownNow() {
    shutdown();
    CompletableFuture<Unstarted> answer = new CompletableFuture<>();
    if (!loop.execute(() -> beginToEnd(answer))) {
      answer.complete(new Unstarted(List.of()));
    }
    return answer.join();
  }

  /** Guards against a race with tasks that are on their way to the scheduler: they come first. */
  private void beginToEnd(CompletableFuture<Unstarted> answer) {
    jobs.values().forEach(Job::holdBack);
    if (!loop.execute(() -> endAll(answer))) {
      answer.complete(new Unstarted(List.of()));
    }
  }

  private void endAll(CompletableFuture<Unstarted> answer) {
    Unstarted tasks = new Unstarted(workforce.sent());
    ending = tasks;
    try {
      for (Job job : jobs.values()) {
        tasks.addOpen(job.openTasks());
        job.poolEnded(new Failure.Cancelled());
      }
      loop.handleNow(new Event.ShutdownNowRequested());
    } finally {
      ending = null;
      answer.complete(tasks);
    }
  }

  public boolean isShutdown() {
    synchronized (jobs) {
      return shutdown;
    }
  }

  public boolean isTerminated() {
    return terminated.getCount() == 0;
  }

  /** Waits until every process is gone; returns whether that is so. */
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return terminated.await(timeout, unit);
  }

  /** Why no work can be done any more; empty as long as workers can be started. */
  public Optional<Failure> poolFailure() {
    return poolFailure;
  }

  /** What there is to know, at one moment. */
  public EngineSnapshot snapshot() {
    CompletableFuture<EngineSnapshot> answer = new CompletableFuture<>();
    if (!loop.execute(() -> answer.complete(snapshotNow()))) {
      return snapshotNow();
    }
    return answer.join();
  }

  /** On the loop thread, or after its end. */
  private EngineSnapshot snapshotNow() {
    return new EngineSnapshot(
        scheduler.snapshot(),
        jobs.values().stream().mapToLong(Job::openTaskCount).sum(),
        workforce.pids(),
        failedAnswers.byWorker(),
        workforce.unansweredItems(),
        surroundings.bytesSent().sum(),
        surroundings.bytesReceived().sum());
  }

  /** Where that is said which no caller is there to be told. */
  public PoolLog log() {
    return log;
  }

  /** Threads for code of the user's. */
  public CallbackThreads callbacks() {
    return surroundings.callbacks();
  }

  /**
   * Runs code of the user's, or what leads to it, on a thread for callbacks; until then this JVM
   * does not exit.
   */
  public void executeToTheEnd(Runnable action) {
    keepAlive.begin();
    surroundings
        .callbacks()
        .execute(
            () -> {
              try {
                action.run();
              } finally {
                keepAlive.end();
              }
            });
  }

  private SubmitJob openSubmitJob(TaskClasses classes) {
    long id = jobIds.incrementAndGet();
    SubmitJob job =
        new SubmitJob(
            id,
            surroundings.defineCall(classes.notHeld()),
            loop,
            workforce,
            surroundings,
            keepAlive);
    open(job, new Event.JobOpened(id, surroundings.submitScheduling()));
    return job;
  }

  private void open(Job job, Event.JobOpened opened) {
    synchronized (jobs) {
      if (shutdown) {
        throw SubmitJobs.rejected();
      }
      jobs.put(job.id(), job);
      loop.post(opened);
    }
    // Guards against a race with the failure of the pool, which tells only the jobs that it sees.
    poolFailure.ifPresent(job::poolEnded);
  }

  /** What processes say. */
  private void report(Event event) {
    if (event instanceof Event.WorkerExited exited) {
      loop.execute(() -> exited(exited));
    } else if (event instanceof Event.WorkerReady ready) {
      loop.execute(
          () -> {
            loop.handleNow(ready);
            announcer.ready(ready.worker());
          });
    } else if (event instanceof Event.WorkerAnswered) {
      loop.postAndHandle(event);
    } else {
      loop.post(event);
    }
  }

  /** An exit is the last that is heard of a process, so it is forgotten with it. */
  private void exited(Event.WorkerExited exited) {
    announcer.exited(
        exited,
        () -> {
          workforce.dropLeftRunning(exited.worker(), loop::handleNow);
          workforce.remove(exited.worker());
          loop.handleNow(exited);
        });
  }

  private void poll() {
    workforce.reportRunning(loop::handleNow);
  }

  private void carryOut(Command command) {
    if (ending != null && command instanceof Command.FailItems fail) {
      ending.add((ItemBatch) fail.batch(), fail.from(), fail.count());
    }
    if (command instanceof Command.FailPool fail) {
      failPool(fail.failure());
    } else if (command instanceof Command.Terminate) {
      terminate();
    } else {
      commands.carryOut(command);
    }
    announcer.done(command);
  }

  private void failPool(Failure failure) {
    poolFailure = Optional.of(failure);
    jobs.values().forEach(job -> job.poolEnded(failure));
  }

  private void terminate() {
    loop.end();
    List.copyOf(jobs.values()).forEach(job -> job.poolEnded(new Failure.Cancelled()));
    surroundings.close();
    terminated.countDown();
    announcer.terminated();
  }

  /** An error of our own: everybody is told, nothing is left running. */
  private void broken(Throwable error) {
    synchronized (jobs) {
      shutdown = true;
    }
    Failure.NoWorkers failure = new Failure.NoWorkers(0, error);
    failPool(failure);
    announcer.failed(failure);
    workforce.killAll("the pool is broken: " + error);
    terminate();
  }
}
