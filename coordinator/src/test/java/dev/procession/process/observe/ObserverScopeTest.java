package dev.procession.process.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.BesiegedPool;
import dev.procession.process.ScriptedWorker;
import dev.procession.process.observe.WorkerObservation.ChunkAnswered;
import dev.procession.process.observe.WorkerObservation.ChunkOver;
import dev.procession.process.observe.WorkerObservation.ChunkSent;
import dev.procession.process.observe.WorkerObservation.Exited;
import dev.procession.process.observe.WorkerObservation.FrameReceived;
import dev.procession.process.observe.WorkerObservation.FrameSent;
import dev.procession.process.observe.WorkerObservation.ItemLost;
import dev.procession.process.observe.WorkerObservation.Launching;
import dev.procession.process.observe.WorkerObservation.Ready;
import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.scheduler.WorkerKey;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ObserverScopeTest {
  private static final int EXIT_CODE = 7;

  private final Map<WorkerKey, List<WorkerObservation>> seen = new ConcurrentHashMap<>();
  private final AtomicInteger pools = new AtomicInteger();

  private WorkerObserver observer() {
    pools.incrementAndGet();
    return (worker, what) ->
        seen.computeIfAbsent(worker, key -> new CopyOnWriteArrayList<>()).add(what);
  }

  /** Its first process leaves while it runs an item, with a chunk that waits behind that. */
  private static BesiegedPool poolThatLosesAWorker() throws Exception {
    return new BesiegedPool(
        (self, besieged) -> {
          self.beginWork();
          self.await(ToWorker.Run.class);
          besieged.attackBegins();
          self.process().exit(EXIT_CODE);
        });
  }

  private <T extends WorkerObservation> List<T> seen(WorkerKey worker, Class<T> kind) {
    return seen.getOrDefault(worker, List.of()).stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  private <T extends WorkerObservation> Stream<T> seen(Class<T> kind) {
    return seen.keySet().stream().flatMap(worker -> seen(worker, kind).stream());
  }

  @Test
  void lifeOfAProcessIsSeenFromItsLaunchToItsExit() throws Exception {
    long pid;
    try (BesiegedPool pool =
        ObserverScope.by(this::observer, ObserverScopeTest::poolThatLosesAWorker)) {
      pool.map();
      pid = pool.hostile().pid();
    }

    List<WorkerObservation> life =
        seen(BesiegedPool.HOSTILE, WorkerObservation.class).stream()
            .filter(what -> !(what instanceof FrameSent || what instanceof FrameReceived))
            .toList();
    assertEquals(List.of(new Launching(), new Ready(pid)), life.subList(0, 2));
    Exited last = assertInstanceOf(Exited.class, life.get(life.size() - 1));
    assertEquals(OptionalInt.of(EXIT_CODE), last.report().exitCode());
    assertEquals(1, seen(BesiegedPool.HOSTILE, Exited.class).size());
    assertTrue(seen.containsKey(new WorkerKey(0, 2)), seen::toString);
  }

  @Test
  void chunksOfALostProcessAreOverAndOneOfThemHasLostItsItem() throws Exception {
    try (BesiegedPool pool =
        ObserverScope.by(this::observer, ObserverScopeTest::poolThatLosesAWorker)) {
      pool.map();
    }

    List<ChunkSent> sent = seen(BesiegedPool.HOSTILE, ChunkSent.class);
    assertEquals(
        sent.subList(0, 2).stream().map(chunk -> new ChunkOver(chunk.chunkId())).toList(),
        seen(BesiegedPool.HOSTILE, ChunkOver.class).subList(0, 2));
    assertEquals(
        List.of(new ItemLost(sent.get(0).chunkId(), 0)),
        seen(BesiegedPool.HOSTILE, ItemLost.class));
  }

  @Test
  void everyItemIsAnsweredOnceButTheOneThatIsLost() throws Exception {
    try (BesiegedPool pool =
        ObserverScope.by(this::observer, ObserverScopeTest::poolThatLosesAWorker)) {
      pool.map();
    }

    int answered = seen(ChunkAnswered.class).mapToInt(ChunkAnswered::items).sum();
    assertEquals(BesiegedPool.ITEMS - 1, answered);
    assertTrue(seen(ChunkAnswered.class).allMatch(answer -> answer.failed() == 0));
    assertEquals(0, seen(ChunkSent.class).mapToLong(ChunkSent::firstIndex).min().orElseThrow());
    assertTrue(seen(ChunkSent.class).allMatch(chunk -> chunk.items() <= BesiegedPool.CHUNK));
  }

  @Test
  void everyMessageIsSeenWithItsSize() throws Exception {
    long pid;
    try (BesiegedPool pool =
        ObserverScope.by(this::observer, ObserverScopeTest::poolThatLosesAWorker)) {
      pool.map();
      pid = pool.hostile().pid();
    }

    List<FrameSent> sent = seen(BesiegedPool.HOSTILE, FrameSent.class);
    assertEquals(
        List.of(ToWorker.Welcome.class, ToWorker.Start.class, ToWorker.Define.class),
        sent.stream()
            .<Object>map(frame -> frame.message().getClass())
            .filter(kind -> kind != ToWorker.Names.class)
            .limit(3)
            .toList());
    List<FrameReceived> received = seen(BesiegedPool.HOSTILE, FrameReceived.class);
    ToCoordinator hello = new ToCoordinator.Hello(Protocol.VERSION, pid, 17, "17");
    assertEquals(
        List.of(
            new FrameReceived(pid, hello, ScriptedWorker.bytesOf(hello).length),
            new FrameReceived(
                pid,
                new ToCoordinator.Ready(),
                ScriptedWorker.bytesOf(new ToCoordinator.Ready()).length)),
        received);
    assertEquals(ScriptedWorker.header(1, 0).length + 1, size(sent, ToWorker.Start.class));
  }

  private static long size(List<FrameSent> frames, Class<? extends ToWorker> kind) {
    return frames.stream()
        .filter(frame -> kind.isInstance(frame.message()))
        .mapToLong(FrameSent::bytes)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whoObservesAlreadyGoesOnToDoSo() throws Exception {
    AtomicInteger exits = new AtomicInteger();

    ObserverScope.by(
            () -> (worker, what) -> exits.addAndGet(what instanceof Exited ? 1 : 0),
            () -> ObserverScope.by(this::observer, ObserverScopeTest::poolThatLosesAWorker))
        .close();

    assertEquals(seen(Exited.class).count(), exits.get());
    assertTrue(exits.get() >= 2, exits::toString);
  }

  @Test
  void eachPoolHasAnObserverOfItsOwn() throws Exception {
    ObserverScope.by(
        this::observer,
        () -> {
          poolThatLosesAWorker().close();
          poolThatLosesAWorker().close();
          return "closed";
        });

    assertEquals(2, pools.get());
  }

  @Test
  void poolThatIsOpenedAfterwardsIsNotObserved() {
    assertThrows(
        IllegalStateException.class,
        () ->
            ObserverScope.by(
                this::observer,
                () -> {
                  throw new IllegalStateException("expected");
                }));

    assertTrue(ObserverScope.newPool().isEmpty());
    assertEquals(0, pools.get());
  }
}
