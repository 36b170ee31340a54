package dev.procession.cli.compare;

/**
 * How long each strategy is measured.
 *
 * @param warmUpNanos the time to warm up: JVMs compile frequently executed code at run time, which
 *     should not be measured
 * @param enoughNanos the time after which no further round is measured
 */
public record MeasuringTime(long warmUpNanos, long enoughNanos) {
  /** The times for users. */
  public static final MeasuringTime USUAL = new MeasuringTime(300_000_000, 1_000_000_000);
}
