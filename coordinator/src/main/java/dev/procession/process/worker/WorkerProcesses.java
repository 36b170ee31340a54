package dev.procession.process.worker;

import dev.procession.process.job.FunctionDefinition;
import dev.procession.process.job.ItemBatch;
import dev.procession.process.observe.ObservedPool;
import dev.procession.protocol.ToWorker;
import dev.procession.scheduler.Chunk;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.WorkerKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The live worker processes. Changed on the loop thread only. */
public final class WorkerProcesses {
  /** What a process has been sent and has not answered. */
  public record Sent(WorkerProcess process, AwaitedChunk chunk) {}

  private final WorkerServices services;

  /** Changed by the loop thread, read by others. */
  private final Map<WorkerKey, WorkerProcess> workers = new ConcurrentHashMap<>();

  public WorkerProcesses(WorkerServices services) {
    this.services = services;
  }

  /** Starts a process. */
  public void start(WorkerKey key) {
    WorkerProcess worker = new WorkerProcess(key, services);
    workers.put(key, worker);
    worker.start();
  }

  /** Sends a process items to run. This and what follows does nothing to one that is gone. */
  public void sendChunk(WorkerKey key, Chunk chunk) {
    WorkerProcess worker = workers.get(key);
    if (worker != null) {
      worker.sendChunk(chunk);
    }
  }

  /** Asks a process to return what it has not begun of a chunk. */
  public void revoke(WorkerKey key, long chunkId) {
    WorkerProcess worker = workers.get(key);
    if (worker != null) {
      worker.revoke(chunkId);
    }
  }

  /** Asks a process to stop running an item. */
  public void cancel(WorkerKey key, long chunkId, int position) {
    WorkerProcess worker = workers.get(key);
    if (worker != null) {
      worker.send(new ToWorker.Cancel(chunkId, position));
    }
  }

  /** Asks a process where in its code an item is. */
  public void takeStack(WorkerKey key, long chunkId, int position) {
    WorkerProcess worker = workers.get(key);
    if (worker != null) {
      worker.reports().expectStack();
      worker.send(new ToWorker.StackWanted(chunkId, position));
    }
  }

  /** Sends a process a message. */
  public void send(WorkerKey key, ToWorker message) {
    worker(key).ifPresent(worker -> worker.send(message));
  }

  /** Writes an answer on the calling thread, which is the reader of that process. */
  public void sendNow(WorkerKey key, ToWorker message) {
    worker(key).ifPresent(worker -> worker.sendNow(message));
  }

  /** A process has sent what no worker may send. */
  public void misbehaved(WorkerKey key, String what) {
    worker(key).ifPresent(worker -> worker.reports().misbehaved(what));
  }

  /** Asks a process to exit. */
  public void dismiss(WorkerKey key) {
    WorkerProcess worker = workers.get(key);
    if (worker != null) {
      worker.send(new ToWorker.Bye());
    }
  }

  public void kill(WorkerKey key, String reason) {
    WorkerProcess worker = workers.get(key);
    if (worker != null) {
      worker.kill(reason);
    }
  }

  /** Tells every process that a function will not be used again. */
  public void forget(FunctionDefinition function) {
    ToWorker forget = new ToWorker.Forget(function.functionId());
    for (WorkerProcess worker : workers.values()) {
      worker.send(forget);
    }
  }

  /** Tells every process that a broadcast value is closed. */
  public void closeBroadcast(long id) {
    ToWorker closed = new ToWorker.BroadcastClosed(id);
    for (WorkerProcess worker : workers.values()) {
      worker.send(closed);
    }
  }

  /** Tells every process that no task uses an object that it may have. */
  public void closeObject(long id) {
    ToWorker closed = new ToWorker.ObjectClosed(id);
    for (WorkerProcess worker : workers.values()) {
      worker.send(closed);
    }
  }

  /** Says what each process runs, by what it last wrote to its page. */
  public void reportRunning(Consumer<Event> events) {
    workers.forEach(
        (key, worker) -> events.accept(new Event.WorkerSeen(key, worker.watch().now())));
  }

  /** The process has exited. */
  public void remove(WorkerKey key) {
    workers.remove(key);
  }

  public void killAll(String reason) {
    for (WorkerProcess worker : workers.values()) {
      try {
        worker.kill(reason);
      } catch (Throwable e) {
        worker.destroyOnly();
      }
    }
  }

  /** The process id of a worker, as long as there is such a process; from any thread. */
  public Optional<Long> pid(WorkerKey key) {
    WorkerProcess process = workers.get(key);
    return process == null ? Optional.empty() : process.pid();
  }

  /** The process ids of all processes that have been launched. */
  public Map<WorkerKey, Long> pids() {
    Map<WorkerKey, Long> pids = new HashMap<>();
    workers.forEach((key, worker) -> worker.pid().ifPresent(pid -> pids.put(key, pid)));
    return Map.copyOf(pids);
  }

  /** What each process says of itself; from any thread. */
  public Map<WorkerKey, ObservedPool.ProcessFigures> figures() {
    Map<WorkerKey, ObservedPool.ProcessFigures> figures = new HashMap<>();
    workers.forEach((key, worker) -> figures.put(key, worker.watch().figures()));
    return figures;
  }

  /** Sends a signal to a process; from any thread. Returns whether it was there to get it. */
  public boolean signal(WorkerKey key, ObservedPool.Signal signal) {
    return worker(key).isPresent() && worker(key).get().signal(signal);
  }

  /** The hosts of those processes that run on another machine. */
  public Map<WorkerKey, String> hosts() {
    Map<WorkerKey, String> hosts = new HashMap<>();
    workers.forEach((key, worker) -> worker.host().ifPresent(host -> hosts.put(key, host)));
    return Map.copyOf(hosts);
  }

  /** The host of a worker, if it runs on another machine. */
  public Optional<String> host(WorkerKey key) {
    return worker(key).flatMap(WorkerProcess::host);
  }

  /** Whether an item has been begun, as far as is known. */
  public boolean hasBegun(ItemBatch batch, int item) {
    return workers.values().stream().anyMatch(worker -> worker.reports().hasBegun(batch, item));
  }

  /**
   * A process is gone: what it was left to finish although nobody wants it is not tried again.
   *
   * @param events takes what that means for the scheduler
   */
  public void dropLeftRunning(WorkerKey key, Consumer<Event> events) {
    WorkerProcess process = workers.get(key);
    if (process == null) {
      return;
    }
    for (AwaitedChunk chunk : List.copyOf(process.reports().awaited())) {
      chunk.leftRunning(
          (batch, item) -> {
            batch.task(item).drop();
            events.accept(new Event.ItemCancelled(batch, item));
          });
    }
  }

  /** What has been sent and not been answered. */
  public List<Sent> sent() {
    return workers.values().stream()
        .flatMap(worker -> worker.reports().awaited().stream().map(c -> new Sent(worker, c)))
        .toList();
  }

  private Optional<WorkerProcess> worker(WorkerKey key) {
    return Optional.ofNullable(workers.get(key));
  }

  /** Whether the results of a process wait for something in this one; from any thread. */
  public boolean isReadingStuck() {
    return workers.values().stream().anyMatch(WorkerProcess::isReadingStuck);
  }
}
