package dev.procession.process;

import dev.procession.process.host.HostEvents;
import dev.procession.process.host.HostsReport;
import dev.procession.process.host.LocalHost;
import dev.procession.process.host.WorkerHost;
import dev.procession.process.job.Endings;
import dev.procession.process.job.Feeder;
import dev.procession.process.job.FunctionDefinition;
import dev.procession.process.job.Job;
import dev.procession.process.job.MapRequest;
import dev.procession.process.job.ResultQueue;
import dev.procession.process.job.SourceJob;
import dev.procession.process.job.SubmissionOwner;
import dev.procession.process.job.SubmitJob;
import dev.procession.process.job.SubmitJobs;
import dev.procession.process.job.SubmitLimit;
import dev.procession.process.job.SubmitOptions;
import dev.procession.process.job.SubmittedTask;
import dev.procession.process.job.WaitLog;
import dev.procession.process.launch.Launcher;
import dev.procession.process.launch.NestingDepth;
import dev.procession.process.launch.PoolFolder;
import dev.procession.process.observe.EngineSnapshot;
import dev.procession.process.observe.HostFigures;
import dev.procession.process.observe.JobFigures;
import dev.procession.process.observe.ListenerNotifier;
import dev.procession.process.observe.ObservedPool;
import dev.procession.process.observe.PoolLog;
import dev.procession.process.observe.WorkerObserver;
import dev.procession.process.shipping.NumberedLoader;
import dev.procession.process.thread.CallbackThreads;
import dev.procession.process.thread.KeepAlive;
import dev.procession.process.thread.StaticInitializers;
import dev.procession.process.thread.Threads;
import dev.procession.process.worker.WorkerProcesses;
import dev.procession.process.worker.WorkerServices;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.shared.SharedReference;
import dev.procession.scheduler.Command;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.Failure;
import dev.procession.scheduler.JobSnapshot;
import dev.procession.scheduler.Scheduler;
import dev.procession.scheduler.SchedulerOptions;
import dev.procession.scheduler.WorkerKey;
import dev.procession.sharing.SharedSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs jobs on worker processes: the blocking shell around the pure {@link Scheduler}.
 *
 * <p>Any thread may call any method. Every engine must be shut down.
 */
public final class Engine {
  private static final long FEEDER_STACK_BYTES = 256L << 20;

  // No lambda, since the first one costs a program's first pool its time.
  private static final Consumer<EndStep> NOTHING =
      new Consumer<>() {
        @Override
        public void accept(EndStep step) {}
      };

  private final PoolLog log;
  private final WorkerServices services;
  private final EventLoop loop;
  private final Scheduler scheduler;
  private final AtomicLong jobIds = new AtomicLong();
  private final CountDownLatch terminated = new CountDownLatch(1);
  private final SubmitJobs submitJobs;
  private final Optional<SubmitLimit> submitLimit;
  private final WorkerProcesses workforce;
  private final KeepAlive keepAlive = new KeepAlive();
  private final Endings endings;

  private final AtomicBoolean toldOfInitializer = new AtomicBoolean();

  /** Whether this process is a worker of another pool. */
  private final boolean isNested = NestingDepth.ofThisProcess() > 0;

  /** Whether workers are started. */
  private final AtomicBoolean opened = new AtomicBoolean();

  /** The failure of the pool if its reason could not be described; created in advance. */
  private final Failure.NoWorkers brokenPool =
      new Failure.NoWorkers(0, new IllegalStateException("The pool is broken"));

  private final Optional<Failure> brokenPoolFailure = Optional.of(brokenPool);

  /** Changed by threads that open a job and by the loop thread. */
  private final Map<Long, Job> jobs = new ConcurrentHashMap<>();

  /** What tests do before a step of the end of a broken pool. */
  private final Consumer<EndStep> beforeEndStep;

  private final CommandRunner commands;
  private final ListenerNotifier announcer;
  private final SharedStates shared;

  /** What is to be done before the pool counts as terminated. */
  private final Optional<Runnable> atEnd;

  /** The number of items that failed before they reached the scheduler. */
  private final LongAdder unsentFailures = new LongAdder();

  /** Guarded by {@link #jobs}: no job is opened after the shutdown. */
  private boolean shutdown;

  /** Written once, by the loop thread: the failure after which no job can run. */
  private volatile Optional<Failure> poolFailure = Optional.empty();

  private Engine(
      EngineOptions options,
      Threads threads,
      PoolFolder folder,
      WorkerHost host,
      Consumer<EndStep> beforeEndStep)
      throws EncodingException {
    this.beforeEndStep = beforeEndStep;
    this.atEnd = options.atEnd();
    SchedulerOptions scheduling = options.scheduling();
    this.scheduler = new Scheduler(scheduling);
    this.loop = new EventLoop(scheduler, this::carryOut, this::poll, this::broken);
    this.log = new PoolLog(PoolLog.providedLogger(), this::snapshot, options.name());
    this.services =
        new WorkerServices(
            options.workers(),
            scheduling.shutdownGraceNanos(),
            this::report,
            log,
            threads,
            host,
            folder,
            options.observer());
    this.endings = new Endings(services.callbacks());
    this.submitJobs =
        new SubmitJobs(services.functions(), this::openSubmitJob, options.submitLimit());
    this.submitLimit = options.submitLimit();
    this.workforce = new WorkerProcesses(services);
    this.shared = new SharedStates(loop, workforce, services);
    loop.alsoWakes(shared);
    services.takesSharedRequests(shared);
    this.announcer =
        new ListenerNotifier(options.listeners(), services.callbacks(), log, this::snapshotNow);
    this.commands =
        new CommandRunner(
            jobs, workforce, announcer, new WholePool(), scheduling.workers(), services.observer());
  }

  /** Handles the commands about the pool as a whole. */
  private final class WholePool implements CommandRunner.Pool {
    @Override
    public void fail(Failure.NoWorkers failure) {
      failPool(failure);
    }

    @Override
    public void allWait() {
      shared.warnAllWait();
    }

    @Override
    public void terminate() {
      terminateNow();
    }
  }

  /** What becomes of hosts. */
  private final class Hosts implements HostEvents {
    @Override
    public void placesChanged(int places, int launchesAtOnce) {
      loop.post(new Event.PlacesChanged(places, launchesAtOnce));
    }

    @Override
    public void hasRoomFor(int workers) {
      resize(workers);
    }

    @Override
    public void givenUp(HostsReport report) {
      loop.post(new Event.PlacesGivenUp(report));
    }

    @Override
    public void draining(List<WorkerKey> workers) {
      loop.post(new Event.HostDraining(workers));
    }

    @Override
    public void joined(String host) {
      loop.execute(() -> announcer.hostJoined(host));
    }

    @Override
    public void lost(String host, String why) {
      services.callbacks().execute(() -> log.hostLost(host, why));
      loop.execute(() -> announcer.hostLost(host, why));
    }
  }

  /**
   * Starts an engine and its workers; does not wait for them. Inside a worker they start with the
   * first job: a pool in a static field is created again in each worker, mostly without being used.
   *
   * @throws EncodingException if the initializer cannot travel
   */
  public static Engine start(EngineOptions options) throws EncodingException {
    return start(options, Launcher.ofThisSystem());
  }

  public static Engine start(EngineOptions options, Launcher launcher) throws EncodingException {
    return start(options, LocalHost.opener(options.workers().launch(), launcher));
  }

  /** Starts an engine whose workers run elsewhere. */
  public static Engine start(EngineOptions options, WorkerHost.Opener host)
      throws EncodingException {
    return start(options, host, NOTHING);
  }

  /** Starts an engine at whose end something happens before each step, if it breaks. */
  static Engine start(
      EngineOptions options, WorkerHost.Opener opener, Consumer<EndStep> beforeEndStep)
      throws EncodingException {
    Threads threads = Threads.ofThisJvm();
    PoolFolder folder = new PoolFolder();
    WorkerHost host = opener.on(folder, threads);
    Engine engine;
    boolean isMade = false;
    try {
      if (NestingDepth.ofThisProcess() == 0) {
        // Before all that follows, whose classes are loaded while the process starts.
        host.launchEarly(WorkerKey.first(), WorkerServices.heapWatch(options.observer()));
      }
      engine = new Engine(options, threads, folder, host, beforeEndStep);
      isMade = true;
    } finally {
      if (!isMade) {
        host.close();
        folder.delete();
      }
    }
    engine.services.open(engine.new Hosts());
    engine.loop.start();
    if (engine.services.observer().isPresent()) {
      engine.tell(engine.services.observer().get());
    }
    if (!engine.isNested) {
      engine.openOnce();
    }
    return engine;
  }

  /** An observer may call user code, such as a registry of meters. */
  private void tell(WorkerObserver observer) {
    boolean told = false;
    try {
      observer.opened(new Observed());
      told = true;
    } finally {
      if (!told) {
        shutdownNow();
      }
    }
  }

  /**
   * Starts applying a function to the items of a source.
   *
   * @return where to take the results
   * @throws EncodingException if the function cannot travel
   * @throws RejectedExecutionException after the shutdown
   */
  public ResultQueue map(MapRequest spec) throws EncodingException {
    checkNesting(spec.function());
    FunctionDefinition function = services.functions().define(spec.function(), spec.kind());
    long id = jobIds.incrementAndGet();
    SourceJob job =
        new SourceJob(
            id,
            function,
            services.functions().newItemEncoder(),
            loop::post,
            spec.delivery(),
            spec.retryRule(),
            spec.name(),
            new Waits(),
            unsentFailures);
    if (services.observer().isPresent()) {
      WorkerObserver observer = services.observer().get();
      job.tellsOfUnsent((index, why) -> observer.notSent(id, index, why));
    }
    open(job, new Event.JobOpened(id, spec.scheduling()));
    Thread feeder =
        new Thread(null, new Feeder(spec.source(), job), "procession-feeder", FEEDER_STACK_BYTES);
    feeder.setDaemon(true);
    feeder.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    job.fedBy(feeder);
    try {
      feeder.start();
    } catch (OutOfMemoryError e) {
      // No thread is available; a job without a feeder would never end.
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
   * @param options how it is carried out
   * @throws EncodingException if the task cannot travel
   * @throws RejectedExecutionException after the shutdown
   */
  public SubmittedTask submit(Object task, SubmissionOwner owner, SubmitOptions options)
      throws EncodingException {
    checkNesting(task);
    return submitJobs.submit(task, owner, options);
  }

  private void checkNesting(Object task) {
    if (isNested) {
      StaticInitializers.check(task);
    }
  }

  /**
   * Encodes a value for all workers, which ask for it when a task needs it.
   *
   * @return its number
   * @throws EncodingException if it cannot travel
   * @throws RejectedExecutionException after the shutdown
   */
  public long broadcast(Object value) throws EncodingException {
    checkTakesWork();
    ToWorker.Broadcast added =
        services.broadcasts().add(value, services.functions().loaders().of(value));
    services.host().share(added.value().array());
    return added.broadcastId();
  }

  /**
   * For what is only of use to further tasks.
   *
   * @throws RejectedExecutionException after the shutdown
   */
  public void checkTakesWork() {
    if (isShutdown()) {
      throw SubmitJobs.rejected();
    }
  }

  /** Releases a broadcast value, here and in all workers. */
  public void closeBroadcast(long id) {
    Optional<ToWorker.Broadcast> closed = services.broadcasts().close(id);
    if (closed.isPresent()) {
      services.host().unshare(closed.get().value().array());
      loop.execute(() -> workforce.closeBroadcast(id));
    }
  }

  /** Closes the objects of one number in all workers, after what they run. */
  public void closeObject(long id) {
    loop.execute(() -> workforce.closeObject(id));
  }

  /**
   * Makes a shared object.
   *
   * @param name its name, for people; empty for a number
   * @return the handle, of the type that belongs to the kind
   * @throws IllegalStateException if the pool has been shut down, or has too many objects
   */
  public Object share(SharedReference.Kind kind, String name, SharedSpec spec) {
    if (isShutdown()) {
      throw new IllegalStateException(
          "The pool has been shut down, so it cannot create shared" + " objects");
    }
    return shared.make(kind, name, spec);
  }

  /** Has another number of workers; those that are too many finish what they have begun. */
  public void resize(int workers) {
    submitLimit.ifPresent(limit -> limit.resize(workers));
    loop.execute(
        () -> {
          commands.resize(workers);
          loop.handleNow(new Event.PoolResized(workers));
        });
  }

  /** Orderly shutdown: rejects new work; accepted work is finished, then the workers exit. */
  public void shutdown() {
    synchronized (jobs) {
      if (shutdown) {
        return;
      }
      shutdown = true;
    }
    submitLimit.ifPresent(SubmitLimit::close);
    // Jobs may be missing from the map of submit jobs, but not from this one, which they entered
    // before
    // was set.
    jobs.values().forEach(Job::poolShutdown);
    loop.post(new Event.ShutdownRequested());
  }

  /**
   * Immediate shutdown: cancels unfinished work and kills the workers.
   *
   * @return the submitted tasks that this ends
   */
  public UnstartedTasks shutdownNow() {
    shutdown();
    CompletableFuture<UnstartedTasks> answer = new CompletableFuture<>();
    if (!loop.execute(() -> beginToEnd(answer))) {
      answer.complete(new UnstartedTasks(List.of()));
    }
    return answer.join();
  }

  /** Guards against a race with tasks on their way to the scheduler, which are handled first. */
  private void beginToEnd(CompletableFuture<UnstartedTasks> answer) {
    jobs.values().forEach(Job::holdBack);
    if (!loop.execute(() -> endAll(answer))) {
      answer.complete(new UnstartedTasks(List.of()));
    }
  }

  private void endAll(CompletableFuture<UnstartedTasks> answer) {
    UnstartedTasks tasks = new UnstartedTasks(workforce.sent());
    commands.collectEnded(tasks);
    try {
      for (Job job : jobs.values()) {
        tasks.addOpen(job.openTasks());
        job.poolEnded(new Failure.Cancelled());
      }
      loop.handleNow(new Event.ShutdownNowRequested());
    } finally {
      commands.collectEnded(null);
      answer.complete(tasks);
    }
  }

  public boolean isShutdown() {
    synchronized (jobs) {
      return shutdown;
    }
  }

  public boolean isTerminated() {
    return terminated.getCount() == 0 && endings.haveArrived();
  }

  /**
   * Waits until all processes have exited and all futures are completed; returns whether that is
   * so. Does not wait for dependents of the futures.
   */
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long nanos = Math.max(0, unit.toNanos(timeout));
    long deadlineNanos = System.nanoTime() + nanos;
    return terminated.await(nanos, TimeUnit.NANOSECONDS) && endings.await(deadlineNanos);
  }

  /** Whether this JVM is exiting; then no thread may wait for tasks, which may take any time. */
  public boolean isJvmExiting() {
    return services.folder().isExiting();
  }

  /** The failure after which no work can be done; empty as long as workers can be started. */
  public Optional<Failure> poolFailure() {
    return poolFailure;
  }

  /** A snapshot of the pool. */
  public EngineSnapshot snapshot() {
    CompletableFuture<EngineSnapshot> answer = new CompletableFuture<>();
    if (!loop.execute(() -> answer.complete(snapshotNow()))) {
      return snapshotNow();
    }
    return answer.join();
  }

  /** The hosts other than this machine that workers run on; from any thread. */
  public List<HostFigures> hosts() {
    return services.host().hosts();
  }

  /** The information available to observers. */
  private final class Observed implements ObservedPool {
    @Override
    public EngineSnapshot snapshot() {
      return Engine.this.snapshot();
    }

    @Override
    public List<JobFigures> jobs() {
      CompletableFuture<List<JobFigures>> answer = new CompletableFuture<>();
      if (!loop.execute(() -> answer.complete(figures()))) {
        return List.of();
      }
      return answer.join();
    }

    private List<JobFigures> figures() {
      List<JobFigures> figures = new ArrayList<>();
      for (JobSnapshot known : scheduler.jobs()) {
        Job job = jobs.get(known.id());
        figures.add(new JobFigures(known, job == null ? Optional.empty() : job.windowFigures()));
      }
      return figures;
    }

    @Override
    public Map<WorkerKey, ProcessFigures> processes() {
      return workforce.figures();
    }

    @Override
    public List<Setting> settings() {
      return services.settings();
    }

    @Override
    public Optional<Long> maxWorkerBytes() {
      return services.maxWorkerBytes();
    }

    @Override
    public boolean signal(WorkerKey worker, Signal signal) {
      return workforce.signal(worker, signal);
    }

    @Override
    public void callback(Runnable action) {
      callbacks().execute(action);
    }
  }

  /** On the loop thread, or after its end. */
  private EngineSnapshot snapshotNow() {
    return new EngineSnapshot(
        scheduler.snapshot(),
        jobs.values().stream().mapToLong(Job::openTaskCount).sum(),
        workforce.pids(),
        workforce.hosts(),
        shared.waits(),
        commands.failedAnswers(),
        unsentFailures.sum(),
        services.bytesSent().sum(),
        services.bytesReceived().sum(),
        hosts());
  }

  /** The log for events that have no caller. */
  public PoolLog log() {
    return log;
  }

  /** Threads for user code. */
  public CallbackThreads callbacks() {
    return services.callbacks();
  }

  /**
   * Runs {@code action} on a callback thread as soon as all results can be taken without waiting,
   * or one has failed. No thread waits for that, and this JVM does not exit before.
   *
   * @param action throws nothing
   * @param hasArrived whether the action has had its effect on a future
   */
  public void whenReady(ResultQueue results, Runnable action, BooleanSupplier hasArrived) {
    keepAlive.begin();
    Runnable toTheEnd =
        () -> {
          try {
            action.run();
          } finally {
            keepAlive.end();
          }
        };
    results.whenReady(() -> endings.execute(toTheEnd, hasArrived, error -> {}));
  }

  private SubmitJob openSubmitJob(NumberedLoader classes, SubmitOptions options) {
    long id = jobIds.incrementAndGet();
    SubmitJob job =
        new SubmitJob(
            id,
            services.functions().defineCall(classes.notHeld()),
            options.retryRule(),
            loop,
            workforce::hasBegun,
            endings,
            keepAlive,
            unsentFailures,
            new Waits());
    open(job, new Event.JobOpened(id, options.scheduling()));
    return job;
  }

  private void openOnce() {
    if (opened.compareAndSet(false, true)) {
      loop.post(new Event.PoolOpened());
    }
  }

  private void open(Job job, Event.JobOpened opened) {
    synchronized (jobs) {
      if (shutdown) {
        throw SubmitJobs.rejected();
      }
      openOnce();
      jobs.put(job.id(), job);
      loop.post(opened);
    }
    // Guards against a race with the failure of the pool, which notifies only the jobs that it
    // sees.
    poolFailure.ifPresent(job::poolEnded);
  }

  /** Handles the reports of processes. */
  void report(Event event) {
    try {
      pass(event);
    } catch (Error e) {
      // The process would be missing for ever.
      loop.fail(e);
    }
  }

  private void pass(Event event) {
    if (event instanceof Event.WorkerExited exited) {
      loop.execute(() -> exited(exited));
    } else if (event instanceof Event.WorkerReady ready) {
      loop.execute(
          () -> {
            shared.ready(ready.worker());
            loop.handleNow(ready);
            announcer.ready(ready.worker());
          });
    } else if (event instanceof Event.WorkerAnswered answered && shared.isUsed()) {
      loop.executeAndHandle(
          () -> {
            shared.answered(answered);
            loop.handleNow(answered);
          });
    } else if (event instanceof Event.WorkerAnswered) {
      loop.postAndHandle(event);
    } else {
      loop.post(event);
    }
  }

  /** The exit is the last report of a process, so the process is removed. */
  private void exited(Event.WorkerExited exited) {
    announcer.exited(
        exited,
        () -> {
          shared.gone(exited.worker());
          workforce.dropLeftRunning(exited.worker(), loop::handleNow);
          // Removed first, since handling the exit may end the pool, whose figures then contain no
          // process.
          workforce.remove(exited.worker());
          loop.handleNow(exited);
        });
  }

  private void poll() {
    workforce.reportRunning(loop::handleNow);
  }

  /** Not a method of {@link #commands}, which do not exist yet when the loop is made. */
  private void carryOut(Command command) {
    commands.carryOut(command);
    if (command instanceof Command.CancelItem cancel) {
      // Not before: the worker is to know why its wait has ended.
      shared.cancelled(cancel);
    }
  }

  /** No job can run any more: notifies all jobs, then the listeners. */
  private void failPool(Failure.NoWorkers failure) {
    poolFailure = Optional.of(failure);
    jobs.values().forEach(job -> job.poolEnded(failure));
    announcer.failed(failure);
  }

  private void terminateNow() {
    loop.end();
    List.copyOf(jobs.values()).forEach(job -> job.poolEnded(new Failure.Cancelled()));
    shared.end();
    endings.takeOver();
    beginLast();
    services.close();
    try {
      tellObserver();
    } finally {
      terminated.countDown();
      announcer.terminated();
    }
  }

  /** Like an ending that somebody awaits: not on this thread, since it may run users' code. */
  private void beginLast() {
    if (atEnd.isPresent()) {
      endings.execute(atEnd.get(), () -> false, log::endFailed);
    }
  }

  /** Before anybody who waits for the end goes on, since that may end the program. */
  private void tellObserver() {
    if (services.observer().isPresent()) {
      services.observer().get().terminated();
    }
  }

  /** Tells why callers wait, and ends a wait for what waits for the caller. */
  private final class Waits implements WaitLog {
    @Override
    public void inputWaitsForLock(String waitingAt) {
      log.inputWaitsForLock(waitingAt);
    }

    @Override
    public void initializerWaits(String className) {
      if (toldOfInitializer.compareAndSet(false, true)) {
        log.initializerWaits(className);
      }
      if (workforce.isReadingStuck()) {
        throw new IllegalStateException(
            "The static initializer of "
                + className
                + " waits for results, and they wait for it to end, because they need the class:"
                + " call the pool from main, or from a method that runs later");
      }
    }
  }

  /** The steps of the end of a broken pool. */
  enum EndStep {
    FAILURE,
    JOB,
    SUBMIT_LIMIT,
    WORKERS,
    LISTENERS,
    SHARED_OBJECTS,
    ENDINGS,
    FILES,
    OBSERVER,
    ANNOUNCEMENT
  }

  /**
   * An internal error: notifies all callers and leaves nothing running. Each step separately, by
   * itself: a class or memory that one step lacks may not be needed by the others.
   */
  private void broken(Throwable error) {
    loop.end();
    synchronized (jobs) {
      shutdown = true;
    }
    Failure.NoWorkers failure = brokenPool;
    try {
      beforeEndStep.accept(EndStep.FAILURE);
      failure = new Failure.NoWorkers(0, error);
      poolFailure = Optional.of(failure);
    } catch (Throwable e) {
      // The failure that was created in advance says less, but is available.
      poolFailure = brokenPoolFailure;
    }
    for (Job job : jobs.values()) {
      end(job, failure);
    }
    try {
      beforeEndStep.accept(EndStep.SUBMIT_LIMIT);
      submitLimit.ifPresent(SubmitLimit::close);
    } catch (Throwable e) {
      // Who waits for room waits on; nothing else does.
    }
    try {
      beforeEndStep.accept(EndStep.WORKERS);
      workforce.killAll("the pool is broken");
    } catch (Throwable e) {
      // Those that are left notice when this JVM is gone.
    }
    try {
      beforeEndStep.accept(EndStep.LISTENERS);
      announcer.failed(failure);
    } catch (Throwable e) {
      // Listeners miss it; waiting threads do not.
    }
    try {
      beforeEndStep.accept(EndStep.SHARED_OBJECTS);
      shared.end();
    } catch (Throwable e) {
      // Its callers are tasks, whose workers have been killed.
    }
    try {
      beforeEndStep.accept(EndStep.ENDINGS);
      endings.takeOver();
      beginLast();
    } catch (Throwable e) {
      // Those who wait for an ending take it themselves.
    }
    try {
      beforeEndStep.accept(EndStep.FILES);
      services.close();
    } catch (Throwable e) {
      // Files are left in the temp folder.
    }
    try {
      beforeEndStep.accept(EndStep.OBSERVER);
      tellObserver();
    } catch (Throwable e) {
      // What observes may be the reason that the pool is broken.
    }
    terminated.countDown();
    try {
      beforeEndStep.accept(EndStep.ANNOUNCEMENT);
      announcer.terminated();
    } catch (Throwable e) {
      // As above.
    }
  }

  /** Twice if need be: the failure that was created in advance needs less. */
  private void end(Job job, Failure failure) {
    try {
      beforeEndStep.accept(EndStep.JOB);
      job.poolBroken(failure);
    } catch (Throwable e) {
      try {
        job.poolBroken(brokenPool);
      } catch (Throwable again) {
        // Continues with the next one.
      }
    }
  }
}
