package dev.procession.cli.console;

import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Thrown for invalid usage; only its message is printed, without a stack trace. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  /** What a message says about the value, and then about the setting. */
  private static final Pattern EXPLANATION = Pattern.compile("(, not [^:]*): .*$");

  /** The library's name of a setting, at the start of a message. */
  private static final Pattern SETTING = Pattern.compile("^[a-z]\\p{Alpha}* (?=must )");

  /**
   * Passes on the value of an option; an error is reported with the option's name instead of the
   * library's name of the setting.
   *
   * @throws UsageException if the value is rejected
   */
  public static <T> T naming(String option, Supplier<T> setting) {
    try {
      return setting.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          option + ": " + SETTING.matcher(String.valueOf(e.getMessage())).replaceFirst(""));
    }
  }

  /**
   * The same where the option does not mean exactly what the library's setting does.
   *
   * @param meaning what it means, in place of the library's explanation
   * @throws UsageException if the value is rejected
   */
  public static <T> T naming(String option, String meaning, Supplier<T> setting) {
    try {
      return naming(option, setting);
    } catch (UsageException e) {
      throw new UsageException(
          EXPLANATION.matcher(String.valueOf(e.getMessage())).replaceFirst("$1: " + meaning));
    }
  }
}
