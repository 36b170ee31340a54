package dev.procession.scheduler;

import dev.procession.scheduler.SimulatedBatch.Nature;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A process as the shell sees it: messages arrive late and in order, and it may die at any time.
 */
final class SimulatedWorker {
  /** What a worker says of several answers at once; lets the ledger check who answers what. */
  record Answers(Batch batch, int from, int count) {}

  private static final long FLUSH_NANOS = 10_000_000;

  final WorkerKey key;
  private final Simulation world;
  private final Deque<Chunk> inbox = new ArrayDeque<>();
  private final Set<Long> skipped = new HashSet<>();
  private Optional<Chunk> chunk = Optional.empty();
  private int position;
  private int end;
  private int unsentFrom;
  private int itemsRun;
  private boolean silentDeath;
  private boolean dead;
  private long lastToShell;
  private long lastToWorker;
  private long runToken;
  private boolean stopped;
  private final List<Runnable> whenContinued = new ArrayList<>();

  SimulatedWorker(WorkerKey key, Simulation world) {
    this.key = key;
    this.world = world;
  }

  boolean isDead() {
    return dead;
  }

  void start() {
    Weather weather = world.weather;
    long delay = world.between(20_000_000, 200_000_000);
    if (!world.chance(weather.startHangs())) {
      long hello = world.between(10_000_000, delay);
      world.at(world.now + hello, () -> unlessStopped(() -> say(new Event.WorkerSaidHello(key))));
    }
    if (world.chance(weather.startFailures())) {
      world.at(world.now + delay, this::die);
    } else if (!world.chance(weather.startHangs())) {
      world.at(world.now + delay, () -> unlessStopped(() -> say(new Event.WorkerReady(key))));
    }
    if (world.chance(weather.externalKills())) {
      world.at(world.now + world.between(0, 600_000_000), this::die);
    }
    if (world.chance(weather.retirements())) {
      long at = world.now + delay + world.between(0, 600_000_000);
      world.at(at, () -> unlessStopped(() -> say(new Event.WorkerRetiring(key, "enough"))));
    }
    if (world.chance(weather.stops())) {
      world.at(world.now + world.between(0, 600_000_000), this::stop);
    }
  }

  /** As SIGSTOP does; more often than not nobody continues it. */
  private void stop() {
    stopped = true;
    if (world.chance(0.3)) {
      world.at(world.now + world.between(0, 3_000_000_000L), this::goOn);
    }
  }

  private void goOn() {
    stopped = false;
    List<Runnable> missed = List.copyOf(whenContinued);
    whenContinued.clear();
    missed.forEach(this::unlessStopped);
  }

  private void unlessStopped(Runnable action) {
    if (stopped) {
      whenContinued.add(action);
    } else if (!dead) {
      action.run();
    }
  }

  /** A command on its way to the process. */
  void receive(Command command) {
    lastToWorker = Math.max(lastToWorker, world.now + world.latency());
    world.at(lastToWorker, () -> unlessStopped(() -> carryOut(command)));
  }

  private void carryOut(Command command) {
    if (command instanceof Command.SendChunk send) {
      inbox.add(send.chunk());
      if (chunk.isEmpty()) {
        nextItem();
      }
    } else if (command instanceof Command.RevokeChunk revoke) {
      revoke(revoke.chunkId());
    } else if (command instanceof Command.TakeStack take) {
      say(new Event.StackTaken(key, take.chunkId(), take.position(), "stack"));
    } else if (command instanceof Command.CancelItem cancel) {
      cancel(cancel.chunkId(), cancel.position());
    } else if (command instanceof Command.DismissWorker) {
      if (!world.chance(world.weather.stubborn())) {
        world.at(world.now + world.latency(), () -> unlessStopped(this::die));
      }
    } else {
      throw new AssertionError(command);
    }
  }

  private void revoke(long chunkId) {
    if (chunk.isPresent() && chunk.get().id() == chunkId) {
      if (world.chance(0.5)) {
        flush();
      }
      end = Math.min(end, position + 1);
      say(new Event.WorkerReturned(key, chunkId, end));
      return;
    }
    boolean waited = inbox.removeIf(c -> c.id() == chunkId);
    if (waited || world.chance(0.5)) {
      say(new Event.WorkerReturned(key, chunkId, 0));
    }
  }

  private void cancel(long chunkId, int cancelled) {
    boolean isRunning = chunk.isPresent() && chunk.get().id() == chunkId && position == cancelled;
    if (!isRunning) {
      skipped.add(chunkId << 24 | cancelled);
    } else if (natureOfRunning() != Nature.HANGS_FOR_EVER && world.chance(0.8)) {
      long token = ++runToken;
      world.at(world.now + world.between(0, 2_000_000), () -> unlessStopped(() -> finish(token)));
    }
  }

  private Nature natureOfRunning() {
    Chunk running = chunk.orElseThrow();
    return ((SimulatedBatch) running.batch()).natures[running.from() + position];
  }

  private void nextItem() {
    if (chunk.isEmpty()) {
      if (inbox.isEmpty()) {
        return;
      }
      chunk = Optional.of(inbox.remove());
      position = 0;
      unsentFrom = 0;
      end = chunk.get().count();
    }
    Chunk running = chunk.orElseThrow();
    SimulatedBatch batch = (SimulatedBatch) running.batch();
    int item = running.from() + position;
    long token = ++runToken;
    if (skipped.contains(running.id() << 24 | position)) {
      world.at(world.now, () -> unlessStopped(() -> finish(token)));
      return;
    }
    batch.startedAt[item] = world.now;
    long duration = batch.durations[item];
    switch (batch.natures[item]) {
      case NORMAL, FAILS, FAILS_TWICE ->
          world.at(world.now + duration, () -> unlessStopped(() -> finish(token)));
      case CRASHES -> world.at(world.now + duration, () -> unlessStopped(() -> crash(token)));
      case CRASHES_AT_FIRST -> {
        Runnable then =
            running.attempt() == 1
                ? () -> unlessStopped(() -> crash(token))
                : () -> unlessStopped(() -> finish(token));
        world.at(world.now + duration, then);
      }
      case CRASHES_SILENTLY -> {
        silentDeath = true;
        world.at(world.now + duration, () -> unlessStopped(() -> crash(token)));
      }
      case HANGS_UNTIL_CANCELLED, HANGS_FOR_EVER -> {}
    }
  }

  private void crash(long token) {
    if (token == runToken) {
      die();
    }
  }

  private void finish(long token) {
    if (dead || token != runToken) {
      return;
    }
    Chunk running = chunk.orElseThrow();
    silentDeath = false;
    position++;
    itemsRun++;
    if (world.chance(world.weather.lies())) {
      lie(running);
    }
    if (position == end) {
      flush();
      chunk = Optional.empty();
    } else if (world.chance(0.3)) {
      flush();
    } else {
      world.at(world.now + FLUSH_NANOS, () -> unlessStopped(this::flush));
    }
    if (itemsRun == world.weather.itemsUntilRetiring()) {
      say(new Event.WorkerRetiring(key, "enough"));
    }
    nextItem();
  }

  private void flush() {
    if (dead || chunk.isEmpty() || unsentFrom == position) {
      return;
    }
    Chunk running = chunk.get();
    int count = position - unsentFrom;
    SimulatedBatch batch = (SimulatedBatch) running.batch();
    long busy = 0;
    BitSet failed = new BitSet();
    for (int i = unsentFrom; i < position; i++) {
      int item = running.from() + i;
      boolean fails =
          batch.natures[item] == Nature.FAILS
              || (batch.natures[item] == Nature.FAILS_TWICE && batch.failures[item] < 2);
      failed.set(i - unsentFrom, fails);
      busy += batch.durations[running.from() + i];
    }
    Answers answers = new Answers(batch, running.from() + unsentFrom, count);
    say(new Event.WorkerAnswered(key, running.id(), unsentFrom, count, busy, answers, failed));
    unsentFrom = position;
  }

  private void lie(Chunk running) {
    Answers rubbish = new Answers(running.batch(), -1, 1);
    int next = unsentFrom;
    switch ((int) world.between(0, 5)) {
      case 0 -> say(new Event.WorkerAnswered(key, running.id(), next + 1, 1, 1, rubbish));
      case 1 -> say(new Event.WorkerAnswered(key, running.id() + 1000, 0, 1, 1, rubbish));
      case 2 -> say(new Event.WorkerAnswered(key, running.id(), next, 1 << 21, 1, rubbish));
      case 3 -> say(new Event.WorkerReturned(key, running.id(), running.count() + 1));
      default -> say(new Event.WorkerMisbehaved(key));
    }
  }

  /** What the progress page says. */
  Optional<RunningItem> running() {
    if (chunk.isEmpty() || silentDeath) {
      return Optional.empty();
    }
    return Optional.of(new RunningItem(chunk.get().id(), position));
  }

  void die() {
    if (dead) {
      return;
    }
    dead = true;
    chunk.ifPresent(c -> ((SimulatedBatch) c.batch()).deaths[c.from() + position]++);
    say(new Event.WorkerExited(key, running(), "exit of " + key));
    if (world.chance(0.1)) {
      world.at(lastToShell + world.latency(), () -> world.speakOfTheDead(key));
    }
  }

  /** Its host is lost: it is silent from now on, and some time later that is certain. */
  void lose(long certainAt) {
    if (dead) {
      return;
    }
    Optional<RunningItem> lastSeen = running();
    dead = true;
    lastToShell = Math.max(lastToShell, certainAt);
    world.at(
        lastToShell,
        () ->
            world.happen(
                new Event.WorkerExited(key, lastSeen, ExitCause.HOST_LOST, "lost with its host")));
  }

  /** No host has room for it. */
  void findNoPlace() {
    dead = true;
    world.at(
        world.now + world.latency(),
        () ->
            world.happen(
                new Event.WorkerExited(key, Optional.empty(), ExitCause.NO_PLACE, "no place")));
  }

  private void say(Event event) {
    if (dead && !(event instanceof Event.WorkerExited)) {
      return;
    }
    lastToShell = Math.max(lastToShell, world.now + world.latency());
    world.at(lastToShell, () -> world.happen(event));
  }
}
