package dev.procession.process.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.host.HostEvents;
import dev.procession.process.host.HostedProcess;
import dev.procession.process.host.HostsReport;
import dev.procession.process.host.NoPlaceException;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.observe.HostFigures;
import dev.procession.process.observe.HostFigures.State;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.Carrier;
import dev.procession.process.tunnel.Link;
import dev.procession.process.tunnel.Message;
import dev.procession.process.tunnel.Tunnel;
import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts whose nodes answer at once, and come and go as they are told. */
@Timeout(60)
class RemoteHostsTest {
  private static final long LONG_NANOS = 3600_000_000_000L;

  /** A host that launches everything it is asked for, and runs nothing. */
  private static final class FakeNode implements Link {
    private final Tunnel in = new Tunnel(new NoLink());
    private final List<Long> launched = new ArrayList<>();
    private Tunnel out = new Tunnel(new NoLink());
    private boolean isFull;
    private Carrier.Receiver pool = new NoReceiver();

    void connect(Carrier.Receiver receiver, int slots) {
      pool = receiver;
      out = new Tunnel(new ToPool(receiver));
      out.send(new Message.Hello(Message.VERSION, slots, slots, 0, "17"));
    }

    @Override
    public void send(byte[] message) {
      try {
        Message received = in.receive(message);
        if (received instanceof Message.Open) {
          out.send(new Message.Prepared());
        } else if (received instanceof Message.Launch launch) {
          if (isFull) {
            out.send(new Message.NoPlace(launch.worker()));
            return;
          }
          launched.add(launch.worker());
          out.send(new Message.Launched(launch.worker(), 1000 + launch.worker(), "page"));
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {}
  }

  /** What a pool is told. */
  private static final class Told implements HostEvents {
    private final List<Integer> places = new ArrayList<>();
    private final List<WorkerKey> draining = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();

    @Override
    public void placesChanged(int count, int launchesAtOnce) {
      places.add(count);
    }

    @Override
    public void hasRoomFor(int workers) {}

    @Override
    public void givenUp(HostsReport report) {}

    @Override
    public void draining(List<WorkerKey> workers) {
      draining.addAll(workers);
    }

    @Override
    public void joined(String host) {}

    @Override
    public void lost(String host, String why) {
      lost.add(host + ": " + why);
    }
  }

  private record ToPool(Carrier.Receiver receiver) implements Link {
    @Override
    public void send(byte[] message) {
      receiver.received(message);
    }

    @Override
    public void close() {}
  }

  private static final class NoLink implements Link {
    @Override
    public void send(byte[] message) {}

    @Override
    public void close() {}
  }

  private static final class NoReceiver implements Carrier.Receiver {
    @Override
    public void received(byte[] message) {}

    @Override
    public void ended(Carrier.NodeEnd end, String why) {}
  }

  private final class FakeCarrier implements Carrier {
    private Optional<Listener> listener = Optional.empty();

    @Override
    public List<String> hosts() {
      return List.of("a", "b");
    }

    @Override
    public void open(Listener told) {
      listener = Optional.of(told);
      join("a");
      told.failed("b", "no route");
    }

    void join(String host) {
      FakeNode node = new FakeNode();
      nodes.put(host, node);
      node.connect(listener.orElseThrow().connected(host, node), 2);
    }

    @Override
    public void close() {}
  }

  private final Map<String, FakeNode> nodes = new HashMap<>();
  private final FakeCarrier carrier = new FakeCarrier();
  private final RemoteHosts hosts =
      new RemoteHosts(
          carrier,
          new HostSettings(LONG_NANOS, LONG_NANOS, OptionalInt.empty(), LaunchOptions.defaults(1)),
          Map.of(),
          Optional.empty(),
          Threads.ofThisJvm());

  @AfterEach
  void close() {
    hosts.close();
  }

  private FakeNode node(String host) {
    return Objects.requireNonNull(nodes.get(host));
  }

  private void lose(String host) {
    node(host).pool.ended(Carrier.NodeEnd.ENDED, "killed");
  }

  private HostedProcess launch(int worker) throws IOException {
    return hosts.launch(new WorkerKey(worker, 1), List.of());
  }

  private static HostFigures unreached(String host) {
    return new HostFigures(host, State.CONNECTING, 0, 0, 0, Optional.of("no route"));
  }

  private static HostFigures there(String host, int workers, long lost) {
    return new HostFigures(host, State.CONNECTED, 2, workers, lost, Optional.empty());
  }

  @Test
  void hostsThatAreThereAndThatAreNotAreTold() throws Exception {
    hosts.connect();

    assertEquals(List.of(there("a", 0, 0), unreached("b")), hosts.hosts());
  }

  @Test
  void workersOfAHostCountUntilItIsLostAndThenAsLost() throws Exception {
    hosts.connect();
    launch(0);
    launch(1);

    List<HostFigures> before = hosts.hosts();
    lose("a");
    List<HostFigures> after = hosts.hosts();
    carrier.join("a");
    List<HostFigures> back = hosts.hosts();

    assertEquals(List.of(there("a", 2, 0), unreached("b")), before);
    assertEquals(
        List.of(new HostFigures("a", State.LOST, 0, 0, 2, Optional.of("killed")), unreached("b")),
        after);
    assertEquals(List.of(there("a", 0, 2), unreached("b")), back);
  }

  @Test
  void silentHostIsNotThereButItsWorkersCountAsLongAsTheyMayRun() throws Exception {
    hosts.connect();
    launch(0);

    node("a").pool.ended(Carrier.NodeEnd.UNKNOWN, "reset");

    HostFigures silent = hosts.hosts().get(0);
    assertEquals(State.SILENT, silent.state());
    assertEquals(1, silent.workers());
    assertTrue(
        silent.trouble().orElseThrow().matches("reset; silent for .* s, its workers may still run"),
        silent::toString);
  }

  @Test
  void drainingHostIsGivenNoWorkerAndItsRoomGoesWithItsWorkers() throws Exception {
    hosts.connect();
    carrier.join("b");
    launch(0);
    launch(1);
    launch(2);
    Told told = new Told();
    hosts.open(told);

    node("a").out.send(new Message.Draining());

    assertEquals(List.of(4, 2 + node("a").launched.size()), told.places);
    assertEquals(node("a").launched.size(), told.draining.size());
    assertEquals(State.DRAINING, hosts.hosts().get(0).state());
    assertEquals(0, hosts.hosts().get(0).slots());
    assertEquals(Optional.of("it is being drained"), hosts.hosts().get(0).trouble());
    for (int free = 2 - node("b").launched.size(); free > 0; free--) {
      assertEquals(Optional.of("b"), launch(3).host());
    }
    assertThrows(NoPlaceException.class, () -> launch(4));

    for (long worker : node("a").launched) {
      node("a").out.send(new Message.Exited(worker, OptionalInt.of(0), Optional.empty(), ""));
    }
    assertEquals(2, told.places.get(told.places.size() - 1));

    node("a").pool.ended(Carrier.NodeEnd.ENDED, "ended");

    assertEquals(List.of("a: it was drained"), told.lost);
    assertEquals(
        new HostFigures("a", State.LOST, 0, 0, 0, Optional.of("it was drained")),
        hosts.hosts().get(0));
  }

  @Test
  void workerThatANodeHasNoRoomForAnyMoreFindsNoPlace() throws Exception {
    hosts.connect();
    node("a").isFull = true;

    for (int i = 0; i < 5; i++) {
      assertThrows(NoPlaceException.class, () -> launch(0));
    }
    node("a").isFull = false;

    assertEquals(Optional.of("a"), launch(0).host());
  }

  @Test
  void workerIsLaunchedWhereMostRoomIs() throws Exception {
    hosts.connect();
    launch(0);
    carrier.join("b");

    HostedProcess second = launch(1);

    assertEquals(Optional.of("b"), second.host());
    assertEquals(List.of(1L), node("b").launched);
  }

  @Test
  void noHostHasMoreWorkersThanSlots() throws Exception {
    hosts.connect();
    launch(0);
    launch(1);

    assertThrows(NoPlaceException.class, () -> launch(2));
  }
}
