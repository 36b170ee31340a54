package dev.procession;

import dev.procession.process.Engine;
import dev.procession.process.EngineOptions;
import dev.procession.process.PrintedLine;
import dev.procession.process.TaskOwner;
import dev.procession.process.Unstarted;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.StaysInProcess;
import dev.procession.scheduler.JobOptions;
import dev.procession.scheduler.SchedulerOptions;
import dev.procession.task.Broadcast;
import dev.procession.task.SerializableBiFunction;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SerializableFunction;
import dev.procession.task.SerializableRunnable;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pool on this machine: what the public interface promises, said to the {@link Engine}. */
@StaysInProcess(
    knownAs = ProcessPool.class,
    why =
        "it is the pool, which belongs to this process; if it is only captured with an object of"
            + " which a field is used, copy that field to a local variable; what tasks find to do, they"
            + " return, and this process submits it")
final class LocalProcessPool implements ProcessPool {
  private final Engine engine;
  private final Mapping mapping;
  private final Submissions submissions;
  private final Cleaner.Cleanable forgotten;

  private LocalProcessPool(PoolOptions options, Engine engine) {
    this.engine = engine;
    this.mapping = new Mapping(options, engine);
    this.submissions = new Submissions(engine, options.crashRetries());
    this.forgotten = ForgottenPool.watch(this, engine);
  }

  static LocalProcessPool open(PoolOptions options) {
    Consumer<PrintedLine> printed = new OutputLines(options.onOutput());
    JobOptions submits =
        new JobOptions(
            OptionalInt.empty(),
            OptionalLong.empty(),
            Mapping.nanos(options.taskTimeout()),
            options.crashRetries(),
            JobOptions.Waiting.FOR_EACH);
    try {
      Engine engine =
          Engine.start(
              new EngineOptions(
                  new SchedulerOptions(
                      options.workers(),
                      options.startTimeout().toNanos(),
                      options.shutdownGrace().toNanos(),
                      options.maxTasksPerWorker(),
                      Mapping.nanos(options.idleTimeout()),
                      OptionalInt.of(PoolOptions.launchesAtOnce())),
                  submits,
                  options.launch(),
                  options.maxMessageBytes(),
                  options.maxWorkerMemoryBytes(),
                  options.initializer(),
                  options.allowedResults(),
                  printed,
                  options.listeners().stream().map(ListenerCalls::to).toList()));
      return new LocalProcessPool(options, engine);
    } catch (EncodingException e) {
      throw Failures.notEncoded(e, TaskRef.initializer());
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
  public <R> CompletableFuture<R> submit(SerializableCallable<R> task) {
    return whileReachable(() -> submissions.submit(task));
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
  public List<WorkerInfo> workers() {
    return Figures.workers(engine.snapshot());
  }

  @Override
  public PoolStats stats() {
    return Figures.stats(engine.snapshot());
  }

  @Override
  public void shutdown() {
    whileReachable(engine::shutdown);
    forgotten.clean();
  }

  @Override
  public List<Runnable> shutdownNow() {
    Unstarted ended = whileReachable(engine::shutdownNow);
    forgotten.clean();
    return ended.owners().stream()
        .map(TaskOwner::handedBack)
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
    shutdown();
    boolean interrupted = false;
    boolean terminated = false;
    while (!terminated) {
      try {
        terminated = engine.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
        engine.shutdownNow();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static OptionalLong limit(long timeout, TimeUnit unit) {
    return OptionalLong.of(Objects.requireNonNull(unit, "unit").toNanos(timeout));
  }

  /**
   * Guards against a race with the garbage collector: a pool that is just being used has not been
   * dropped, even if the reference to it was the last one.
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
