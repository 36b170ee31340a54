package dev.procession.process.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.host.HostEvents;
import dev.procession.process.host.HostedProcess;
import dev.procession.process.host.WorkerHost;
import dev.procession.process.launch.LaunchFlag;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.PoolFolder;
import dev.procession.process.node.FileCache;
import dev.procession.process.node.Node;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.Carrier.NodeEnd;
import dev.procession.process.tunnel.Link;
import dev.procession.process.tunnel.Tunnel;
import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A node and its pool over a connection that loses, delays and reorders, in virtual time: whatever
 * happens on the way, the node has given up its workers before the pool takes the host for lost.
 */
class LeaseTest {
  private static final long MS = 1_000_000;
  private static final long TIMEOUT = 1000 * MS;
  private static final long STEP = 10 * MS;

  private record Parcel(long at, long number, byte[] bytes) {}

  /** One direction of a connection. */
  private final class Way implements Link {
    private final PriorityQueue<Parcel> parcels =
        new PriorityQueue<>(Comparator.comparingLong(Parcel::at).thenComparingLong(Parcel::number));
    private long sent;
    private long lastAt = Long.MIN_VALUE;
    private boolean closed;

    @Override
    public void send(byte[] message) {
      if (closed || now >= silentFrom || random.nextDouble() < loss) {
        return;
      }
      long at = now + (maxDelay == 0 ? 0 : random.nextLong(maxDelay));
      lastAt = reorders ? at : Math.max(lastAt, at);
      parcels.add(new Parcel(lastAt, sent++, message));
    }

    @Override
    public void close() {
      closed = true;
    }

    Optional<byte[]> take() {
      Parcel first = parcels.peek();
      return first == null || first.at() > now
          ? Optional.empty()
          : Optional.of(parcels.remove().bytes());
    }
  }

  private static final class NoWorkers implements WorkerHost {
    @Override
    public void open(HostEvents events) {}

    @Override
    public HostedProcess launch(WorkerKey key, List<String> flags) throws IOException {
      throw new IOException("none");
    }

    @Override
    public List<LaunchFlag> flags() {
      return List.of();
    }

    @Override
    public List<String> command(int workerId) {
      return List.of();
    }

    @Override
    public void close() {}
  }

  private final List<String> told = new ArrayList<>();
  private SplittableRandom random = new SplittableRandom(0);
  private long now = -7_000 * MS;
  private long silentFrom = Long.MAX_VALUE;
  private double loss;
  private long maxDelay;
  private boolean reorders;
  private boolean frozen;
  private long wallAheadMillis;
  private boolean nodeGaveUp;
  private long poolGaveUpAt = Long.MAX_VALUE;

  private final Way toPool = new Way();
  private final Way toNode = new Way();
  private final Node node =
      new Node(
          new Tunnel(toPool),
          launch -> new NoWorkers(),
          FileCache.ofJars(Path.of("none")),
          new PoolFolder(),
          Threads.ofThisJvm(),
          () -> now,
          () -> TimeUnit.NANOSECONDS.toMillis(now) + wallAheadMillis);
  private final HostSession session =
      new HostSession(
          "a",
          new Tunnel(toNode),
          new HostSettings(TIMEOUT, TIMEOUT, OptionalInt.empty(), LaunchOptions.defaults(1)),
          Optional.empty(),
          Optional.empty(),
          new SharedBytes(),
          Threads.ofThisJvm(),
          new HostSession.Listener() {
            @Override
            public void joined(HostSession joined) {
              told.add("joined");
            }

            @Override
            public void draining(HostSession draining, List<WorkerKey> workers) {
              told.add("draining: " + workers);
            }

            @Override
            public void left(HostSession session) {}

            @Override
            public void refused(HostSession refused, String why) {
              told.add("refused: " + why);
            }

            @Override
            public void lost(HostSession lost, String why, int workers) {
              told.add("lost: " + why);
              poolGaveUpAt = now;
            }
          },
          () -> now);

  private void step() {
    now += STEP;
    if (!frozen && !nodeGaveUp) {
      try {
        for (Optional<byte[]> m = toNode.take(); m.isPresent(); m = toNode.take()) {
          node.received(m.get());
        }
        nodeGaveUp = !node.look();
      } catch (IOException e) {
        nodeGaveUp = true;
      }
    }
    for (Optional<byte[]> m = toPool.take(); m.isPresent(); m = toPool.take()) {
      session.received(m.get());
    }
    session.look();
  }

  private void run(long nanos) {
    for (long end = now + nanos; now < end; ) {
      step();
    }
  }

  @Test
  void aNodeThatIsHeardKeepsItsLease() {
    maxDelay = 200 * MS;
    node.sayHello(3, 2);

    run(60_000 * MS);

    assertEquals(List.of("joined"), told);
    assertEquals(3, session.slots());
    assertFalse(nodeGaveUp);
  }

  @Test
  void aSilentHostIsLostAfterItsNodeHasGivenUp() {
    node.sayHello(1, 1);
    run(5_000 * MS);
    silentFrom = now;
    run(TIMEOUT + 100 * MS);

    assertTrue(nodeGaveUp);
    assertEquals(List.of("joined"), told);
    assertEquals(0, session.freeSlots());

    run(HostSession.LEASE_MARGIN_NANOS + 100 * MS);

    assertEquals(List.of("joined", "lost: nothing was heard of it for 1.00 s"), told);
  }

  @Test
  void aNodeThatWakesUpGivesUpBeforeItDoesAnythingElse() {
    node.sayHello(1, 1);
    run(5_000 * MS);
    frozen = true;
    run(10_000 * MS);
    frozen = false;

    assertFalse(node.look());
    assertEquals(2, told.size(), told::toString);
  }

  @Test
  void aMachineThatWasSuspendedGivesUp() {
    node.sayHello(1, 1);
    run(5_000 * MS);
    wallAheadMillis = 60_000;

    assertFalse(node.look());
  }

  @Test
  void theEndOfTheNodeIsTheEndOfTheHostAtOnce() {
    node.sayHello(1, 1);
    run(1_000 * MS);

    session.ended(NodeEnd.ENDED, "killed");

    assertEquals(List.of("joined", "lost: killed"), told);
  }

  @Test
  void theEndOfTheConnectionIsNotTheEndOfTheHost() {
    node.sayHello(1, 1);
    run(1_000 * MS);

    session.ended(NodeEnd.UNKNOWN, "reset");
    run(TIMEOUT);
    assertEquals(List.of("joined"), told);
    run(HostSession.LEASE_MARGIN_NANOS + 100 * MS);

    assertEquals(List.of("joined", "lost: reset"), told);
    assertTrue(nodeGaveUp);
  }

  @Test
  void aNodeThatIsDrainedKeepsItsLeaseUntilItHasSaidSo() {
    node.sayHello(1, 1);
    run(5_000 * MS);
    node.drain();
    assertFalse(node.isDrained());

    run(5_000 * MS);

    assertEquals(List.of("joined", "draining: []"), told);
    assertEquals(0, session.freeSlots());
    assertTrue(node.isDrained());
    assertFalse(nodeGaveUp);

    session.ended(NodeEnd.ENDED, "ended");

    assertEquals(List.of("joined", "draining: []", "lost: it was drained"), told);
  }

  @Test
  void aNodeThatIsDrainedBeforeItIsUsedIsRefused() {
    node.drain();
    node.sayHello(1, 1);

    run(100 * MS);

    assertEquals(List.of("refused: it is being drained"), told);
    assertTrue(node.isDrained());
  }

  @Test
  void whateverTheConnectionDoesTheNodeGivesUpFirst() {
    for (int seed = 0; seed < 500; seed++) {
      LeaseTest world = new LeaseTest();
      world.random = new SplittableRandom(seed);
      world.loss = world.random.nextBoolean() ? 0 : world.random.nextDouble() * 0.05;
      world.maxDelay = world.random.nextBoolean() ? 0 : world.random.nextLong(3 * TIMEOUT);
      world.reorders = world.random.nextInt(4) == 0;
      world.node.sayHello(1, 1);
      long silentAfter = world.random.nextLong(5_000 * MS);
      world.run(silentAfter);
      world.silentFrom = world.now;
      int seeded = seed;
      for (int i = 0; i < 2_000; i++) {
        world.step();
        assertTrue(
            world.nodeGaveUp || !world.node.mayRun() || world.poolGaveUpAt > world.now,
            () -> "seed " + seeded + ": lost while its workers run");
      }
      assertTrue(
          world.poolGaveUpAt < Long.MAX_VALUE || !world.told.contains("joined"),
          () -> "seed " + seeded + ": not noticed: " + world.told);
    }
  }
}
