package dev.procession.cli;

import java.util.function.Supplier;

/** What the user asked for cannot be; the message says why and is all that is printed. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }

  /**
   * Passes the value of an option on; what is wrong with it is said with the option's name, because
   * the library knows it by another.
   *
   * @throws UsageException if the value is not taken
   */
  static <T> T naming(String option, Supplier<T> setting) {
    try {
      return setting.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + ": " + e.getMessage());
    }
  }
}
