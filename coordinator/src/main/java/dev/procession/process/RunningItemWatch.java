package dev.procession.process;

import dev.procession.protocol.ProgressPageReader;
import dev.procession.scheduler.RunningItem;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Which item one process runs, as far as its progress page says so. From any thread. */
final class RunningItemWatch {
  /** Written once, by the worker's thread. */
  private volatile @Nullable ProgressPageReader progress;

  private final CompletableFuture<Optional<RunningItem>> last = new CompletableFuture<>();

  /** The page is there; whoever opened it closes it. */
  void look(ProgressPageReader page) {
    progress = page;
  }

  /** The item that it runs now. */
  Optional<RunningItem> now() {
    ProgressPageReader page = progress;
    if (page == null) {
      return Optional.empty();
    }
    // Looked at by the loop thread while the process lives, and by the worker's at its end.
    synchronized (page) {
      try {
        return page.read().map(r -> new RunningItem(r.chunkId(), r.position()));
      } catch (IOException e) {
        // Closed with the process.
        return Optional.empty();
      }
    }
  }

  /** The process is gone, or there never was one; what it runs now is the last. */
  void exited() {
    last.complete(now());
  }

  /**
   * The item that it ran when it exited; waits for that, but only so long. Empty when it has not
   * exited by then, or ran none.
   */
  Optional<RunningItem> last(long patienceNanos) {
    return last.copy()
        .completeOnTimeout(Optional.empty(), patienceNanos, TimeUnit.NANOSECONDS)
        .join();
  }
}
