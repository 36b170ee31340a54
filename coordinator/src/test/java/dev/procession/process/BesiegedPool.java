package dev.procession.process;

import dev.procession.process.ScriptedWorker.Script;
import dev.procession.process.job.EndedItems;
import dev.procession.process.job.MapRequest;
import dev.procession.process.job.ResultQueue;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.observe.ObserverScope;
import dev.procession.process.observe.PoolEvent;
import dev.procession.process.worker.PrintedLine;
import dev.procession.process.worker.WorkerOptions;
import dev.procession.protocol.FunctionKind;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.scheduler.Failure;
import dev.procession.scheduler.JobOptions;
import dev.procession.scheduler.SchedulerOptions;
import dev.procession.scheduler.WorkerKey;
import dev.procession.task.SerializableFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A pool of two workers whose first process is hostile; the second worker is honest, and so are all
 * that come later. The honest ones answer nothing before the attack has begun, so that it happens
 * while there is work.
 */
public final class BesiegedPool implements AutoCloseable {
  public static final int ITEMS = 40;
  public static final int CHUNK = 4;
  public static final WorkerKey HOSTILE = new WorkerKey(0, 1);
  static final WorkerKey NEIGHBOUR = new WorkerKey(1, 1);

  /** The longest item. */
  static final int MAX_ITEM_BYTES = ScriptedWorkers.MAX_ITEM_BYTES;

  private static final long PATIENCE_SECONDS = 20;

  private final CountDownLatch attackBegun = new CountDownLatch(1);
  private final CompletableFuture<Long> neighboursChunk = new CompletableFuture<>();
  private final BlockingQueue<PoolEvent.Exited> exits = new LinkedBlockingQueue<>();
  private final Queue<PrintedLine> printed = new ConcurrentLinkedQueue<>();
  private final ScriptedWorkers workers;
  private final Engine engine;

  /** How an item ended: with a value, or why without. */
  record End(long index, Optional<Object> element, Optional<Failure> failure) {}

  public BesiegedPool(Attack.AttackScript hostile) throws EncodingException {
    this(hostile, Optional.empty());
  }

  /**
   * A pool under attack.
   *
   * @param allowedResults which classes results may have; empty for all
   */
  BesiegedPool(Attack.AttackScript hostile, Optional<? extends Predicate<String>> allowedResults)
      throws EncodingException {
    Script attack = self -> hostile.play(self, this);
    this.workers = new ScriptedWorkers(key -> key.equals(HOSTILE) ? attack : this::liveHonestly);
    this.engine = Engine.start(options(allowedResults), workers);
  }

  private EngineOptions options(Optional<? extends Predicate<String>> allowedResults) {
    return new EngineOptions(
        new SchedulerOptions(
            2,
            TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS),
            TimeUnit.SECONDS.toNanos(1),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalInt.empty()),
        Optional.empty(),
        new WorkerOptions(
            LaunchOptions.defaults(2),
            MAX_ITEM_BYTES,
            OptionalLong.empty(),
            Optional.empty(),
            allowedResults,
            printed::add),
        List.of(
            event -> {
              if (event instanceof PoolEvent.Exited exited) {
                exits.add(exited);
              }
            }),
        ObserverScope.newPool(),
        Optional.empty());
  }

  private static JobOptions jobOptions() {
    // With a limit, so that pages are looked at.
    OptionalLong timeout = OptionalLong.of(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
    return new JobOptions(OptionalInt.of(CHUNK), OptionalLong.empty(), timeout, 0);
  }

  private void liveHonestly(ScriptedWorker self) throws Exception {
    self.getReady();
    ToWorker.Run first = self.await(ToWorker.Run.class);
    neighboursChunk.complete(first.chunkId());
    attackBegun.await();
    self.echo(first);
    self.answerAll();
  }

  /** A chunk that the neighbour has been given and has not answered. */
  long neighboursChunk() {
    return neighboursChunk.join();
  }

  Engine engine() {
    return engine;
  }

  /** Lets the others work; for the hostile worker. */
  public void attackBegins() {
    attackBegun.countDown();
  }

  /** Lines that workers have printed. */
  Queue<PrintedLine> printed() {
    return printed;
  }

  public ScriptedProcess hostile() {
    return Objects.requireNonNull(workers.launched().get(HOSTILE));
  }

  ScriptedProcess neighbour() {
    return Objects.requireNonNull(workers.launched().get(NEIGHBOUR));
  }

  /** Begins to have every number from 0 mapped to itself. */
  public ResultQueue beginToMap() throws EncodingException {
    return engine.map(
        new MapRequest(
            (SerializableFunction<Integer, Integer>) x -> x,
            FunctionKind.FUNCTION,
            MapRequest.Source.of(IntStream.range(0, ITEMS).boxed().toList()),
            jobOptions(),
            new MapRequest.Delivery(
                ResultQueue.Order.INPUT,
                ResultQueue.Taking.TOGETHER,
                OptionalInt.empty(),
                Optional.empty())));
  }

  /** Has every number from 0 mapped to itself. */
  public List<End> map() throws Exception {
    ResultQueue results = beginToMap();
    List<End> ends = new ArrayList<>();
    for (Optional<EndedItems> next = results.take(); next.isPresent(); next = results.take()) {
      EndedItems ended = next.get();
      for (int i = 0; i < ended.count(); i++) {
        Optional<Object> element =
            ended instanceof EndedItems.Answered answered
                ? Optional.ofNullable(answered.element(i))
                : Optional.empty();
        Optional<Failure> failure =
            ended instanceof EndedItems.Failed failed
                ? Optional.of(failed.failure())
                : Optional.empty();
        ends.add(new End(ended.firstIndex() + i, element, failure));
      }
    }
    return ends;
  }

  /** Waits for the end of the hostile process. */
  public PoolEvent.Exited hostileExit() throws InterruptedException {
    while (true) {
      PoolEvent.Exited exited = exits.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (exited == null) {
        throw new AssertionError("the hostile worker still lives");
      }
      if (exited.worker().equals(HOSTILE)) {
        return exited;
      }
    }
  }

  @Override
  public void close() {
    attackBegins();
    engine.shutdown();
    try {
      if (!engine.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the pool does not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      engine.shutdownNow();
    }
  }
}
