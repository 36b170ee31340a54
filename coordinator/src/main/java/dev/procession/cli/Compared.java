package dev.procession.cli;

/**
 * What a comparison measured.
 *
 * @param items how many there are
 * @param workers how many worker processes, and as many threads
 * @param sequential one item after the other
 * @param threads on threads
 * @param processes on worker processes
 */
record Compared(int items, int workers, Timing sequential, Timing threads, Timing processes) {
  /** What counts as faster: less is within what changes from run to run. */
  static final double CLEARLY = 1.1;

  /** How long the function runs for an item, one after the other. */
  double itemNanos() {
    return (double) sequential.busyNanos() / items;
  }

  double speedUp(Timing way) {
    return (double) sequential.wallNanos() / way.wallNanos();
  }

  boolean pays(Timing way) {
    return speedUp(way) > CLEARLY;
  }

  /** How much of the workers' time passed while they had items, and did not run the function. */
  double shareOfTransfer(Timing way, int workers) {
    return shareOf((double) way.heldNanos() - way.busyNanos(), way, workers);
  }

  /** How much of the workers' time passed while they had none. */
  double shareOfWaiting(Timing way, int workers) {
    return shareOf((double) way.wallNanos() * workers - way.heldNanos(), way, workers);
  }

  /** Clocks of several processes may disagree by a little. */
  private static double shareOf(double nanos, Timing way, int workers) {
    return Math.max(0, Math.min(1, nanos / ((double) way.wallNanos() * workers)));
  }

  /**
   * From which duration of an item on a way would pay, if what it adds to an item is always the
   * same; infinite with too few workers.
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
