package dev.procession.scheduler;

/** So many items, and how long each of them takes. */
record PacedWork(String name, int items, Durations durations) {
  static final long MICROSECOND = 1_000;
  static final long SECOND = 1_000_000_000;

  /** How long an item takes, by its place among so many. */
  interface Durations {
    long nanos(int item, int items);
  }

  private static final String CONSTANT = "constant, ";
  private static final int DECADES = 6;
  private static final int CYCLES = 8;
  private static final int SHORT_CYCLE = 16;
  private static final int QUICK = 100_000;
  private static final int SLOW_PER_WORKER = 10;

  static PacedWork constant(int items, long nanos) {
    return new PacedWork(CONSTANT + nanos / 1_000 + " us", items, (i, n) -> nanos);
  }

  static PacedWork growing(int items) {
    return new PacedWork("growing", items, (i, n) -> between((double) i / n));
  }

  static PacedWork shrinking(int items) {
    return new PacedWork("shrinking", items, (i, n) -> between(1 - (double) i / n));
  }

  /** Eight waves. */
  static PacedWork cyclic(int items) {
    return new PacedWork("cyclic", items, (i, n) -> between(wave((double) i * CYCLES / n)));
  }

  /** A wave of sixteen items, again and again. */
  static PacedWork quicklyCyclic(int items) {
    return new PacedWork(
        "cyclic, 16 items", items, (i, n) -> between(wave((double) i / SHORT_CYCLE)));
  }

  /** Items of a microsecond, then ten of a second for each worker. */
  static PacedWork suddenlySlow(int workers) {
    int items = QUICK + SLOW_PER_WORKER * workers;
    return new PacedWork("suddenly slow", items, (i, n) -> i < QUICK ? MICROSECOND : SECOND);
  }

  static PacedWork suddenlyQuick(int workers) {
    int slow = SLOW_PER_WORKER * workers;
    return new PacedWork("suddenly quick", QUICK + slow, (i, n) -> i < slow ? SECOND : MICROSECOND);
  }

  static PacedWork random(int items) {
    return new PacedWork("random", items, (i, n) -> between(scattered(i)));
  }

  /** From a microsecond to a second, as many items in each decade. */
  private static long between(double share) {
    return Math.round(MICROSECOND * Math.pow(10, DECADES * share));
  }

  private static double wave(double turns) {
    return (1 - Math.cos(2 * Math.PI * turns)) / 2;
  }

  private static double scattered(int item) {
    long mixed = (item + 1) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
  }

  boolean isConstant() {
    return name.startsWith(CONSTANT);
  }

  long nanos(int item) {
    return durations.nanos(item, items);
  }

  /** What so many workers need at least, if nothing but the items takes time. */
  long idealNanos(int workers) {
    long sum = 0;
    long longest = 0;
    for (int i = 0; i < items; i++) {
      long nanos = nanos(i);
      sum += nanos;
      longest = Math.max(longest, nanos);
    }
    return Math.max(longest, sum / workers);
  }
}
