package dev.procession.scheduler;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * A pool in virtual time: a scheduler, a shell around it, workers and callers that do what they
 * like. One seed, one history.
 */
final class Simulation {
  private record Task(long at, long sequence, Runnable action) {}

  static final long START_TIMEOUT = 1_000_000_000;
  static final long GRACE = 50_000_000;

  /** An hour: hundreds of items that each lose five workers one after the other take minutes. */
  private static final long LONGEST = 3_600_000_000_000L;

  final Weather weather;
  final Ledger ledger;
  long now;

  private final SplittableRandom random;
  private final Scheduler scheduler;
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::sequence));
  private final Map<WorkerKey, SimulatedWorker> ready = new LinkedHashMap<>();
  private final Map<WorkerKey, SimulatedWorker> workers = new LinkedHashMap<>();
  private final SimulatedCallers callers;
  private final List<String> trace = new ArrayList<>();
  private final boolean traced;
  private long originNanos;
  private long sequence;
  private int events;
  private boolean polling;

  /** Where the workers run; empty for a single place that is always there. */
  private Optional<SimulatedHosts> hosts = Optional.empty();

  Simulation(SplittableRandom random, Weather weather, boolean traced) {
    this.random = random;
    this.weather = weather;
    this.traced = traced;
    originNanos = random.nextLong();
    SchedulerOptions options = weather.options(START_TIMEOUT, GRACE);
    scheduler = new Scheduler(options);
    ledger = new Ledger(this, weather, options);
    callers = new SimulatedCallers(this, random);
  }

  /** Has the workers run on hosts that come and go. */
  Simulation on(int count, int slots, int losses) {
    hosts = Optional.of(new SimulatedHosts(this, count, slots, losses));
    return this;
  }

  /** Runs until the pool has terminated; throws if anything is not as it must be. */
  void run() {
    hosts.ifPresent(SimulatedHosts::open);
    at(
        0,
        () -> {
          happen(new Event.PoolOpened());
          ledger.opened();
        });
    for (long id = 1; id <= weather.jobs(); id++) {
      long jobId = id;
      at(between(0, weather.lastJobAt()), () -> callers.openJob(jobId));
    }
    for (int i = 0; i < weather.resizes(); i++) {
      int workers = 1 + random.nextInt(6);
      at(between(0, 800_000_000), () -> resize(workers));
    }
    if (weather.shutdownNowAt() != Weather.NEVER) {
      at(weather.shutdownNowAt(), () -> happen(new Event.ShutdownNowRequested()));
    }
    at(Math.min(weather.shutdownAt(), 5_000_000_000L), callers::shutDown);
    long most = 5_000L + 60L * weather.jobs() * weather.maxItemsPerJob() + 400L * weather.workers();
    while (!ledger.isTerminated()) {
      step();
      ledger.require(events < most, () -> "too many events: " + events);
      ledger.require(now < LONGEST, "it takes too long");
    }
    // What is still on its way finds a scheduler that has nothing to say any more.
    while (!tasks.isEmpty()) {
      step();
    }
    ledger.checkEnd();
  }

  private void resize(int workers) {
    if (!ledger.isTerminated()) {
      ledger.resized(workers);
      happen(new Event.PoolResized(workers));
    }
  }

  int events() {
    return events;
  }

  private void step() {
    OptionalLong wake = scheduler.nextWakeNanos();
    Task next = tasks.peek();
    long wakeAt = wake.isPresent() ? wake.getAsLong() - originNanos : Long.MAX_VALUE;
    if (next == null && wake.isEmpty()) {
      throw ledger.broken("nothing will ever happen again: " + scheduler.snapshot());
    }
    if (next == null || wakeAt < next.at()) {
      now = Math.max(now, wakeAt);
      happen(new Event.TimePassed());
    } else {
      tasks.remove();
      now = Math.max(now, next.at());
      next.action().run();
    }
  }

  void at(long time, Runnable action) {
    tasks.add(new Task(time, ++sequence, action));
  }

  /** How long it may take until the loss of a host is certain. */
  long longestSilence() {
    return hosts.isPresent() ? SimulatedHosts.LONGEST_SILENCE : 0;
  }

  long latency() {
    return random.nextInt(10) == 0 ? between(0, 20_000_000) : between(5_000, 100_000);
  }

  long between(long from, long to) {
    return random.nextLong(from, to);
  }

  boolean chance(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  List<String> trace() {
    return trace;
  }

  /** Hands an event to the scheduler and carries out what it says. */
  void happen(Event event) {
    // How often it is looked who runs what depends on the time only.
    events += event instanceof Event.WorkerSeen ? 0 : 1;
    boolean isChecked = weather.workers() <= 8 && events % 4 == 0 && !ledger.isTerminated();
    if (isChecked) {
      ledger.checkWakes();
    }
    ledger.before(event);
    List<Command> commands = scheduler.handle(event, originNanos + now);
    if (traced) {
      trace.add(now / 1000 + " us " + event);
      commands.forEach(c -> trace.add("    -> " + c));
    }
    for (Command command : commands) {
      ledger.check(command);
      carryOut(command);
    }
    if (isChecked && !ledger.isTerminated()) {
      ledger.check(scheduler.snapshot());
    }
    if (event instanceof Event.WorkerReady e) {
      ready.put(e.worker(), worker(e.worker()));
    } else if (event instanceof Event.WorkerExited e) {
      ready.remove(e.worker());
      workers.remove(e.worker());
    }
    if (!polling && scheduler.pollNanos().isPresent()) {
      polling = true;
      at(now + scheduler.pollNanos().getAsLong(), this::poll);
    }
  }

  /** Events of a process whose exit has been reported: nobody may mind them. */
  void speakOfTheDead(WorkerKey key) {
    if (ledger.isTerminated()) {
      return;
    }
    happen(new Event.TimePassed());
    List<Event> stale =
        List.of(
            new Event.WorkerSaidHello(key),
            new Event.WorkerReady(key),
            new Event.WorkerAnswered(key, 1, 0, 1, 1, "stale"),
            new Event.WorkerRetiring(key, "stale"),
            new Event.WorkerMisbehaved(key),
            new Event.WorkerExited(key, Optional.empty(), "stale"));
    for (Event event : stale) {
      List<Command> commands = scheduler.handle(event, originNanos + now);
      ledger.require(commands.isEmpty(), () -> event + " is answered with " + commands);
    }
  }

  private SimulatedWorker worker(WorkerKey key) {
    SimulatedWorker worker = workers.get(key);
    if (worker == null) {
      throw ledger.broken("no such process: " + key);
    }
    return worker;
  }

  private void poll() {
    polling = false;
    for (SimulatedWorker worker : List.copyOf(ready.values())) {
      if (!worker.isDead()) {
        happen(new Event.WorkerSeen(worker.key, worker.running()));
      }
    }
  }

  private void carryOut(Command command) {
    if (command instanceof Command.StartWorker c) {
      SimulatedWorker worker = new SimulatedWorker(c.worker(), this);
      workers.put(c.worker(), worker);
      if (hosts.isEmpty() || hosts.get().place(worker)) {
        worker.start();
      }
    } else if (command instanceof Command.KillWorker c) {
      SimulatedWorker worker = worker(c.worker());
      at(now + latency(), worker::die);
    } else if (command instanceof Command.SendChunk c) {
      worker(c.worker()).receive(c);
    } else if (command instanceof Command.RevokeChunk c) {
      worker(c.worker()).receive(c);
    } else if (command instanceof Command.TakeStack c) {
      worker(c.worker()).receive(c);
    } else if (command instanceof Command.CancelItem c) {
      worker(c.worker()).receive(c);
    } else if (command instanceof Command.DismissWorker c) {
      worker(c.worker()).receive(c);
    } else if (command instanceof Command.WantItems c) {
      callers.asked(c);
    }
  }
}
