package dev.procession.live;

import static dev.procession.timeline.JsonText.micros;
import static dev.procession.timeline.JsonText.orNull;
import static dev.procession.timeline.JsonText.quoted;

import dev.procession.process.job.WindowFigures;
import dev.procession.process.observe.EngineSnapshot;
import dev.procession.process.observe.JobFigures;
import dev.procession.process.observe.ObservedPool;
import dev.procession.process.observe.ProcessMemory;
import dev.procession.scheduler.JobSnapshot;
import dev.procession.scheduler.PoolSnapshot;
import dev.procession.scheduler.PoolSnapshot.Phase;
import dev.procession.scheduler.RunningItem;
import dev.procession.scheduler.WorkerKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the state of one pool into JSON, again and again. Used by the thread that makes the page's
 * events only.
 */
final class PoolState {
  /** The memory of processes is looked at in every fourth state: it is read from files. */
  private static final int MEMORY_EVERY = 4;

  private final PoolModel model;
  private final Map<WorkerKey, ProcessMemory> memory = new HashMap<>();
  private final Map<WorkerKey, Running> running = new HashMap<>();

  private int states;

  /** What was last asked of the pool; kept for the time after its end. */
  private Optional<EngineSnapshot> last = Optional.empty();

  private record Running(RunningItem item, long sinceNanos) {}

  PoolState(PoolModel model) {
    this.model = model;
  }

  /** The state at that time. */
  String json(long now) {
    ObservedPool pool = model.pool();
    StringBuilder json = new StringBuilder("{\"pool\":").append(model.number());
    Map<Long, JobFigures> figures = new HashMap<>();
    if (pool != null) {
      EngineSnapshot snapshot = pool.snapshot();
      last = Optional.of(snapshot);
      pool.jobs().forEach(job -> figures.put(job.job().id(), job));
      json.append(",\"residentLimit\":")
          .append(pool.maxWorkerBytes().map(Object::toString).orElse("null"));
      json.append(",\"workers\":[");
      workers(snapshot, pool.processes(), now, json);
      json.append(']');
    }
    json.append(",\"ended\":").append(model.hasEnded());
    last.ifPresent(snapshot -> totals(snapshot, json));
    json.append(",\"jobs\":[");
    jobs(figures, now, json);
    return json.append("],").append(model.counted()).append('}').toString();
  }

  private static void totals(EngineSnapshot snapshot, StringBuilder json) {
    PoolSnapshot pool = snapshot.pool();
    json.append(",\"state\":").append(quoted(pool.state()));
    json.append(",\"queued\":").append(snapshot.queuedItems());
    json.append(",\"held\":").append(pool.heldItems());
    json.append(",\"started\":").append(pool.workersStarted());
    json.append(",\"lost\":").append(pool.workersLost());
    json.append(",\"bytesSent\":").append(snapshot.bytesSent());
    json.append(",\"bytesReceived\":").append(snapshot.bytesReceived());
  }

  private void workers(
      EngineSnapshot snapshot,
      Map<WorkerKey, ObservedPool.ProcessFigures> processes,
      long now,
      StringBuilder json) {
    boolean isLook = states++ % MEMORY_EVERY == 0;
    Set<WorkerKey> seen = new HashSet<>();
    String separator = "";
    for (PoolSnapshot.WorkerSnapshot worker : snapshot.pool().workers()) {
      WorkerKey key = new WorkerKey(worker.workerId(), worker.generation());
      seen.add(key);
      long pid = snapshot.pids().getOrDefault(key, 0L);
      ObservedPool.ProcessFigures says =
          processes.getOrDefault(key, ObservedPool.ProcessFigures.UNKNOWN);
      if (says.isHere() && pid != 0 && (isLook || !memory.containsKey(key))) {
        memory.put(key, ProcessMemory.of(pid));
      }
      ProcessMemory is = memory.getOrDefault(key, new ProcessMemory(0, false));
      json.append(separator).append("{\"worker\":").append(worker.workerId());
      json.append(",\"generation\":").append(worker.generation());
      json.append(",\"pid\":").append(pid);
      json.append(",\"state\":").append(quoted(state(worker.state(), is)));
      long launched = model.launchedNanos(key);
      json.append(",\"age\":").append(launched == 0 ? "null" : micros(now - launched));
      json.append(",\"done\":").append(snapshot.tasksSucceeded(worker.workerId()));
      json.append(",\"chunks\":").append(worker.chunksHeld());
      json.append(",\"item\":").append(item(key, says.running(), now));
      String waits = String.join("; ", snapshot.waits().getOrDefault(key, List.of()));
      json.append(",\"waitsFor\":").append(quoted(waits));
      json.append(",\"resident\":").append(is.residentBytes());
      json.append(",\"heap\":").append(says.usedHeap());
      json.append(",\"maxHeap\":").append(says.maxHeap()).append('}');
      separator = ",";
    }
    memory.keySet().retainAll(seen);
    running.keySet().retainAll(seen);
  }

  private static String state(Phase phase, ProcessMemory is) {
    if (phase == Phase.VACANT) {
      return "gone";
    }
    return is.isStopped() ? "stopped" : phase.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The item's index, or null where it is not known, and for how long it has been seen to run; or
   * null. The index is told here since the chunks on the page are of another moment.
   */
  private String item(WorkerKey key, Optional<RunningItem> item, long now) {
    if (item.isEmpty()) {
      running.remove(key);
      return "null";
    }
    Running before = running.get(key);
    if (before == null || !before.item().equals(item.get())) {
      before = new Running(item.get(), now);
      running.put(key, before);
    }
    OptionalLong first = model.firstIndex(item.get().chunkId());
    OptionalLong index =
        first.isPresent()
            ? OptionalLong.of(first.getAsLong() + item.get().position())
            : OptionalLong.empty();
    return "[" + orNull(index) + "," + micros(now - before.sinceNanos()) + "]";
  }

  private void jobs(Map<Long, JobFigures> figures, long now, StringBuilder json) {
    int before = json.length();
    model.eachJob(
        job -> {
          JobFigures open = figures.remove(job.id);
          job(job, open, now, json, before);
        });
    // One of which nothing has been sent yet.
    figures.forEach((id, open) -> job(new JobModel(id, now), open, now, json, before));
  }

  private static void job(
      JobModel job, @Nullable JobFigures open, long now, StringBuilder json, int before) {
    json.append(json.length() == before ? "" : ",").append("{\"job\":").append(job.id);
    json.append(",\"done\":").append(job.done).append(",\"failed\":").append(job.failed);
    json.append(",\"ended\":").append(open == null);
    if (open != null) {
      JobSnapshot known = open.job();
      OptionalLong total = known.isClosed() ? OptionalLong.of(known.offeredItems()) : known.total();
      double rate = job.rate(now);
      json.append(",\"total\":").append(orNull(total));
      json.append(",\"rate\":").append(String.format(Locale.ROOT, "%.2f", rate));
      json.append(",\"left\":").append(left(total, job.done, rate));
      json.append(",\"chunk\":").append(known.chunkItems());
      json.append(",\"queued\":").append(known.queuedItems());
      json.append(",\"held\":").append(known.heldItems());
      json.append(",\"window\":").append(open.window().map(PoolState::window).orElse("null"));
      json.append(",\"waits\":").append(quoted(waitsFor(open)));
    }
    json.append('}');
  }

  private static String window(WindowFigures window) {
    return "["
        + window.items()
        + ","
        + window.limitItems()
        + ","
        + window.bytes()
        + ","
        + window.limitBytes()
        + "]";
  }

  /** Seconds until its end, if that can be said. */
  private static String left(OptionalLong total, long done, double rate) {
    return total.isEmpty() || rate <= 0
        ? "null"
        : String.format(Locale.ROOT, "%.1f", Math.max(0, total.getAsLong() - done) / rate);
  }

  /** What keeps a job from going faster. */
  static String waitsFor(JobFigures open) {
    JobSnapshot job = open.job();
    boolean isWindowFull = open.window().isPresent() && open.window().get().isAwaited();
    boolean hasMore = open.window().isPresent() && !open.window().get().hasSourceEnded();
    if (job.queuedItems() > 0) {
      return job.heldItems() > 0 ? "running" : "waits for a free worker";
    } else if (job.heldItems() > 0) {
      return hasMore && !isWindowFull ? "waits for its source" : "running";
    } else if (isWindowFull) {
      return "waits for its results to be taken";
    }
    return hasMore ? "waits for its source" : "nothing is left to do";
  }
}
