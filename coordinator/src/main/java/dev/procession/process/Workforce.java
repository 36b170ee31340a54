package dev.procession.process;

import dev.procession.protocol.ToWorker;
import dev.procession.scheduler.Command;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.WorkerKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The worker processes that there are. Changed on the loop thread only. */
final class Workforce {
  private final WorkerSurroundings surroundings;

  /** Changed by the loop thread, read by others. */
  private final Map<WorkerKey, WorkerProcess> workers = new ConcurrentHashMap<>();

  Workforce(WorkerSurroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Carries out a command to or about one process; what is meant for one that is gone is dropped.
   */
  void carryOut(Command command) {
    if (command instanceof Command.StartWorker start) {
      WorkerProcess worker = new WorkerProcess(start.worker(), surroundings);
      workers.put(start.worker(), worker);
      worker.start();
    } else if (command instanceof Command.SendChunk send) {
      worker(send.worker()).ifPresent(w -> w.sendChunk(send.chunk()));
    } else if (command instanceof Command.RevokeChunk revoke) {
      worker(revoke.worker()).ifPresent(w -> w.revoke(revoke.chunkId()));
    } else if (command instanceof Command.CancelItem cancel) {
      send(cancel.worker(), new ToWorker.Cancel(cancel.chunkId(), cancel.position()));
    } else if (command instanceof Command.DismissWorker dismiss) {
      send(dismiss.worker(), new ToWorker.Bye());
    } else if (command instanceof Command.KillWorker kill) {
      worker(kill.worker()).ifPresent(w -> w.kill(kill.reason()));
    } else {
      throw new AssertionError(command);
    }
  }

  /** Tells every process that a function will not be used again. */
  void forget(FunctionDefinition function) {
    ToWorker forget = new ToWorker.Forget(function.functionId());
    workers.values().forEach(worker -> worker.send(forget));
  }

  /** Tells every process that a broadcast value is not to be had any more. */
  void closeBroadcast(long id) {
    ToWorker closed = new ToWorker.BroadcastClosed(id);
    workers.values().forEach(worker -> worker.send(closed));
  }

  /** Says what each process runs, by what it last wrote to its page. */
  void reportRunning(Consumer<Event> events) {
    workers.forEach(
        (key, worker) -> events.accept(new Event.WorkerSeen(key, worker.watch().now())));
  }

  /** The process has exited. */
  void remove(WorkerKey key) {
    workers.remove(key);
  }

  void killAll(String reason) {
    workers.values().forEach(worker -> worker.kill(reason));
  }

  /** The process id of a worker, as long as there is such a process; from any thread. */
  Optional<Long> pid(WorkerKey key) {
    return worker(key).flatMap(WorkerProcess::pid);
  }

  /** The process ids of all processes that have been launched. */
  Map<WorkerKey, Long> pids() {
    Map<WorkerKey, Long> pids = new HashMap<>();
    workers.forEach((key, worker) -> worker.pid().ifPresent(pid -> pids.put(key, pid)));
    return Map.copyOf(pids);
  }

  /** How many items have been sent and not been answered. */
  long unansweredItems() {
    return workers.values().stream().mapToLong(worker -> worker.reports().unansweredItems()).sum();
  }

  /** Whether an item has been begun, as far as is known. */
  boolean hasBegun(ItemBatch batch, int item) {
    return workers.values().stream().anyMatch(worker -> worker.reports().hasBegun(batch, item));
  }

  /**
   * A process is gone: what it was left to finish although nobody wants it is not tried again.
   *
   * @param events takes what that means for the scheduler
   */
  void dropLeftRunning(WorkerKey key, Consumer<Event> events) {
    List<AwaitedChunk> chunks =
        worker(key).map(process -> List.copyOf(process.reports().awaited())).orElse(List.of());
    for (AwaitedChunk chunk : chunks) {
      chunk.leftRunning(
          (batch, item) -> {
            batch.task(item).drop();
            events.accept(new Event.ItemCancelled(batch, item));
          });
    }
  }

  /** What has been sent and not been answered. */
  List<Unstarted.Sent> sent() {
    return workers.values().stream()
        .flatMap(
            worker -> worker.reports().awaited().stream().map(c -> new Unstarted.Sent(worker, c)))
        .toList();
  }

  private void send(WorkerKey key, ToWorker message) {
    worker(key).ifPresent(w -> w.send(message));
  }

  private Optional<WorkerProcess> worker(WorkerKey key) {
    return Optional.ofNullable(workers.get(key));
  }
}
