package dev.procession.process.remote;

import dev.procession.process.host.HostEvents;
import dev.procession.process.host.HostedProcess;
import dev.procession.process.host.HostsReport;
import dev.procession.process.host.HostsReport.HostTrouble;
import dev.procession.process.host.NoHostsException;
import dev.procession.process.host.NoPlaceException;
import dev.procession.process.host.WorkerHost;
import dev.procession.process.launch.LaunchFlag;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.LaunchPlan;
import dev.procession.process.launch.PoolFolder;
import dev.procession.process.observe.HostFigures;
import dev.procession.process.observe.HostFigures.State;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.Carrier;
import dev.procession.process.tunnel.Link;
import dev.procession.process.tunnel.Tunnel;
import dev.procession.scheduler.WorkerKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Launches worker processes on several hosts: on the one that has most room. */
public final class RemoteHosts implements WorkerHost {
  private static final long LOOK_MILLIS = 50;
  private static final int MAX_WORKERS = 1024;

  private final Carrier carrier;
  private final HostSettings settings;
  private final Map<String, Integer> wantedSlots;
  private final Optional<ShippedClassPath> classPath;
  private final SharedBytes shared = new SharedBytes();
  private final Threads threads;
  private final List<HostSession> sessions = new CopyOnWriteArrayList<>();
  private final LaunchPlan plan;

  /** Guarded by this: what was last said of each host that is not there. */
  private final Map<String, String> troubles = new LinkedHashMap<>();

  /** Guarded by this: how many workers were lost with each host that was ever there. */
  private final Map<String, Long> workersLost = new HashMap<>();

  /** Guarded by this, like all that follows; nobody is told before the pool is open. */
  private Optional<HostEvents> events = Optional.empty();

  private long lonelySinceNanos = System.nanoTime();
  private boolean givenUp;

  /** For how many workers the pool was made, or has been told that there is room. */
  private int most;

  /** Written when it is closed, by any thread. */
  private volatile boolean closed;

  /**
   * Hosts that are not connected yet.
   *
   * @param wantedSlots how many workers run at once on each host, where it was said
   * @param classPath what nodes are to launch workers with; empty for what they have themselves
   */
  RemoteHosts(
      Carrier carrier,
      HostSettings settings,
      Map<String, Integer> wantedSlots,
      Optional<ShippedClassPath> classPath,
      Threads threads) {
    this.carrier = carrier;
    this.settings = settings;
    this.wantedSlots = Map.copyOf(wantedSlots);
    this.classPath = classPath;
    this.threads = threads;
    this.plan = new LaunchPlan(settings.launch());
  }

  /**
   * Hosts that are reached by a command.
   *
   * @param command the command, in which {@code {}} is the host
   * @throws IOException if the class path cannot be read
   */
  public static RemoteHosts byCommand(
      List<String> hosts, List<String> command, Map<String, Integer> slots, HostSettings settings)
      throws IOException {
    PoolFolder folder = new PoolFolder();
    LaunchPlan plan = new LaunchPlan(settings.launch());
    Threads threads = Threads.ofThisJvm();
    return new RemoteHosts(
        new CommandCarrier(hosts, command, slots, classPath(plan, folder), folder, threads),
        inherited(settings, plan),
        slots,
        Optional.empty(),
        threads);
  }

  /** That of the workers, and what a node needs. */
  private static List<String> classPath(LaunchPlan plan, PoolFolder folder) throws IOException {
    Set<String> classPath = new LinkedHashSet<>(plan.classPath(folder.path()));
    classPath.add(
        LaunchPlan.ownEntry()
            .orElseThrow(() -> new IOException("Procession is in no jar that could be sent")));
    return List.copyOf(classPath);
  }

  /**
   * Hosts on which nodes wait for programs.
   *
   * @throws IllegalStateException if what connects to them is not on the class path
   * @throws IllegalArgumentException if the settings do not fit together
   * @throws IOException if the class path cannot be read
   */
  public static RemoteHosts byEngine(
      List<String> addresses, Optional<Path> certificates, HostSettings settings)
      throws IOException {
    Threads threads = Threads.ofThisJvm();
    Carrier carrier =
        ClusterEngine.find()
            .carrier(
                new ClusterEngine.Joining(addresses, certificates, settings.workers()), threads);
    LaunchPlan plan = new LaunchPlan(settings.launch());
    PoolFolder folder = new PoolFolder();
    // Workers do not need the engine.
    List<String> needed =
        classPath(plan, folder).stream().filter(e -> !e.endsWith(ClusterEngine.JAR)).toList();
    ShippedClassPath shipped = new ShippedClassPath(needed, folder);
    // Read before there are hosts, which must not wait for it.
    shipped.jars();
    return new RemoteHosts(
        carrier, inherited(settings, plan), Map.of(), Optional.of(shipped), threads);
  }

  /** With what workers have from the program among their arguments. */
  private static HostSettings inherited(HostSettings settings, LaunchPlan plan) {
    LaunchOptions launch = settings.launch();
    List<String> arguments = new ArrayList<>(plan.inheritedArguments());
    arguments.addAll(launch.jvmArgs());
    LaunchOptions there =
        new LaunchOptions(
            launch.workers(),
            launch.javaHome(),
            List.copyOf(arguments),
            launch.maxHeapBytes(),
            launch.classPath(),
            launch.environment(),
            launch.environmentInheritance(),
            List.of(),
            launch.directory(),
            launch.niceness());
    return new HostSettings(
        settings.hostTimeoutNanos(), settings.waitForHostsNanos(), settings.workers(), there);
  }

  /**
   * Connects, and waits until every host is there or cannot be reached, but not longer than a pool
   * waits for hosts.
   *
   * @throws NoHostsException if none can be reached
   */
  public void connect() throws NoHostsException, InterruptedException {
    carrier.open(new Connections());
    threads.daemon("procession-hosts", this::watch, 0).start();
    long deadlineNanos = System.nanoTime() + settings.waitForHostsNanos();
    boolean none;
    synchronized (this) {
      while (!areSettled() && System.nanoTime() - deadlineNanos < 0) {
        wait(LOOK_MILLIS);
      }
      none = places() == 0;
    }
    if (none) {
      NoHostsException failure = new NoHostsException(report(0));
      close();
      throw failure;
    }
  }

  private boolean areSettled() {
    for (String host : carrier.hosts()) {
      boolean isThere = sessions.stream().anyMatch(s -> s.host().equals(host) && s.slots() > 0);
      if (!isThere && !troubles.containsKey(host)) {
        return false;
      }
    }
    return true;
  }

  /** How many workers the pool is to have, where the user did not say. */
  public int workers() {
    int workers = Math.max(1, Math.min(places(), MAX_WORKERS));
    synchronized (this) {
      most = workers;
    }
    return workers;
  }

  /** How many workers there may be, on all hosts that are there. */
  public int places() {
    return sessions.stream().mapToInt(HostSession::slots).sum();
  }

  private synchronized HostsReport report(long waitedNanos) {
    List<HostTrouble> all = new ArrayList<>();
    for (String host : carrier.hosts()) {
      all.add(new HostTrouble(host, troubles.getOrDefault(host, "it did not answer in time")));
    }
    return new HostsReport(waitedNanos, List.copyOf(all));
  }

  @Override
  public List<HostFigures> hosts() {
    return carrier.hosts().stream().map(this::figures).toList();
  }

  private HostFigures figures(String host) {
    List<HostSession> all = sessions.stream().filter(s -> s.host().equals(host)).toList();
    Optional<HostSession> present =
        all.stream()
            .filter(session -> session.figure().isPresent())
            .min(Comparator.comparing(session -> session.figure().orElse(State.LOST)));
    int workers = all.stream().mapToInt(HostSession::workers).sum();
    synchronized (this) {
      State absent = workersLost.containsKey(host) ? State.LOST : State.CONNECTING;
      return new HostFigures(
          host,
          present.flatMap(HostSession::figure).orElse(absent),
          present.filter(HostSession::isUsable).map(HostSession::slots).orElse(0),
          workers,
          workersLost.getOrDefault(host, 0L),
          present.isPresent() ? present.get().trouble() : Optional.ofNullable(troubles.get(host)));
    }
  }

  @Override
  public void open(HostEvents taker) {
    List<HostTrouble> missed = new ArrayList<>();
    synchronized (this) {
      events = Optional.of(taker);
      troubles.forEach((host, why) -> missed.add(new HostTrouble(host, why)));
    }
    sessions.stream().filter(s -> s.slots() > 0).forEach(s -> taker.joined(s.host()));
    missed.forEach(each -> taker.lost(each.host(), each.why()));
    tellPlaces();
  }

  private synchronized Optional<HostEvents> taker() {
    return events;
  }

  private void tellPlaces() {
    synchronized (this) {
      if (places() > 0) {
        lonelySinceNanos = System.nanoTime();
      }
      notifyAll();
    }
    int launches = sessions.stream().mapToInt(HostSession::launchesAtOnce).sum();
    growTo(places());
    taker().ifPresent(taker -> taker.placesChanged(places(), Math.max(1, launches)));
  }

  /** A host that joins late brings room for more workers. */
  private void growTo(int places) {
    int room = Math.min(places, MAX_WORKERS);
    synchronized (this) {
      if (settings.workers().isPresent() || events.isEmpty() || room <= most) {
        return;
      }
      most = room;
    }
    taker().ifPresent(taker -> taker.hasRoomFor(room));
  }

  @Override
  public HostedProcess launch(WorkerKey key, List<String> flags) throws IOException {
    HostSession host =
        sessions.stream()
            .filter(session -> session.freeSlots() > 0)
            .max(
                Comparator.comparing((HostSession session) -> !session.isAvoided())
                    .thenComparingInt(HostSession::freeSlots))
            .orElseThrow(() -> new NoPlaceException("no host has room for a worker now"));
    try {
      return host.launch(key).launch().get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof NoPlaceException gone) {
        throw gone;
      }
      throw new IOException(cause == null ? String.valueOf(e) : cause.getMessage(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a worker was launched on " + host.host(), e);
    }
  }

  @Override
  public void share(byte[] bytes) {
    shared.add(bytes);
  }

  @Override
  public void unshare(byte[] bytes) {
    shared.remove(bytes).ifPresent(blob -> sessions.forEach(session -> session.forget(blob)));
  }

  @Override
  public List<LaunchFlag> flags() {
    return plan.flags();
  }

  @Override
  public List<String> command(int workerId) {
    return plan.commandInFull(workerId);
  }

  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      events = Optional.empty();
    }
    carrier.close();
    classPath.ifPresent(ShippedClassPath::close);
  }

  private void watch() {
    try {
      while (!closed) {
        sessions.forEach(HostSession::look);
        giveUpIfLonely();
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** There has been no host for as long as a pool waits for one. */
  private void giveUpIfLonely() {
    long waitedNanos;
    synchronized (this) {
      waitedNanos = System.nanoTime() - lonelySinceNanos;
      if (places() > 0) {
        lonelySinceNanos = System.nanoTime();
        return;
      }
      if (events.isEmpty() || givenUp || waitedNanos < settings.waitForHostsNanos()) {
        return;
      }
      givenUp = true;
    }
    taker().ifPresent(taker -> taker.givenUp(report(waitedNanos)));
  }

  private void lost(String host, String why) {
    synchronized (this) {
      troubles.put(host, why);
      notifyAll();
    }
    taker().ifPresent(taker -> taker.lost(host, why));
  }

  private final class Connections implements Carrier.Listener, HostSession.Listener {
    @Override
    public Carrier.Receiver connected(String host, Link link) {
      HostSession session =
          new HostSession(
              host,
              new Tunnel(link),
              settings,
              Optional.ofNullable(wantedSlots.get(host)),
              classPath,
              shared,
              threads,
              this,
              System::nanoTime);
      sessions.add(session);
      return session;
    }

    @Override
    public void failed(String host, String why) {
      boolean isNew;
      synchronized (RemoteHosts.this) {
        isNew = troubles.put(host, why) == null;
        RemoteHosts.this.notifyAll();
      }
      // It is tried again and again: that it cannot be used is told once.
      if (isNew) {
        RemoteHosts.this.lost(host, why);
      }
    }

    @Override
    public void joined(HostSession session) {
      synchronized (RemoteHosts.this) {
        troubles.remove(session.host());
        workersLost.putIfAbsent(session.host(), 0L);
      }
      taker().ifPresent(taker -> taker.joined(session.host()));
      tellPlaces();
    }

    @Override
    public void draining(HostSession session, List<WorkerKey> workers) {
      // First the room: the scheduler must not replace there what it lets go.
      tellPlaces();
      taker().ifPresent(taker -> taker.draining(workers));
    }

    @Override
    public void left(HostSession session) {
      tellPlaces();
    }

    @Override
    public void refused(HostSession session, String why) {
      sessions.remove(session);
      failed(session.host(), why);
    }

    @Override
    public void lost(HostSession session, String why, int workers) {
      synchronized (RemoteHosts.this) {
        workersLost.merge(session.host(), (long) workers, Long::sum);
      }
      sessions.remove(session);
      RemoteHosts.this.lost(session.host(), why);
      tellPlaces();
    }
  }
}
