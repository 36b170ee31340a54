package dev.procession.live;

/** What has become of a job, as far as observers see it. Guarded by its {@link PoolModel}. */
final class JobModel {
  private static final int RATE_SECONDS = 10;

  final long id;
  final long begunNanos;

  /** How many items ended. */
  long done;

  /** How many of them without a value. */
  long failed;

  private final RecentCount recent = new RecentCount(1, RATE_SECONDS);

  JobModel(long id, long begunNanos) {
    this.id = id;
    this.begunNanos = begunNanos;
  }

  void ended(long nowNanos, long items, long failures) {
    done += items;
    failed += failures;
    recent.add(nowNanos, items);
  }

  /** Items a second, lately. */
  double rate(long nowNanos) {
    return recent.perSecond(nowNanos, begunNanos);
  }
}
