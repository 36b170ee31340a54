package dev.procession.scheduler;

/** Items with a nature each, and the record of what became of them. */
final class SimulatedBatch implements Batch {
  /** How an item behaves when it is run. */
  enum Nature {
    NORMAL,
    CRASHES,
    CRASHES_AT_FIRST,
    CRASHES_SILENTLY,
    HANGS_UNTIL_CANCELLED,
    HANGS_FOR_EVER,
    FAILS,
    FAILS_TWICE
  }

  /** How an item ended, or that it has not. */
  enum Fate {
    OPEN,
    DELIVERED,
    FAILED,
    CANCELLED
  }

  final long jobId;
  final Nature[] natures;
  final long[] durations;
  final Fate[] fates;
  final long[] heldIn;
  final int[] deaths;
  final int[] failures;
  final long[] notBefore;
  final long[] startedAt;
  final int itemBytes;

  SimulatedBatch(long jobId, int count, int itemBytes) {
    this.jobId = jobId;
    this.itemBytes = itemBytes;
    natures = new Nature[count];
    durations = new long[count];
    fates = new Fate[count];
    heldIn = new long[count];
    deaths = new int[count];
    failures = new int[count];
    notBefore = new long[count];
    startedAt = new long[count];
    java.util.Arrays.fill(fates, Fate.OPEN);
  }

  @Override
  public long jobId() {
    return jobId;
  }

  @Override
  public int count() {
    return fates.length;
  }

  @Override
  public long sizeBytes(int from, int to) {
    return (long) (to - from) * itemBytes;
  }

  @Override
  public String toString() {
    return "batch of " + fates.length + " of job " + jobId;
  }
}
