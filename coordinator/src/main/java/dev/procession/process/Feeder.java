package dev.procession.process;

import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pulls items from a caller's source while the window has room. Its thread runs the caller's code
 * (the iterator, and what encoding calls), so nothing else depends on it.
 */
final class Feeder implements Runnable {
  private static final int ITEMS_AT_ONCE = 256;
  private static final long BYTES_AT_ONCE = 1L << 18;

  private final Iterator<? extends @Nullable Object> source;
  private final SourceJob job;
  private final boolean holdsOn;

  Feeder(MapSpec.Source source, SourceJob job) {
    this.source = source.items();
    // To take and leave the batch for each item would cost more than to encode a small one.
    this.holdsOn = source.pace() == MapSpec.Pace.AT_HAND;
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
      // The caller's code threw: the caller is told, after the results of the items before.
      job.endOfSource(Optional.of(e));
    }
  }

  /** Feeds what the window lets in at once; returns whether there may be more. */
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
