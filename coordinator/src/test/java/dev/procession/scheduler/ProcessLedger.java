package dev.procession.scheduler;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What must be true of processes, checked after each event of a simulation. */
final class ProcessLedger {
  private final Simulation world;
  private final Weather weather;
  private final SchedulerOptions options;
  private final LongSupplier waitingItems;
  // By number, then by generation: a number has two at most.
  private final Map<Integer, Map<Integer, LiveProcess>> numbers = new LinkedHashMap<>();
  private final Map<Integer, Integer> generations = new HashMap<>();
  private int holders;
  private int revocations;
  private long started;
  private long lost;
  private OptionalLong firstHelloAt = OptionalLong.empty();
  private boolean onDemand;
  private boolean isEnding;
  private boolean noMoreStarts;
  private int mostWorkers;
  private int workers;

  ProcessLedger(
      Simulation world, Weather weather, SchedulerOptions options, LongSupplier waitingItems) {
    this.world = world;
    this.weather = weather;
    this.options = options;
    this.waitingItems = waitingItems;
    this.mostWorkers = weather.workers();
    this.workers = weather.workers();
  }

  /** Those that are too many may have processes for a while. */
  void resized(int number) {
    workers = number;
    mostWorkers = Math.max(mostWorkers, number);
  }

  private void require(boolean fact, Supplier<String> what) {
    world.ledger.require(fact, what);
  }

  LiveProcess live(WorkerKey key) {
    LiveProcess process = ofNumber(key.workerId()).get(key.generation());
    if (process == null) {
      throw world.ledger.broken("a dead process: " + key);
    }
    return process;
  }

  private Map<Integer, LiveProcess> ofNumber(int workerId) {
    return numbers.computeIfAbsent(workerId, id -> new LinkedHashMap<>());
  }

  Collection<LiveProcess> all() {
    return numbers.values().stream().flatMap(n -> n.values().stream()).toList();
  }

  boolean isEmpty() {
    return numbers.values().stream().allMatch(Map::isEmpty);
  }

  /** From here on processes are started only for items that wait. */
  void startOnDemand() {
    onDemand = true;
  }

  void shutDown() {
    onDemand = true;
    isEnding = true;
  }

  void startNoMore() {
    noMoreStarts = true;
    isEnding = true;
  }

  void started(WorkerKey key) {
    require(key.generation() == generations.getOrDefault(key.workerId(), 0) + 1, () -> "" + key);
    require(!noMoreStarts, () -> "a start after the end: " + key);
    require(key.workerId() < workers, () -> "one too many: " + key);
    Map<Integer, LiveProcess> sameNumber = ofNumber(key.workerId());
    require(sameNumber.size() <= 1, () -> "a third process: " + key);
    boolean isSuccessor = !sameNumber.isEmpty();
    require(
        weather.resizes() > 0 || sameNumber.values().stream().allMatch(LiveProcess::isLeaving),
        () -> "a second process beside one that stays: " + key);
    require(launches() < weather.launchesAtOnce(), () -> launches() + " launches: " + key);
    boolean isOpening = key.generation() == 1 && !isEnding;
    if (onDemand && !isOpening && weather.lies() == 0) {
      long waiting = waitingItems.getAsLong();
      long takers = numbers.values().stream().filter(this::hasTaker).count();
      boolean mustWait = sameNumber.values().stream().anyMatch(p -> !p.chunks.isEmpty());
      long later = numbers.values().stream().filter(ProcessLedger::hasLaterTaker).count();
      long enough = takers + (mustWait ? later : 0);
      require(enough < waiting, () -> enough + " takers are enough for " + waiting + ": " + key);
    }
    require(isSuccessor || numbers.size() <= mostWorkers, () -> "more than N: " + key);
    generations.put(key.workerId(), key.generation());
    sameNumber.put(key.generation(), new LiveProcess(world.now));
    started++;
  }

  /** How many processes have been launched and are silent, and for how long is no concern yet. */
  private long launches() {
    return all().stream()
        .filter(p -> !p.saidHello && world.now - p.launchedAt < LaunchLimit.MAX_SILENCE_NANOS)
        .count();
  }

  private boolean hasTaker(Map<Integer, LiveProcess> sameNumber) {
    return sameNumber.values().stream().allMatch(p -> p.chunks.isEmpty())
        && sameNumber.values().stream().anyMatch(p -> !p.isLeaving());
  }

  /** Whether somebody waits for what the predecessor holds. */
  private static boolean hasLaterTaker(Map<Integer, LiveProcess> sameNumber) {
    return sameNumber.values().stream().anyMatch(p -> p.chunks.isEmpty() && !p.isLeaving())
        && sameNumber.values().stream().anyMatch(p -> !p.chunks.isEmpty());
  }

  void saidHello(WorkerKey key) {
    live(key).saidHello = true;
    if (firstHelloAt.isEmpty()) {
      firstHelloAt = OptionalLong.of(world.now);
    }
  }

  /** Whether the first process may still lead, and so make another wait. */
  private boolean mayLead() {
    return firstHelloAt.isPresent()
        && world.now - firstHelloAt.getAsLong() < 2 * LaunchLimit.LEAD_NANOS;
  }

  void ready(WorkerKey key) {
    LiveProcess process = live(key);
    process.saidHello = true;
    process.ready = true;
    process.idleSince = world.now;
  }

  LiveProcess usable(WorkerKey key) {
    LiveProcess process = live(key);
    require(process.ready && !process.killed && !process.dismissed, () -> "a command to " + key);
    return process;
  }

  void sent(WorkerKey key, Chunk chunk) {
    LiveProcess process = usable(key);
    require(!process.isLeaving(), () -> "a chunk for " + key + ", which leaves");
    require(process.chunks.size() < 2, () -> "no room for " + chunk);
    for (Map.Entry<Integer, LiveProcess> each : ofNumber(key.workerId()).entrySet()) {
      boolean isOther = each.getKey() != key.generation();
      require(
          !isOther || each.getValue().chunks.isEmpty(),
          () -> key + " is sent something while another process of its number holds something");
    }
    holders += process.chunks.isEmpty() ? 1 : 0;
    require(holders <= mostWorkers, () -> holders + " processes hold something");
    process.itemsSent += chunk.count();
    int most = options.maxTasksPerWorker().orElse(Integer.MAX_VALUE);
    require(process.itemsSent <= most, () -> process.itemsSent + " items for " + key);
    process.spent = process.itemsSent == most;
    process.chunks.put(chunk.id(), new LiveProcess.Remaining(chunk));
  }

  void revoked(WorkerKey key, long chunkId) {
    require(usable(key).revoked.add(chunkId), () -> "chunk " + chunkId + " is revoked twice");
    revocations++;
  }

  /** A chunk of a process was returned, in part or as a whole. */
  void returned(LiveProcess process, long chunkId) {
    if (process.revoked.remove(chunkId)) {
      revocations--;
    }
  }

  /** The last of a chunk was answered or returned. */
  void over(WorkerKey key, long chunkId) {
    LiveProcess process = live(key);
    if (process.chunks.remove(chunkId) != null && process.chunks.isEmpty()) {
      holders--;
      othersMayBegin(key);
    }
    returned(process, chunkId);
  }

  private void othersMayBegin(WorkerKey key) {
    ofNumber(key.workerId()).values().forEach(p -> p.idleSince = world.now);
  }

  void dismissed(WorkerKey key) {
    LiveProcess process = usable(key);
    require(process.chunks.isEmpty(), () -> key + " is dismissed with something in hand");
    process.dismissed = true;
    require(
        isEnding
            || process.asksToRetire
            || process.spent
            || isOverdue(process)
            || weather.resizes() > 0
            || weather.lies() > 0,
        () -> key + " is dismissed for no reason");
    require(
        ofNumber(key.workerId()).values().stream().allMatch(p -> p.ready || p.killed),
        () -> key + " is dismissed while its successor starts");
  }

  void killed(WorkerKey key, String reason) {
    LiveProcess process = live(key);
    require(!process.killed, () -> key + " is killed twice");
    process.killed = true;
    process.killedAsPlanned =
        !process.ready
            || reason.equals(KillReason.NOT_NEEDED.text(options))
            || reason.equals(KillReason.DID_NOT_LEAVE.text(options));
  }

  LiveProcess exited(WorkerKey key) {
    LiveProcess process = live(key);
    lost += process.wouldBeLost() ? 1 : 0;
    revocations -= process.revoked.size();
    ofNumber(key.workerId()).remove(key.generation());
    if (!process.chunks.isEmpty()) {
      holders--;
      othersMayBegin(key);
    }
    return process;
  }

  /** What must be so between events. */
  void check(PoolSnapshot snapshot) {
    require(snapshot.workersStarted() == started, () -> started + " started: " + snapshot);
    require(snapshot.workersLost() == lost, () -> lost + " lost: " + snapshot);
    long alive = all().size();
    long exits = snapshot.exits().values().stream().mapToLong(Long::longValue).sum();
    require(exits == started - alive, () -> started + " started, " + alive + " left: " + snapshot);
    require(
        weather.resizes() > 0
            ? isEnding
                || snapshot.workers().stream().filter(w -> w.workerId() < workers).count()
                    == workers
            : snapshot.workers().size() == workers,
        () -> "numbers: " + snapshot);
    if (weather.resizes() == 0 || isEnding) {
      checkProcesses();
    }
  }

  private void checkProcesses() {
    checkStaffed();
    for (Map<Integer, LiveProcess> sameNumber : numbers.values()) {
      for (LiveProcess process : sameNumber.values()) {
        require(!noMoreStarts || process.killed, () -> "alive: " + sameNumber.keySet());
        checkLeaving(sameNumber, process);
        checkIdle(sameNumber, process);
      }
    }
  }

  /**
   * Where nothing makes anybody wait but those that are being launched, a number always has a
   * process that stays, or gets one.
   */
  private void checkStaffed() {
    boolean isWaiting = mayLead() || launches() >= weather.launchesAtOnce();
    if (!onDemand && !noMoreStarts && weather.isCalm() && !isWaiting) {
      require(numbers.size() == weather.workers(), () -> "not all were begun: " + numbers.keySet());
      for (Map<Integer, LiveProcess> sameNumber : numbers.values()) {
        require(
            sameNumber.size() == 2
                || sameNumber.values().stream().anyMatch(p -> p.killed || !p.isLeaving()),
            () -> "nobody to succeed: " + sameNumber.keySet());
      }
    }
  }

  /** Who retires and holds nothing stays only for a successor that is about to get ready. */
  private void checkLeaving(Map<Integer, LiveProcess> sameNumber, LiveProcess process) {
    boolean retires = process.ready && (process.asksToRetire || process.spent);
    if (retires && process.chunks.isEmpty() && !process.dismissed && !process.killed) {
      require(
          sameNumber.values().stream().anyMatch(p -> !p.ready && !p.killed),
          () -> "a retiring process that waits for nobody: " + sameNumber.keySet());
    }
  }

  private void checkIdle(Map<Integer, LiveProcess> sameNumber, LiveProcess process) {
    require(
        !isOverdue(process) || !isIdle(sameNumber, process),
        () -> "idle since " + process.idleSince + ": " + sameNumber.keySet());
  }

  /** Who became due before this moment has been let go. */
  void checkWakes() {
    for (Map<Integer, LiveProcess> sameNumber : numbers.values()) {
      for (LiveProcess process : sameNumber.values()) {
        boolean isLate = isOverdue(process) && idleNanos(process) > idleTimeout();
        require(!isLate || !isIdle(sameNumber, process), () -> "nobody woke: " + world.now);
      }
    }
  }

  private boolean isIdle(Map<Integer, LiveProcess> sameNumber, LiveProcess process) {
    return process.ready
        && !process.isLeaving()
        && revocations == 0
        && weather.lies() == 0
        && sameNumber.values().stream().allMatch(p -> p.chunks.isEmpty());
  }

  private boolean isOverdue(LiveProcess process) {
    return idleNanos(process) >= idleTimeout();
  }

  private long idleNanos(LiveProcess process) {
    return world.now - process.idleSince;
  }

  private long idleTimeout() {
    return options.idleTimeoutNanos().orElse(Long.MAX_VALUE);
  }
}
