package dev.procession.integration.chaos;

import dev.procession.integration.chaos.Tally.Count;
import dev.procession.integration.chaos.Work.Reply;
import java.util.Arrays;

/**
 * How many items ran at the same time, by what they say themselves: the clock is the same in all
 * processes of a machine. From any thread.
 */
final class Overlaps {
  private static final int CAPACITY = 4096;

  private final int most;
  private final Tally tally;

  /** Guarded by this, like the next two. */
  private final long[] begins = new long[CAPACITY];

  private final long[] ends = new long[CAPACITY];
  private int size;

  Overlaps(int most, Tally tally) {
    this.most = most;
    this.tally = tally;
  }

  synchronized void add(Reply reply) {
    begins[size] = reply.beganNanos();
    ends[size] = reply.endedNanos();
    size++;
    if (size == CAPACITY) {
      check();
    }
  }

  /** Looks at what was added since the last time, and forgets it. */
  synchronized void check() {
    Arrays.sort(begins, 0, size);
    Arrays.sort(ends, 0, size);
    int ended = 0;
    int largest = 0;
    for (int begun = 1; begun <= size; begun++) {
      while (ended < begun - 1 && ends[ended] <= begins[begun - 1]) {
        ended++;
      }
      largest = Math.max(largest, begun - ended);
    }
    tally.largest(Count.MOST_RUNNING, largest);
    if (largest > most) {
      tally.complain(largest + " items ran at the same time, in " + most + " workers");
    }
    size = 0;
  }
}
