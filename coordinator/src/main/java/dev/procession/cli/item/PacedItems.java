package dev.procession.cli.item;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Items that are given out no faster than so many in a time, and none while the machine is busy.
 *
 * @param items the items
 * @param delay the time between two of them
 * @param maxLoad the load average above which none is given out
 */
public record PacedItems(Iterable<String> items, Optional<Duration> delay, OptionalDouble maxLoad)
    implements Iterable<String> {
  /** The system measures its load every five seconds. */
  private static final long LOOK_AGAIN_NANOS = 500_000_000;

  @Override
  public Iterator<String> iterator() {
    Iterator<String> all = items.iterator();
    return new Iterator<>() {
      // Owned by the iterating thread.
      private long nextNanos = System.nanoTime();

      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public String next() {
        String item = all.next();
        await(nextNanos);
        while (isBusy() && !Thread.currentThread().isInterrupted()) {
          LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        // The longest delay that a long can count, if it is longer.
        nextNanos = System.nanoTime() + delay.map(TimeUnit.NANOSECONDS::convert).orElse(0L);
        return item;
      }
    };
  }

  private static void await(long nanos) {
    for (long left = nanos - System.nanoTime();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private boolean isBusy() {
    return maxLoad.isPresent()
        && ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()
            > maxLoad.getAsDouble();
  }
}
