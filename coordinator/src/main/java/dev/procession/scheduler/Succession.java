package dev.procession.scheduler;

import dev.procession.scheduler.WorkerState.Dismissed;
import dev.procession.scheduler.WorkerState.Starting;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a process that is to leave makes room for its successor, and when it may go.
 *
 * <p>It steps aside at once, so that the successor starts while it finishes what it holds. It goes
 * when it holds nothing and no successor is about to get ready.
 */
final class Succession {
  private final Starts starts;
  private final Dispatcher dispatcher;
  // Retiring processes about which something changed: looked at before the event is over.
  private final LinkedHashSet<Active> changed = new LinkedHashSet<>();

  Succession(Starts starts, Dispatcher dispatcher) {
    this.starts = starts;
    this.dispatcher = dispatcher;
  }

  /** A process gets nothing any more; its number is free unless there are two processes already. */
  void retire(Active process) {
    process.retire();
    dispatcher.refresh(process);
    changed.add(process);
    stepAside(process.worker());
  }

  /** Makes room, if the process is one that leaves and nobody has stepped aside before it. */
  void stepAside(Worker worker) {
    Post post = worker.post();
    if (post.predecessor() != null || post.present() != worker) {
      return;
    }
    starts.arrange(post);
    if (worker.state() instanceof Active process && process.isRetiring()) {
      post.stepAside(afterRetiring(post, process));
    } else if (worker.state() instanceof Dismissed process) {
      post.stepAside(process.wasUseful() ? starts.afterUse(post) : starts.afterNoUse(post));
    }
    starts.arrange(post);
  }

  private long afterRetiring(Post post, Active process) {
    if (process.wasUseful()) {
      return starts.afterUse(post);
    }
    return process.isSpent() ? starts.afterLastItem(post) : starts.afterNoUse(post);
  }

  /** What a process holds has changed: it may be the last thing that its successor waits for. */
  void holdingChanged(Worker worker) {
    Post post = worker.post();
    if (worker.state() instanceof Active process && process.isRetiring()) {
      changed.add(process);
    }
    if (worker == post.predecessor() && !post.isHeldUp()) {
      freePresent(post);
    }
  }

  /** The present worker has become ready, or will not. */
  void presentChanged(Post post) {
    starts.arrange(post);
    Worker predecessor = post.predecessor();
    if (predecessor != null && predecessor.state() instanceof Active process) {
      changed.add(process);
    }
  }

  void predecessorExited(Post post) {
    post.predecessorExited();
    freePresent(post);
    stepAside(post.present());
  }

  private void freePresent(Post post) {
    starts.arrange(post);
    if (post.present().state() instanceof Active process) {
      dispatcher.refresh(process);
    }
  }

  /** The retiring processes that may go now. */
  List<Active> takeLeavers() {
    if (changed.isEmpty()) {
      return List.of();
    }
    List<Active> leavers = changed.stream().filter(Succession::mayLeave).toList();
    changed.clear();
    return leavers;
  }

  private static boolean mayLeave(Active process) {
    Worker worker = process.worker();
    return worker.state() == process
        && process.isRetiring()
        && process.holding().isEmpty()
        && !(successor(worker) instanceof Starting);
  }

  private static @Nullable WorkerState successor(Worker worker) {
    Post post = worker.post();
    return worker == post.predecessor() ? post.present().state() : null;
  }
}
