package dev.procession;

import dev.procession.cluster.Cluster;
import dev.procession.process.Engine;
import dev.procession.process.EngineOptions;
import dev.procession.process.UnstartedTasks;
import dev.procession.process.host.NoHostsException;
import dev.procession.process.job.SubmissionOwner;
import dev.procession.process.launch.NestingDepth;
import dev.procession.process.observe.ObserverScope;
import dev.procession.process.observe.ObserverSource;
import dev.procession.process.observe.PoolEvent;
import dev.procession.process.remote.HostSettings;
import dev.procession.process.remote.RemoteHosts;
import dev.procession.process.worker.ForwardedLogs;
import dev.procession.process.worker.PrintedLine;
import dev.procession.process.worker.WorkerOptions;
import dev.procession.protocol.StaysInProcess;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.shared.PerWorkerReference;
import dev.procession.scheduler.SchedulerOptions;
import dev.procession.task.Broadcast;
import dev.procession.task.PerWorker;
import dev.procession.task.SerializableBiFunction;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SerializableConsumer;
import dev.procession.task.SerializableFunction;
import dev.procession.task.SerializableRunnable;
import dev.procession.task.SharedObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Implements the public interface with an {@link Engine} on this machine. */
@StaysInProcess(
    knownAs = ProcessPool.class,
    why =
        "it is the pool itself, which belongs to this process; if the task captures it only"
            + " through an enclosing object, copy the fields that it needs to local"
            + " variables; if the task creates more work, return that and submit it in this"
            + " process")
final class LocalProcessPool implements ProcessPool {
  /**
   * How often a thread that closes the pool checks the time limit and whether the JVM is exiting.
   */
  private static final long CLOSE_LOOK_MILLIS = 50;

  private static final AtomicLong LAST_NUMBER = new AtomicLong();

  private final String name;
  private final Engine engine;
  private final Mapping mapping;
  private final Submissions submissions;
  private final Cleaner.Cleanable forgotten;
  private final Optional<Duration> closeTimeout;
  private final Optional<URI> liveAddress;

  private LocalProcessPool(
      String name, PoolOptions options, Engine engine, Optional<URI> liveAddress) {
    this.name = name;
    this.engine = engine;
    this.liveAddress = liveAddress;
    this.closeTimeout = options.closeTimeout();
    this.mapping = new Mapping(options, engine);
    this.submissions = new Submissions(engine, options);
    this.forgotten = AbandonedPool.watch(this, engine);
  }

  static LocalProcessPool open(PoolOptions options) {
    NestingDepth.check(NestingDepth.ofThisProcess());
    Optional<RemoteHosts> hosts =
        options.cluster().isPresent()
            ? Optional.of(connect(options.cluster().get(), options))
            : Optional.empty();
    String name =
        options.name().isPresent() ? options.name().get() : "pool-" + LAST_NUMBER.incrementAndGet();
    Optional<PoolMBean> bean =
        options.registersMBeans() ? Optional.of(new PoolMBean(name)) : Optional.empty();
    try {
      EngineOptions settings = observed(settings(options, bean, hosts), options, name);
      if (options.livePort().isPresent()) {
        OnLivePage shown =
            OnLivePage.start(
                options.livePort().getAsInt(), settings, observed -> start(observed, hosts));
        register(bean, shown.engine());
        return new LocalProcessPool(name, options, shown.engine(), shown.address());
      }
      Engine engine = start(settings, hosts);
      register(bean, engine);
      return new LocalProcessPool(name, options, engine, Optional.empty());
    } catch (EncodingException e) {
      hosts.ifPresent(RemoteHosts::close);
      throw Failures.notEncoded(e, TaskRef.initializer());
    }
  }

  private static void register(Optional<PoolMBean> bean, Engine engine) {
    try {
      bean.ifPresent(made -> made.register(engine));
    } catch (RuntimeException e) {
      // Nobody gets the pool, so nobody could close it.
      engine.shutdownNow();
      throw e;
    }
  }

  private static EngineOptions settings(
      PoolOptions options, Optional<PoolMBean> bean, Optional<RemoteHosts> hosts) {
    Consumer<PrintedLine> lines = new LineRelay(options.onOutput());
    Consumer<PrintedLine> printed = options.forwardsLogs() ? ForwardedLogs.before(lines) : lines;
    List<Consumer<PoolEvent>> listeners = new ArrayList<>();
    for (PoolListener listener : options.listeners()) {
      if (!(listener instanceof ObserverSource)) {
        listeners.add(ListenerCalls.to(listener));
      }
    }
    int workers =
        hosts.isEmpty() || options.isWorkersAsked() ? options.workers() : hosts.get().workers();
    EngineOptions settings =
        new EngineOptions(
            new SchedulerOptions(
                workers,
                Arguments.nanos(options.startTimeout()),
                Arguments.nanos(options.shutdownGrace()),
                options.maxTasksPerWorker(),
                Mapping.nanos(options.idleTimeout()),
                OptionalInt.of(PoolOptions.launchesAtOnce()),
                options.hostRetries()),
            options.submitLimit(),
            new WorkerOptions(
                options.launch(),
                options.maxMessageBytes(),
                options.maxWorkerMemoryBytes(),
                options.initializer(),
                options.allowedResults(),
                printed),
            listeners,
            ObserverScope.newPool(),
            options.name());
    return bean.isPresent() ? settings.endingWith(bean.get()::unregister) : settings;
  }

  private static EngineOptions observed(
      EngineOptions settings, PoolOptions options, String poolName) {
    EngineOptions observed = settings;
    for (PoolListener listener : options.listeners()) {
      if (listener instanceof ObserverSource source) {
        observed = observed.observedBy(source.observer(poolName));
      }
    }
    return observed;
  }

  private static Engine start(EngineOptions settings, Optional<RemoteHosts> hosts)
      throws EncodingException {
    return hosts.isEmpty()
        ? Engine.start(settings)
        : Engine.start(
            settings,
            (folder, threads) -> {
              folder.watchForExit();
              return hosts.get();
            });
  }

  /** Connects to the hosts of a cluster. */
  private static RemoteHosts connect(Cluster cluster, PoolOptions options) {
    try {
      HostSettings settings =
          new HostSettings(
              cluster.hostTimeout().toNanos(),
              cluster.waitForHosts().toNanos(),
              options.isWorkersAsked() ? OptionalInt.of(options.workers()) : OptionalInt.empty(),
              options.launch());
      RemoteHosts hosts =
          cluster.command().isEmpty()
              ? RemoteHosts.byEngine(cluster.hosts(), cluster.certificates(), settings)
              : RemoteHosts.byCommand(
                  cluster.hosts(), cluster.command(), cluster.slots(), settings);
      connect(hosts);
      return hosts;
    } catch (NoHostsException e) {
      throw Failures.noHosts(e.report());
    } catch (IOException e) {
      throw new UncheckedIOException("The class path cannot be sent: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while the hosts were being connected");
    }
  }

  private static void connect(RemoteHosts hosts) throws NoHostsException, InterruptedException {
    try {
      hosts.connect();
    } catch (InterruptedException e) {
      hosts.close();
      throw e;
    }
  }

  @Override
  public <T, R> List<R> map(
      SerializableFunction<? super T, ? extends R> f,
      Iterable<? extends T> items,
      MapOptions mapOptions) {
    return whileReachable(() -> mapping.map(f, items, mapOptions));
  }

  @Override
  public <A, B, R> List<R> map(
      SerializableBiFunction<? super A, ? super B, ? extends R> f,
      Iterable<? extends A> as,
      Iterable<? extends B> bs,
      MapOptions mapOptions) {
    return whileReachable(() -> mapping.map(f, as, bs, mapOptions));
  }

  @Override
  public <T, R> CompletableFuture<List<R>> mapAsync(
      SerializableFunction<? super T, ? extends R> f,
      Iterable<? extends T> items,
      MapOptions mapOptions) {
    return whileReachable(() -> mapping.mapAsync(f, items, mapOptions));
  }

  @Override
  public <T, R> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> f,
      Iterable<? extends T> items,
      MapOptions mapOptions) {
    return whileReachable(() -> mapping.stream(f, items, mapOptions, this));
  }

  @Override
  public <T, R> Stream<R> stream(
      SerializableFunction<? super T, ? extends R> f,
      Stream<? extends T> items,
      MapOptions mapOptions) {
    return whileReachable(() -> mapping.stream(f, items, mapOptions, this));
  }

  @Override
  public <T, R> Stream<Outcome<R>> outcomes(
      SerializableFunction<? super T, ? extends R> f,
      Iterable<? extends T> items,
      MapOptions mapOptions) {
    return whileReachable(() -> mapping.outcomes(f, items, mapOptions, this));
  }

  @Override
  public <T> void forEach(
      SerializableConsumer<? super T> action, Iterable<? extends T> items, MapOptions mapOptions) {
    whileReachable(() -> mapping.forEach(action, items, mapOptions));
  }

  @Override
  public <R> CompletableFuture<R> submit(SerializableCallable<R> task) {
    return whileReachable(() -> submissions.submit(task));
  }

  @Override
  public <R> CompletableFuture<R> submit(SerializableCallable<R> task, TaskOptions taskOptions) {
    return whileReachable(() -> submissions.submitWith(task, taskOptions));
  }

  @Override
  public CompletableFuture<?> submit(SerializableRunnable task, @Nullable TaskOptions taskOptions) {
    // With a literal null, the compiler takes this method for ExecutorService's, whose null is the
    // result, as it is of a task without one.
    TaskOptions options = taskOptions == null ? TaskOptions.defaults() : taskOptions;
    return whileReachable(() -> submissions.submitWith(task, options));
  }

  @Override
  public CompletableFuture<?> submit(SerializableRunnable task) {
    return whileReachable(() -> submissions.submit(task));
  }

  @Override
  public <T> CompletableFuture<T> submit(Callable<T> task) {
    return whileReachable(() -> submissions.submit(task));
  }

  @Override
  public CompletableFuture<?> submit(Runnable task) {
    return whileReachable(() -> submissions.submit(task));
  }

  @Override
  public <T> CompletableFuture<T> submit(Runnable task, T result) {
    return whileReachable(() -> submissions.submit(task, result));
  }

  @Override
  public void execute(SerializableRunnable task) {
    whileReachable(() -> submissions.execute(task));
  }

  @Override
  public void execute(Runnable task) {
    whileReachable(() -> submissions.execute(task));
  }

  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
      throws InterruptedException {
    return new InvokeTogether<>(this, tasks).all(OptionalLong.empty());
  }

  @Override
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    return new InvokeTogether<>(this, tasks).all(limit(timeout, unit));
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return new InvokeTogether<>(this, tasks).any(OptionalLong.empty());
    } catch (TimeoutException e) {
      throw new AssertionError("timed out without a limit", e);
    }
  }

  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return new InvokeTogether<>(this, tasks).any(limit(timeout, unit));
  }

  @Override
  public <T> Broadcast<T> broadcast(T value) {
    Objects.requireNonNull(value, "value");
    try {
      return new PoolBroadcast<>(engine, engine.broadcast(value), value);
    } catch (EncodingException e) {
      throw Failures.notEncoded(e, TaskRef.broadcast());
    }
  }

  @Override
  public SharedObjects shared() {
    return new PoolSharedObjects(engine);
  }

  @Override
  public <T> PerWorker<T> perWorker(SerializableCallable<? extends T> factory) {
    Objects.requireNonNull(factory, "factory");
    engine.checkTakesWork();
    return new PerWorkerReference<>(ThreadLocalRandom.current().nextLong(), factory);
  }

  @Override
  public <T> T isolate(Class<T> type, SerializableCallable<? extends T> factory) {
    T isolated = Isolation.isolate(this, type, factory, engine::closeObject);
    engine.checkTakesWork();
    return isolated;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return "ProcessPool[" + name + "]";
  }

  @Override
  public List<WorkerInfo> workers() {
    return PoolFigures.workers(engine.snapshot());
  }

  @Override
  public List<HostInfo> hosts() {
    return PoolFigures.hosts(engine.hosts());
  }

  @Override
  public PoolStats stats() {
    return PoolFigures.stats(engine.snapshot());
  }

  @Override
  public Optional<URI> liveAddress() {
    return liveAddress;
  }

  @Override
  public void resize(int workers) {
    PoolOptions.checkWorkers(workers);
    if (isTerminated()) {
      throw new IllegalStateException("The pool has ended, so it cannot be resized");
    }
    engine.resize(workers);
  }

  @Override
  public void shutdown() {
    whileReachable(engine::shutdown);
    forgotten.clean();
  }

  @Override
  public List<Runnable> shutdownNow() {
    UnstartedTasks ended = whileReachable(engine::shutdownNow);
    forgotten.clean();
    return ended.owners().stream()
        .map(SubmissionOwner::handedBack)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  @Override
  public boolean isShutdown() {
    return engine.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return engine.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return engine.awaitTermination(timeout, Objects.requireNonNull(unit, "unit"));
  }

  @Override
  public void close() {
    close(closeTimeout);
  }

  @Override
  public void close(Duration atMost) {
    close(Optional.of(PoolOptions.checkClosingTime(atMost)));
  }

  private void close(Optional<Duration> atMost) {
    shutdown();
    boolean interrupted = false;
    boolean forced = false;
    long begunNanos = System.nanoTime();
    boolean terminated = false;
    while (!terminated) {
      try {
        terminated = engine.awaitTermination(CLOSE_LOOK_MILLIS, TimeUnit.MILLISECONDS);
        boolean isLate =
            atMost.isPresent() && System.nanoTime() - begunNanos >= Arguments.nanos(atMost.get());
        if (!terminated && !forced && (isLate || engine.isJvmExiting())) {
          forced = true;
          engine.shutdownNow();
        }
      } catch (InterruptedException e) {
        interrupted = true;
        engine.shutdownNow();
      } catch (RuntimeException | Error e) {
        if (StoppedThread.isStoppedBy(e)) {
          engine.shutdownNow();
        }
        throw e;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static OptionalLong limit(long timeout, TimeUnit unit) {
    // Far below zero, the time that is left could overflow.
    return OptionalLong.of(Math.max(0, Objects.requireNonNull(unit, "unit").toNanos(timeout)));
  }

  /**
   * Guards against a race with the garbage collector: a pool that is being used must not count as
   * unreachable, even if the last reference is gone.
   */
  private <T> T whileReachable(Supplier<T> work) {
    try {
      return work.get();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private void whileReachable(Runnable work) {
    try {
      work.run();
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
