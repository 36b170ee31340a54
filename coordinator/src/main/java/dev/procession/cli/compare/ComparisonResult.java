package dev.procession.cli.compare;

/**
 * The measurements of a comparison.
 *
 * @param items how many there are
 * @param workers how many worker processes, and as many threads
 * @param sequential one item after the other
 * @param threads on threads
 * @param processes on worker processes
 */
record ComparisonResult(
    int items, int workers, Timing sequential, Timing threads, Timing processes) {
  /** The minimum factor that counts as faster; smaller differences vary from run to run. */
  static final double CLEARLY = 1.1;

  /** The run time of the function per item, executed sequentially. */
  double itemNanos() {
    return (double) sequential.busyNanos() / items;
  }

  double speedUp(Timing way) {
    return (double) sequential.wallNanos() / way.wallNanos();
  }

  boolean pays(Timing way) {
    return speedUp(way) > CLEARLY;
  }

  /** The share of the workers' time in which they held items but did not run the function. */
  double shareOfTransfer(Timing way, int workers) {
    return shareOf((double) way.heldNanos() - way.busyNanos(), way, workers);
  }

  /** The share of the workers' time in which they held no items. */
  double shareOfWaiting(Timing way, int workers) {
    return shareOf((double) way.wallNanos() * workers - way.heldNanos(), way, workers);
  }

  /** Clocks of several processes may differ slightly. */
  private static double shareOf(double nanos, Timing way, int workers) {
    return Math.max(0, Math.min(1, nanos / ((double) way.wallNanos() * workers)));
  }

  /**
   * The item duration from which a strategy pays off, assuming a constant overhead per item;
   * infinite with too few workers.
   */
  double payingItemNanos(Timing way) {
    double addedNanos =
        Math.max(0, (double) way.wallNanos() * workers / items - sequentialNanosPerItem());
    double gainPerNano = workers / CLEARLY - 1;
    return gainPerNano <= 0 ? Double.POSITIVE_INFINITY : addedNanos / gainPerNano;
  }

  private double sequentialNanosPerItem() {
    return (double) sequential.wallNanos() / items;
  }
}
