package dev.procession.sharing;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import dev.procession.scheduler.WorkerKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tasks of many workers at a few shared objects, with deaths, cancellations and ends at any moment,
 * watched by a record of its own of who holds what.
 */
final class SharingSimulationTest {
  private static final int ROUNDS = Integer.getInteger("procession.simulation.seeds", 200) / 10;
  private static final int PERMITS = 5;
  private static final int CAPACITY = 7;
  private static final int LOCKS = 3;
  private static final long SEMAPHORE = 100;
  private static final long QUEUE = 101;

  @Test
  void fewWorkersAtFewObjects() {
    for (int i = 0; i < ROUNDS; i++) {
      long seed = new Random().nextLong();
      run(seed, 2 + i % 5, 600);
    }
  }

  @Test
  void thousandsOfWorkers() {
    run(new Random().nextLong(), 3_000, 30_000);
  }

  private static void run(long seed, int workers, int steps) {
    try {
      World world = new World(new Random(seed), workers);
      for (int i = 0; i < steps; i++) {
        world.step();
      }
      world.end();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ", " + workers + " workers", e);
    }
  }

  /** A task's life as far as it matters here. */
  private static final class SimulatedTask {
    final Caller caller;

    /** What it waits for; changed by the only thread, like all that follows. */
    @Nullable Asked waiting;

    final Set<Long> locks = new LinkedHashSet<>();
    int permits;

    SimulatedTask(Caller caller) {
      this.caller = caller;
    }
  }

  private record Asked(SimulatedTask task, long id, long object, SharedOperation operation) {}

  private static final class World {
    private final Random random;
    private final Sharing sharing = new Sharing(1, SharingLimits.DEFAULT);
    private final List<SimulatedTask> tasks = new ArrayList<>();
    private final Map<Long, Asked> open = new HashMap<>();

    /** The requests for each lock that have not been answered, in their order. */
    private final Map<Long, LinkedHashMap<Long, Asked>> lines = new HashMap<>();

    private final Map<Long, SimulatedTask> holders = new HashMap<>();
    private final Set<Long> abandoned = new HashSet<>();
    private final Set<Integer> inQueue = new HashSet<>();
    private final List<Integer> taken = new ArrayList<>();
    // Changed by the only thread.
    private long now;
    private long lastRequest;
    private long lastChunk;
    private int generation;
    private int lastItem;
    private int lost;
    private int accepted;
    private int steps;

    World(Random random, int workers) {
      this.random = random;
      for (long lock = 0; lock < LOCKS; lock++) {
        handle(new SharingEvent.Made(lock, "lock", new SharedSpec.Lock()));
        lines.put(lock, new LinkedHashMap<>());
      }
      handle(new SharingEvent.Made(SEMAPHORE, "semaphore", new SharedSpec.Semaphore(PERMITS)));
      handle(new SharingEvent.Made(QUEUE, "queue", new SharedSpec.Queue(CAPACITY)));
      for (int i = 0; i < workers; i++) {
        tasks.add(newTask(new WorkerKey(i, 0)));
      }
    }

    private SimulatedTask newTask(WorkerKey worker) {
      return new SimulatedTask(
          new Caller(
              Optional.of(worker),
              ++lastChunk,
              0,
              new TaskLabel(true, lastChunk, Optional.empty()),
              1));
    }

    void step() {
      now += random.nextInt(2_000_000);
      SimulatedTask task = tasks.get(random.nextInt(tasks.size()));
      int choice = random.nextInt(100);
      if (choice < 4) {
        die(task);
      } else if (choice < 10) {
        end(task);
      } else if (task.waiting != null) {
        if (choice < 20) {
          handle(new SharingEvent.Withdrawn(task.caller.worker(), task.waiting.id()));
        } else if (choice < 26) {
          cancel(task);
        } else {
          handle(new SharingEvent.TimePassed());
        }
      } else {
        act(task, choice);
      }
      if (++steps % (1 + tasks.size() / 10) == 0) {
        check();
      }
    }

    private void act(SimulatedTask task, int choice) {
      long lock = random.nextInt(LOCKS);
      if (choice < 45 && task.locks.remove(lock)) {
        holders.remove(lock);
        tell(task, lock, new SharedOperation.Unlock());
      } else if (choice < 45) {
        ask(task, lock, new SharedOperation.Lock(limit()));
      } else if (choice < 60 && task.permits > 0) {
        int some = 1 + random.nextInt(task.permits);
        task.permits -= some;
        tell(task, SEMAPHORE, new SharedOperation.Release(some));
      } else if (choice < 60) {
        int wanted = 1 + random.nextInt(PERMITS);
        ask(task, SEMAPHORE, new SharedOperation.Acquire(wanted, limit()));
      } else if (choice < 80) {
        byte[] item = ByteBuffer.allocate(4).putInt(++lastItem).array();
        ask(task, QUEUE, new SharedOperation.Put(item, limit()));
      } else {
        ask(task, QUEUE, new SharedOperation.Take(limit()));
      }
    }

    private long limit() {
      return switch (random.nextInt(4)) {
        case 0 -> 0;
        case 1 -> random.nextInt(20_000_000);
        default -> SharedOperation.FOREVER;
      };
    }

    private void ask(SimulatedTask task, long object, SharedOperation operation) {
      Asked asked = new Asked(task, ++lastRequest, object, operation);
      task.waiting = asked;
      open.put(asked.id(), asked);
      if (operation instanceof SharedOperation.Lock) {
        requireNonNull(lines.get(object)).put(asked.id(), asked);
      }
      handle(new SharingEvent.Asked(task.caller, asked.id(), object, "", operation));
    }

    private void tell(SimulatedTask task, long object, SharedOperation operation) {
      handle(new SharingEvent.Asked(task.caller, 0, object, "", operation));
    }

    private void die(SimulatedTask task) {
      forget(task);
      WorkerKey worker = task.caller.worker().orElseThrow();
      tasks.set(tasks.indexOf(task), newTask(new WorkerKey(worker.workerId(), ++generation)));
      handle(new SharingEvent.WorkerGone(worker));
    }

    /** Whatever it waits for, it waits no longer. */
    private void cancel(SimulatedTask task) {
      handle(
          new SharingEvent.TaskCancelled(
              task.caller.worker().orElseThrow(), task.caller.chunkId(), 0));
      assertEquals(null, task.waiting, "cancelled, and still waits");
    }

    /** Its end is told, or shown by a request of the next. */
    private void end(SimulatedTask task) {
      Asked unanswered = task.waiting;
      SimulatedTask next = newTask(task.caller.worker().orElseThrow());
      abandon(task);
      tasks.set(tasks.indexOf(task), next);
      if (random.nextBoolean()) {
        handle(
            new SharingEvent.TasksEnded(
                task.caller.worker().orElseThrow(), task.caller.chunkId(), 0));
      } else {
        ask(next, QUEUE, new SharedOperation.Size());
      }
      assertTrue(unanswered == null || !open.containsKey(unanswered.id()), "no answer");
    }

    private void abandon(SimulatedTask task) {
      for (long lock : task.locks) {
        holders.remove(lock);
        abandoned.add(lock);
      }
      task.locks.clear();
      task.permits = 0;
    }

    private void forget(SimulatedTask task) {
      abandon(task);
      if (task.waiting != null) {
        open.remove(task.waiting.id());
        lines.values().forEach(line -> line.remove(task.waiting.id()));
        if (task.waiting.operation() instanceof SharedOperation.Put) {
          lost++;
        }
      }
    }

    private void handle(SharingEvent event) {
      for (SharingCommand command : sharing.handle(event, now)) {
        if (command instanceof SharingCommand.Answer answer) {
          answered(answer);
        } else if (command instanceof SharingCommand.Misbehaved misbehaved) {
          throw new AssertionError(misbehaved.toString());
        }
      }
    }

    private void answered(SharingCommand.Answer answer) {
      Asked asked = open.remove(answer.requestId());
      assertTrue(asked != null, () -> "not asked, or gone, or answered before: " + answer);
      assertEquals(asked.task().caller.worker(), answer.worker());
      asked.task().waiting = null;
      SharedReply reply = answer.reply();
      if (asked.operation() instanceof SharedOperation.Lock) {
        LinkedHashMap<Long, Asked> line = requireNonNull(lines.get(asked.object()));
        if (reply instanceof SharedReply.Locked locked) {
          assertEquals(asked.id(), line.keySet().iterator().next(), "out of turn");
          assertEquals(null, holders.put(asked.object(), asked.task()), "two holders");
          assertEquals(abandoned.remove(asked.object()), locked.abandoned());
          asked.task().locks.add(asked.object());
        }
        line.remove(asked.id());
      } else if (asked.operation() instanceof SharedOperation.Acquire acquire) {
        if (reply instanceof SharedReply.Done) {
          asked.task().permits += acquire.permits();
        }
      } else if (asked.operation() instanceof SharedOperation.Put put) {
        if (reply instanceof SharedReply.Done) {
          accepted++;
          assertTrue(inQueue.add(ByteBuffer.wrap(put.value()).getInt()));
        }
      } else if (reply instanceof SharedReply.Value value) {
        int item = ByteBuffer.wrap(value.bytes()).getInt();
        // An item may be handed on before its putter has its answer.
        taken.add(item);
      }
    }

    private void check() {
      int held = tasks.stream().mapToInt(task -> task.permits).sum();
      assertTrue(held <= PERMITS, "permits: " + held);
      lines.forEach(
          (lock, line) ->
              assertTrue(
                  holders.containsKey(lock) || line.isEmpty(), "lock is free, and is waited for"));
      for (SimulatedTask task : tasks) {
        assertNoCycle(task);
      }
    }

    private void assertNoCycle(SimulatedTask task) {
      SimulatedTask next = task;
      for (int i = 0; i <= LOCKS; i++) {
        Asked asked = next.waiting;
        if (asked == null
            || !(asked.operation() instanceof SharedOperation.Lock lock)
            || lock.waitNanos() != SharedOperation.FOREVER) {
          return;
        }
        next = requireNonNull(holders.get(asked.object()));
        assertNotEquals(task, next, "a cycle was not found");
      }
    }

    /** Everybody goes; then all must be free, and every item accounted for. */
    void end() {
      List.copyOf(tasks).forEach(this::die);
      SimulatedTask last = newTask(new WorkerKey(0, ++generation));
      for (long lock = 0; lock < LOCKS; lock++) {
        ask(last, lock, new SharedOperation.Lock(0));
      }
      ask(last, SEMAPHORE, new SharedOperation.Acquire(PERMITS, 0));
      assertEquals(LOCKS, last.locks.size());
      assertEquals(PERMITS, last.permits);
      int before;
      do {
        before = taken.size();
        ask(last, QUEUE, new SharedOperation.Take(0));
      } while (taken.size() > before);
      assertEquals(taken.size(), new HashSet<>(taken).size(), "taken twice");
      assertTrue(taken.containsAll(inQueue) && taken.size() <= accepted + lost, "lost");
      assertEquals(Map.of(), open);
    }
  }
}
