package dev.procession.process.remote;

import dev.procession.process.host.NoPlaceException;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.observe.HostFigures;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.Blob;
import dev.procession.process.tunnel.Carrier;
import dev.procession.process.tunnel.CreditedOutput;
import dev.procession.process.tunnel.Message;
import dev.procession.process.tunnel.Message.Stream;
import dev.procession.process.tunnel.Tunnel;
import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One connection to a host, from the node's hello until it is certain that no worker of this
 * connection runs any more.
 *
 * <p>That is certain at once when the node's process has ended, since its workers have lost their
 * standard input. When the node is merely silent it is certain once its lease is over: the node
 * kills its workers when it has had no answer for {@code hostTimeout}, and what is answered last is
 * known here.
 */
final class HostSession implements Carrier.Receiver {
  /** What clocks may differ by while a lease runs, and how long workers take to be killed. */
  static final long LEASE_MARGIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** After so many workers in a row that were never ready, others are tried first. */
  private static final int FAILED_STARTS = 2;

  /** How long a node may take from its start to its first message. */
  private static final long LONGEST_HELLO_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final long AVOIDED_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Told of what becomes of the connection. */
  interface Listener {
    /** The host can be used. */
    void joined(HostSession session);

    /**
     * The host takes no more workers.
     *
     * @param workers those that it has
     */
    void draining(HostSession session, List<WorkerKey> workers);

    /** A worker of a host that takes no more is gone. */
    void left(HostSession session);

    /** The host could not be used, and why; nothing was launched there. */
    void refused(HostSession session, String why);

    /**
     * Nothing of the host runs any more that this connection has launched.
     *
     * @param workers how many did
     */
    void lost(HostSession session, String why, int workers);
  }

  private enum State {
    CONNECTED,
    PREPARING,
    OPEN,
    SILENT,
    GONE
  }

  private final String host;
  private final Tunnel tunnel;
  private final HostSettings settings;
  private final Optional<Integer> wantedSlots;
  private final Optional<ShippedClassPath> classPath;
  private final SharedBytes shared;
  private final Threads threads;
  private final Listener listener;
  private final LongSupplier nanos;
  private final Map<Long, RemoteProcess> processes = new ConcurrentHashMap<>();

  /** What carries files that the node wants. */
  private final Map<Long, CreditedOutput> transfers = new ConcurrentHashMap<>();

  /** Guarded by this, like all that follows. */
  private State state = State.CONNECTED;

  private boolean draining;
  private List<ShippedJars.Jar> offered = List.of();

  /** What the node has, or will ask for, by its hash. */
  private final Set<String> sharedHashes = new HashSet<>();

  /** What it has not asked for yet. */
  private final Map<String, byte[]> sharedToSend = new HashMap<>();

  private int slots;
  private int launchesAtOnce = 1;
  private long lastNumber;
  private long lastHeardNanos;
  private long lastEchoNanos;
  private long goneByNanos;
  private String why = "";
  private int failedStarts;
  private long avoidedUntilNanos;

  /**
   * A connection of which nothing has been heard.
   *
   * @param classPath what the node is to launch workers with; empty for what it has itself
   * @param shared what workers are sent that need not be sent to each
   */
  HostSession(
      String host,
      Tunnel tunnel,
      HostSettings settings,
      Optional<Integer> wantedSlots,
      Optional<ShippedClassPath> classPath,
      SharedBytes shared,
      Threads threads,
      Listener listener,
      LongSupplier nanos) {
    this.host = host;
    this.tunnel = tunnel;
    this.settings = settings;
    this.wantedSlots = wantedSlots;
    this.classPath = classPath;
    this.shared = shared;
    this.threads = threads;
    this.listener = listener;
    this.nanos = nanos;
    this.lastHeardNanos = nanos.getAsLong();
    this.lastEchoNanos = lastHeardNanos;
    this.avoidedUntilNanos = lastHeardNanos;
  }

  String host() {
    return host;
  }

  /** How many workers it runs at once; 0 when it cannot be used. */
  synchronized int slots() {
    boolean isThere = state == State.OPEN || state == State.SILENT;
    return isThere ? (draining ? processes.size() : slots) : 0;
  }

  synchronized int launchesAtOnce() {
    return isUsable() ? launchesAtOnce : 0;
  }

  /** How many more workers it can be given now. */
  synchronized int freeSlots() {
    return isUsable() ? slots - processes.size() : 0;
  }

  /** How many workers run there, or are being launched. */
  int workers() {
    return processes.size();
  }

  /** Whether workers can be launched there, as long as there is room. */
  synchronized boolean isUsable() {
    return state == State.OPEN && !draining;
  }

  /** What is known of it; empty before its hello, and when it is gone. */
  synchronized Optional<HostFigures.State> figure() {
    return switch (state) {
      case OPEN -> Optional.of(draining ? HostFigures.State.DRAINING : HostFigures.State.CONNECTED);
      case SILENT -> Optional.of(HostFigures.State.SILENT);
      case CONNECTED, PREPARING, GONE -> Optional.empty();
    };
  }

  /** What is wrong with it, and since when; empty if nothing is. */
  synchronized Optional<String> trouble() {
    if (state == State.SILENT) {
      return Optional.of(
          why
              + "; silent for "
              + seconds(nanos.getAsLong() - lastHeardNanos)
              + ", its workers may still run");
    }
    return draining ? Optional.of("it is being drained") : Optional.empty();
  }

  /** Whether workers did not become ready there, lately. */
  synchronized boolean isAvoided() {
    return nanos.getAsLong() - avoidedUntilNanos < 0;
  }

  /**
   * Reserves a place and asks for a worker.
   *
   * @throws NoPlaceException if there is none any more
   */
  RemoteProcess launch(WorkerKey key) throws NoPlaceException {
    RemoteProcess process;
    long number;
    synchronized (this) {
      if (freeSlots() <= 0) {
        throw new NoPlaceException("no place on " + host);
      }
      number = ++lastNumber;
      process =
          new RemoteProcess(tunnel, this::share, key, number, host, settings.hostTimeoutNanos());
      processes.put(number, process);
    }
    tunnel.send(new Message.Launch(number, key));
    return process;
  }

  @Override
  public void received(byte[] bytes) {
    try {
      Message message = tunnel.receive(bytes);
      long now = nanos.getAsLong();
      synchronized (this) {
        lastHeardNanos = now;
      }
      accept(message);
    } catch (IOException e) {
      fallSilent("what its node says is not to be believed: " + e.getMessage());
      tunnel.close();
    }
  }

  private void accept(Message message) throws IOException {
    if (message instanceof Message.Bytes m) {
      process(m.worker()).ifPresent(process -> process.received(m.stream(), m.bytes()));
    } else if (message instanceof Message.Credit m) {
      process(m.worker())
          .ifPresentOrElse(
              process -> process.credit(m.bytes()),
              () ->
                  Optional.ofNullable(transfers.get(m.worker()))
                      .ifPresent(transfer -> transfer.addCredit(m.bytes())));
    } else if (message instanceof Message.End m) {
      process(m.worker()).ifPresent(process -> process.ended(m.stream()));
    } else if (message instanceof Message.Running m) {
      process(m.worker()).ifPresent(process -> process.running(m.item()));
    } else if (message instanceof Message.Beat beat) {
      answer(beat);
    } else if (message instanceof Message.Launched m) {
      process(m.worker()).ifPresent(process -> process.launched(m));
    } else if (message instanceof Message.NotLaunched m) {
      remove(m.worker())
          .ifPresent(
              process -> process.notLaunched(new IOException(m.why() + " (on " + host + ")")));
    } else if (message instanceof Message.NoPlace m) {
      // Not by removing it as one that failed to start.
      Optional.ofNullable(processes.remove(m.worker()))
          .ifPresent(process -> process.notLaunched(new NoPlaceException("no place on " + host)));
    } else if (message instanceof Message.Exited m) {
      remove(m.worker()).ifPresent(process -> process.exited(m));
    } else if (message instanceof Message.Draining) {
      drain();
    } else if (message instanceof Message.Wanted m) {
      transfer(m);
    } else if (message instanceof Message.Prepared) {
      prepared();
    } else if (message instanceof Message.NotPrepared m) {
      refuse(m.why());
    } else if (message instanceof Message.Hello hello) {
      greet(hello);
    } else {
      throw new IOException("a node does not say " + message.getClass().getSimpleName());
    }
  }

  private Optional<RemoteProcess> process(long number) {
    return Optional.ofNullable(processes.get(number));
  }

  /** Before its end is told, so that there is room for the next by then. */
  private Optional<RemoteProcess> remove(long number) {
    RemoteProcess process = processes.remove(number);
    if (process == null) {
      return Optional.empty();
    }
    boolean left;
    synchronized (this) {
      left = draining;
      failedStarts = process.wasReady() ? 0 : failedStarts + 1;
      if (failedStarts >= FAILED_STARTS) {
        avoidedUntilNanos = nanos.getAsLong() + AVOIDED_NANOS;
      }
    }
    if (left) {
      listener.left(this);
    }
    return Optional.of(process);
  }

  private void drain() {
    List<WorkerKey> workers;
    // Does nothing if workers may have been launched there.
    refuse("it is being drained");
    synchronized (this) {
      if (state == State.GONE) {
        return;
      }
      draining = true;
      workers = processes.values().stream().map(RemoteProcess::key).toList();
    }
    listener.draining(this, workers);
  }

  private void greet(Message.Hello hello) throws IOException {
    if (hello.version() != Message.VERSION) {
      refuse(otherVersion(hello));
      return;
    }
    List<ShippedJars.Jar> jars;
    try {
      jars = classPath.isPresent() ? classPath.get().jars() : List.of();
    } catch (IOException e) {
      refuse("the class path cannot be read: " + e.getMessage());
      return;
    }
    int share = wantedSlots.orElse(hello.slots());
    synchronized (this) {
      offered = jars;
      if (state != State.CONNECTED || hello.slots() < 1) {
        throw new IOException("a second hello, or one without slots");
      }
      state = State.PREPARING;
      slots = share;
      launchesAtOnce = Math.max(1, Math.min(slots, hello.launchesAtOnce()));
      lastEchoNanos = nanos.getAsLong();
    }
    tunnel.send(
        new Message.Open(
            settings.hostTimeoutNanos(),
            launchOptions(share),
            jars.stream().map(ShippedJars.Jar::blob).toList()));
  }

  private void prepared() throws IOException {
    synchronized (this) {
      if (state == State.GONE) {
        return;
      }
      if (state != State.PREPARING) {
        throw new IOException("it is prepared twice, or for nothing");
      }
      state = State.OPEN;
    }
    listener.joined(this);
  }

  /** Nothing was launched there, and nothing will be. */
  private void refuse(String trouble) {
    synchronized (this) {
      if (state != State.CONNECTED && state != State.PREPARING) {
        return;
      }
      state = State.GONE;
    }
    tunnel.close();
    endTransfers();
    listener.refused(this, trouble);
  }

  private boolean share(long worker, byte[] bytes) {
    // What is forgotten is not found any more, so that this never comes after it.
    synchronized (this) {
      Optional<Blob> blob = shared.find(bytes);
      if (blob.isPresent() && sharedHashes.add(blob.get().hash())) {
        sharedToSend.put(blob.get().hash(), bytes);
      }
      blob.ifPresent(found -> tunnel.send(new Message.Splice(worker, found)));
      return blob.isPresent();
    }
  }

  /** No worker will be sent that any more. */
  synchronized void forget(Blob blob) {
    // The node asks for all that it is told of, so that what it has not asked for stays here.
    if (sharedHashes.remove(blob.hash())) {
      tunnel.send(new Message.Forget(blob.hash()));
    }
  }

  /** Writes a file to a node. */
  private interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  private void transfer(Message.Wanted wanted) throws IOException {
    byte[] bytes;
    synchronized (this) {
      bytes = sharedToSend.remove(wanted.hash());
    }
    if (bytes != null) {
      transfer(wanted, out -> out.write(bytes));
    } else {
      ShippedJars.Jar jar = offered(wanted.hash());
      transfer(wanted, out -> classPath.orElseThrow().send(jar, out));
    }
  }

  /** Sends a file, and takes the time that this needs. */
  private void transfer(Message.Wanted wanted, Writer file) {
    CreditedOutput out = new CreditedOutput(tunnel, wanted.transfer(), Stream.STDIN);
    transfers.put(wanted.transfer(), out);
    threads
        .daemon(
            "procession-host-" + host + "-file",
            () -> {
              try (out) {
                file.writeTo(out);
              } catch (IOException e) {
                refuse(String.valueOf(e.getMessage()));
              } finally {
                transfers.remove(wanted.transfer());
              }
            },
            0)
        .start();
  }

  private synchronized ShippedJars.Jar offered(String hash) throws IOException {
    return offered.stream()
        .filter(jar -> jar.hash().equals(hash))
        .findFirst()
        .orElseThrow(() -> new IOException("it wants a file that it was not told of"));
  }

  private void endTransfers() {
    transfers.values().forEach(transfer -> transfer.fail("the connection has ended"));
  }

  static String otherVersion(Message.Hello hello) {
    return "its node speaks version "
        + hello.version()
        + " of the tunnel, this program version "
        + Message.VERSION;
  }

  private LaunchOptions launchOptions(int share) {
    LaunchOptions all = settings.launch();
    return new LaunchOptions(
        share,
        all.javaHome(),
        all.jvmArgs(),
        all.maxHeapBytes(),
        Optional.empty(),
        environment(all),
        all.environmentInheritance(),
        List.of(),
        all.directory(),
        all.niceness());
  }

  private Map<String, String> environment(LaunchOptions all) {
    Map<String, String> environment = new HashMap<>(all.environment());
    environment.put(LaunchOptions.HOST_VARIABLE, host);
    return Map.copyOf(environment);
  }

  /** Extends the node's lease, unless this end has given it up. */
  private void answer(Message.Beat beat) {
    synchronized (this) {
      if (state != State.OPEN && state != State.PREPARING) {
        return;
      }
      lastEchoNanos = nanos.getAsLong();
    }
    tunnel.send(new Message.Echo(beat.sentNanos()));
  }

  /** Looks whether it has been silent for too long; to be called often, by one thread. */
  void look() {
    long now = nanos.getAsLong();
    boolean isGone;
    boolean isSilent;
    synchronized (this) {
      isSilent = state == State.OPEN && now - lastHeardNanos > settings.hostTimeoutNanos();
      isGone = state == State.SILENT && now - goneByNanos >= 0;
    }
    boolean saidNoHello;
    synchronized (this) {
      long silentNanos = now - lastHeardNanos;
      saidNoHello =
          (state == State.CONNECTED && silentNanos > LONGEST_HELLO_NANOS)
              || (state == State.PREPARING && silentNanos > settings.hostTimeoutNanos());
    }
    if (saidNoHello) {
      // The carrier reports the end of the connection.
      tunnel.close();
    } else if (isSilent) {
      fallSilent("nothing was heard of it for " + seconds(settings.hostTimeoutNanos()));
    } else if (isGone) {
      go();
    }
  }

  static String seconds(long nanos) {
    return String.format(java.util.Locale.ROOT, "%.3g s", nanos / 1e9);
  }

  /** From here on nothing is answered, so that the node's lease comes to its end. */
  private synchronized void fallSilent(String reason) {
    if (state == State.OPEN) {
      state = State.SILENT;
      why = reason;
      goneByNanos = lastEchoNanos + settings.hostTimeoutNanos() + LEASE_MARGIN_NANOS;
    }
  }

  @Override
  public void ended(Carrier.NodeEnd end, String reason) {
    endTransfers();
    refuse(reason);
    fallSilent(reason);
    if (end == Carrier.NodeEnd.ENDED) {
      go();
    }
  }

  /** Nothing of it runs any more. */
  private void go() {
    String reason;
    synchronized (this) {
      if (state != State.SILENT) {
        return;
      }
      state = State.GONE;
      reason = draining && processes.isEmpty() ? "it was drained" : why;
    }
    tunnel.close();
    String text = "its host " + host + " was lost: " + reason;
    int workers = processes.size();
    for (RemoteProcess process : processes.values()) {
      process.launch().completeExceptionally(new NoPlaceException(text));
      process.lost(text);
    }
    processes.clear();
    listener.lost(this, reason, workers);
  }

  void close() {
    tunnel.close();
  }
}
