package dev.procession.process.node;

import dev.procession.process.host.HostEvents;
import dev.procession.process.host.HostsReport;
import dev.procession.process.host.WorkerHost;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.PoolFolder;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.Blob;
import dev.procession.process.tunnel.CreditedInput;
import dev.procession.process.tunnel.Message;
import dev.procession.process.tunnel.Message.Stream;
import dev.procession.process.tunnel.Tunnel;
import dev.procession.scheduler.WorkerKey;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Runs workers for a pool that is connected through a tunnel.
 *
 * <p>It has a lease: what it hears from the pool extends it to {@code hostTimeout} after the moment
 * at which the message that the pool answers was sent from here. So the pool, which knows when it
 * answered last, knows when the lease is over at the latest, however long anything was on its way.
 * Then the workers are killed, and the pool may run their items elsewhere.
 */
public final class Node {
  /** How long the pool may take to say how workers are launched. */
  private static final long FIRST_LEASE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private static final HostEvents NO_EVENTS =
      new HostEvents() {
        @Override
        public void placesChanged(int places, int launchesAtOnce) {}

        @Override
        public void hasRoomFor(int workers) {}

        @Override
        public void givenUp(HostsReport report) {}

        @Override
        public void joined(String host) {}

        @Override
        public void lost(String host, String why) {}

        @Override
        public void draining(List<WorkerKey> workers) {}
      };

  private static final long LONGEST_BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int BEATS_PER_TIMEOUT = 8;

  /** How long the workers may take to die of being killed. */
  private static final long KILLING_MILLIS = 2000;

  private final Tunnel tunnel;
  private final Function<LaunchOptions, WorkerHost> hosts;
  private final FileCache cache;
  private final SharedFiles shared;
  private final Threads threads;
  private final LongSupplier nanos;
  private final LongSupplier wallMillis;
  private final Map<Long, NodeWorker> workers = new ConcurrentHashMap<>();

  /** The files that are coming. */
  private final Map<Long, CreditedInput> transfers = new ConcurrentHashMap<>();

  private final AtomicLong lastTransfer = new AtomicLong();

  /** Written once, when it has what workers need. */
  private volatile Optional<WorkerHost> host = Optional.empty();

  /** Written by the thread that receives, once: whether it was said how workers are launched. */
  private volatile boolean opened;

  private volatile long hostTimeoutNanos = FIRST_LEASE_NANOS;
  private volatile long helloNanos;

  /** Written by the thread that receives, and by the one that says hello. */
  private volatile long leaseUntilNanos;

  /** Guarded by {@link #workers}: none is added any more. */
  private boolean draining;

  /** Used by the thread that looks, like all that follows. */
  private boolean saidDraining;

  private long lastBeatNanos;

  private long lastLookNanos;
  private long lastLookMillis;

  /**
   * A node that has said nothing yet.
   *
   * @param hosts makes what launches the workers
   * @param cache keeps the jars of their class path
   * @param folder for files that they share
   * @param nanos a clock that does not go back
   * @param wallMillis one that goes on while the machine sleeps
   */
  public Node(
      Tunnel tunnel,
      Function<LaunchOptions, WorkerHost> hosts,
      FileCache cache,
      PoolFolder folder,
      Threads threads,
      LongSupplier nanos,
      LongSupplier wallMillis) {
    this.tunnel = tunnel;
    this.hosts = hosts;
    this.cache = cache;
    this.shared = new SharedFiles(folder, this::transfer, threads);
    this.threads = threads;
    this.nanos = nanos;
    this.wallMillis = wallMillis;
    this.leaseUntilNanos = nanos.getAsLong() + FIRST_LEASE_NANOS;
  }

  /** Says hello; the first that is called. */
  public void sayHello(int slots, int launchesAtOnce) {
    helloNanos = nanos.getAsLong();
    lastBeatNanos = helloNanos;
    lastLookNanos = helloNanos;
    lastLookMillis = wallMillis.getAsLong();
    String java = System.getProperty("java.version", "");
    tunnel.send(new Message.Hello(Message.VERSION, slots, launchesAtOnce, helloNanos, java));
  }

  /**
   * Takes a message of the pool.
   *
   * @throws IOException if the connection is not to be believed any more
   */
  public void received(byte[] bytes) throws IOException {
    Message message = tunnel.receive(bytes);
    if (message instanceof Message.Echo echo) {
      leaseUntilNanos = echo.sentNanos() + hostTimeoutNanos;
    } else if (message instanceof Message.Open open) {
      if (opened) {
        throw new IOException("it was said twice how workers are launched");
      }
      opened = true;
      hostTimeoutNanos = open.hostTimeoutNanos();
      leaseUntilNanos = helloNanos + hostTimeoutNanos;
      if (open.classPath().isEmpty()) {
        prepare(open.launch());
      } else {
        threads.daemon("procession-node-fetch", () -> fetch(open), 0).start();
      }
    } else if (message instanceof Message.Launch launch) {
      launch(launch);
    } else if (message instanceof Message.Bytes m) {
      input(m.worker()).ifPresent(input -> input.add(m.bytes()));
    } else if (message instanceof Message.End m) {
      input(m.worker()).ifPresent(CreditedInput::end);
    } else if (message instanceof Message.Splice m) {
      // Even if there is no such worker any more: the pool waits to be asked for it.
      shared.need(m.blob());
      worker(m.worker()).ifPresent(worker -> worker.workersStdin().add(shared.splice(m.blob())));
    } else if (message instanceof Message.Forget m) {
      shared.forget(m.hash());
    } else if (message instanceof Message.Credit m) {
      worker(m.worker()).ifPresent(worker -> worker.credit(m.stream(), m.bytes()));
    } else if (message instanceof Message.Ready m) {
      worker(m.worker()).ifPresent(NodeWorker::isReady);
    } else if (message instanceof Message.Kill m) {
      worker(m.worker()).ifPresent(NodeWorker::kill);
    } else {
      throw new IOException("a pool does not say " + message.getClass().getSimpleName());
    }
  }

  private Optional<NodeWorker> worker(long number) {
    return Optional.ofNullable(workers.get(number));
  }

  /** What takes the bytes of that number: a worker's, or a file's. */
  private Optional<CreditedInput> input(long number) {
    return worker(number)
        .map(NodeWorker::workersStdin)
        .or(() -> Optional.ofNullable(transfers.get(number)));
  }

  /** Gets what is missing of the class path. */
  private void fetch(Message.Open open) {
    try {
      List<Path> jars = new ArrayList<>();
      for (Blob blob : open.classPath()) {
        jars.add(cache.getForClassPath(blob, this::transfer));
      }
      prepare(open.launch().withClassPath(jars));
    } catch (IOException | RuntimeException | Error e) {
      tunnel.send(new Message.NotPrepared(String.valueOf(e.getMessage())));
    }
  }

  private InputStream transfer(Blob blob) {
    // The numbers of workers are positive.
    long transfer = -lastTransfer.incrementAndGet();
    CreditedInput input = new CreditedInput(tunnel, transfer, Stream.STDIN);
    transfers.put(transfer, input);
    tunnel.send(new Message.Wanted(transfer, blob.hash()));
    return new FilterInputStream(input) {
      @Override
      public void close() throws IOException {
        super.close();
        transfers.remove(transfer);
      }
    };
  }

  private void prepare(LaunchOptions launch) {
    WorkerHost made = hosts.apply(launch);
    made.open(NO_EVENTS);
    host = Optional.of(made);
    tunnel.send(new Message.Prepared());
  }

  private void launch(Message.Launch launch) throws IOException {
    WorkerHost launcher =
        host.orElseThrow(() -> new IOException("a launch before there is what it needs"));
    if (!mayRun()) {
      // What was on its way for so long is not wanted any more.
      throw new IOException("a launch after the end of the lease");
    }
    NodeWorker worker =
        new NodeWorker(tunnel, launch, launcher, threads, () -> workers.remove(launch.worker()));
    synchronized (workers) {
      if (draining) {
        tunnel.send(new Message.NoPlace(launch.worker()));
        return;
      }
      workers.put(launch.worker(), worker);
    }
    worker.start();
  }

  /** Takes no more workers, and has the pool let those go that there are; from any thread. */
  public void drain() {
    synchronized (workers) {
      draining = true;
    }
  }

  /** Whether it was drained, and the last worker is gone; for the thread that looks. */
  public boolean isDrained() {
    synchronized (workers) {
      return saidDraining && workers.isEmpty();
    }
  }

  /** Whether workers may run here: it was said how, and the lease lasts. */
  public boolean mayRun() {
    return host.isPresent() && nanos.getAsLong() - leaseUntilNanos <= 0;
  }

  /**
   * Says what has changed in what workers run, and that this node lives. To be called some fifty
   * times a second, by one thread.
   *
   * @return whether the lease is valid; if not, the workers must be killed
   */
  public boolean look() {
    long now = nanos.getAsLong();
    if (now - leaseUntilNanos > 0 || hasSlept(now)) {
      return false;
    }
    workers.values().forEach(NodeWorker::reportRunning);
    sayDraining();
    long beatNanos = Math.min(LONGEST_BEAT_NANOS, hostTimeoutNanos / BEATS_PER_TIMEOUT);
    if (opened && now - lastBeatNanos >= beatNanos) {
      lastBeatNanos = now;
      tunnel.send(new Message.Beat(now));
    }
    return true;
  }

  private void sayDraining() {
    synchronized (workers) {
      if (!draining || saidDraining) {
        return;
      }
      saidDraining = true;
    }
    tunnel.send(new Message.Draining());
  }

  /** Whether the machine was suspended, which the one clock does not count and the other does. */
  private boolean hasSlept(long now) {
    long millis = wallMillis.getAsLong();
    long missedMillis =
        millis - lastLookMillis - TimeUnit.NANOSECONDS.toMillis(now - lastLookNanos);
    lastLookNanos = now;
    lastLookMillis = millis;
    return missedMillis > TimeUnit.NANOSECONDS.toMillis(hostTimeoutNanos);
  }

  /** Kills all workers and what they have started, and waits for that, but not for long. */
  public void killAll() {
    List<NodeWorker> all = List.copyOf(workers.values());
    all.forEach(NodeWorker::killItself);
    Thread killing =
        threads.daemon("procession-node-kill", () -> all.forEach(NodeWorker::killToTheEnd), 0);
    killing.start();
    try {
      killing.join(KILLING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    host.ifPresent(WorkerHost::close);
  }
}
