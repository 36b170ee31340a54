package dev.procession.process.worker;

import dev.procession.process.host.HostedProcess;
import dev.procession.process.observe.ObservedPool;
import dev.procession.scheduler.RunningItem;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Which item one process runs, as far as its progress page says so. From any thread. */
public final class RunningItemView {
  /** Written once, by the worker's thread. */
  private volatile @Nullable HostedProcess process;

  private final CompletableFuture<Optional<RunningItem>> last = new CompletableFuture<>();

  /** The process is there. */
  void look(HostedProcess launched) {
    process = launched;
  }

  /** The item that it runs now. */
  Optional<RunningItem> now() {
    HostedProcess launched = process;
    return launched == null ? Optional.empty() : launched.running();
  }

  /** What it says of itself now. */
  ObservedPool.ProcessFigures figures() {
    HostedProcess launched = process;
    return launched == null ? ObservedPool.ProcessFigures.UNKNOWN : launched.figures();
  }

  /** The process is gone, or there never was one; what it runs now is the last. */
  void exited() {
    last.complete(now());
  }

  /**
   * The item that it ran when it exited; waits for that, but only so long. Empty when it has not
   * exited by then, or ran none.
   */
  public Optional<RunningItem> last(long patienceNanos) {
    return last.copy()
        .completeOnTimeout(Optional.empty(), patienceNanos, TimeUnit.NANOSECONDS)
        .join();
  }
}
