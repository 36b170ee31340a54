package dev.procession.process.job;

import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pulls items from a caller's source while the window has room. Its thread runs user code (the
 * iterator, and code called by the encoding), so nothing else depends on it.
 */
public final class Feeder implements Runnable {
  private static final int ITEMS_AT_ONCE = 256;
  private static final long BYTES_AT_ONCE = 1L << 18;

  private final Iterator<? extends @Nullable Object> source;
  private final SourceJob job;
  private final boolean holdsOn;

  public Feeder(MapRequest.Source source, SourceJob job) {
    this.source = source.items();
    // Acquiring and releasing the batch for each item would cost more than encoding a small item.
    this.holdsOn = source.pace() == MapRequest.Pace.AT_HAND;
    this.job = job;
  }

  @Override
  public void run() {
    try {
      while (feedSome()) {}
      job.endOfSource(Optional.empty());
    } catch (InterruptedException e) {
      job.endOfSource(Optional.of(e));
    } catch (Throwable e) {
      // User code threw: the caller is notified after the results of the preceding items.
      job.endOfSource(Optional.of(e));
    }
  }

  /** Feeds the items that the window admits at once; returns whether more may follow. */
  private boolean feedSome() throws InterruptedException {
    int granted = job.window().enter(ITEMS_AT_ONCE);
    int used = 0;
    long bytes = 0;
    if (holdsOn) {
      job.hold();
    }
    try {
      while (used < granted && bytes < BYTES_AT_ONCE && !job.stopping()) {
        if (!source.hasNext()) {
          return false;
        }
        Object item = source.next();
        used++;
        bytes += holdsOn ? job.append(item) : job.add(item);
        if (holdsOn && job.isDue()) {
          job.letGo();
          job.hold();
        }
      }
      return granted > 0 && !job.stopping();
    } finally {
      if (holdsOn) {
        job.letGo();
      }
      job.window().addBytes(bytes);
      if (used < granted) {
        job.window().consumed(granted - used, 0);
      }
    }
  }
}
