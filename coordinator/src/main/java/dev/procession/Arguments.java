package dev.procession;

import java.time.Duration;
import java.util.Objects;

/** Argument checks; every message names the argument, its limits and the remedy. */
final class Arguments {
  /** What longer durations count as; its nanoseconds fit into a {@code long}. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private Arguments() {}

  /**
   * A number within limits.
   *
   * @param setting the setting's name
   * @param value the caller's value
   * @param min the minimum
   * @param max the maximum
   * @param advice the meaning of the number, or a remedy
   * @return the value
   */
  static int between(String setting, int value, int min, int max, String advice) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          setting + " must be " + min + " to " + max + ", not " + value + ": " + advice);
    }
    return value;
  }

  /**
   * A duration of more than zero.
   *
   * @param setting the setting's name
   * @param value the caller's value
   * @param advice the meaning of the duration, or a remedy
   * @return the value
   */
  static Duration positive(String setting, Duration value, String advice) {
    Objects.requireNonNull(value, setting);
    if (value.isZero()) {
      throw new IllegalArgumentException(setting + " must be more than zero: " + advice);
    }
    return notNegative(setting, value, advice);
  }

  /**
   * A duration of zero or more.
   *
   * @param setting the setting's name
   * @param value the caller's value
   * @param advice the meaning of the duration, or a remedy
   * @return the value
   */
  static Duration notNegative(String setting, Duration value, String advice) {
    Objects.requireNonNull(value, setting);
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          setting + " must not be negative, but is " + value + ": " + advice);
    }
    return value;
  }

  /** The nanoseconds of a duration that is not negative. A hundred years are no limit. */
  static long nanos(Duration value) {
    return (value.compareTo(FOR_EVER) > 0 ? FOR_EVER : value).toNanos();
  }

  /**
   * A size within limits.
   *
   * @param setting the setting's name
   * @param text the caller's value
   * @param min the minimum
   * @param max the maximum
   * @param advice the meaning of the size, or a remedy
   * @return the size in bytes
   */
  static long size(String setting, String text, ByteSize min, ByteSize max, String advice) {
    ByteSize size = ByteSize.parse(Objects.requireNonNull(text, setting));
    if (size.compareTo(min) < 0 || size.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          setting + " must be " + min + " to " + max + ", not " + text + ": " + advice);
    }
    return size.bytes();
  }
}
