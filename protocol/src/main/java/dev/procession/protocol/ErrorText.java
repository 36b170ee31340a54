package dev.procession.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the texts of a throwable. Its accessors are user code and may throw anything, which must
 * not prevent a failure from being reported.
 */
public final class ErrorText {
  private ErrorText() {}

  /** Its {@code toString}, or its class and the reason why there is no text. */
  public static String of(@Nullable Throwable error) {
    if (error == null) {
      return "null";
    }
    try {
      return String.valueOf(error.toString());
    } catch (Throwable e) {
      return error.getClass().getName() + " (its text failed with " + e.getClass().getName() + ")";
    }
  }

  /**
   * The same, with its cause where it says nothing without: that of a failed static initializer.
   */
  public static String withReason(Throwable error) {
    Optional<Throwable> cause =
        error instanceof ExceptionInInitializerError ? causeOf(error) : Optional.empty();
    return of(error) + cause.map(reason -> ": " + of(reason)).orElse("");
  }

  /** Its message, or its class if that fails. */
  public static @Nullable String messageOf(Throwable error) {
    try {
      return error.getMessage();
    } catch (Throwable e) {
      return error.getClass().getName();
    }
  }

  /** Its cause; empty if there is none, or if that fails. */
  public static Optional<Throwable> causeOf(Throwable error) {
    try {
      return Optional.ofNullable(error.getCause());
    } catch (Throwable e) {
      return Optional.empty();
    }
  }

  /** Its stack trace; empty if that fails. */
  public static StackTraceElement[] traceOf(Throwable error) {
    try {
      StackTraceElement[] trace = error.getStackTrace();
      return trace == null ? new StackTraceElement[0] : trace;
    } catch (Throwable e) {
      return new StackTraceElement[0];
    }
  }
}
