package dev.procession.cli.console;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 30s}, {@code 1.5m}, {@code 2h}; a bare number is seconds. */
public final class DurationOption implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h|d)?");

  @Override
  public Duration convert(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not a duration; write for example 500ms, 30s or 2m");
    }
    String unit = matcher.group(2) == null ? "s" : matcher.group(2);
    double millis = Double.parseDouble(matcher.group(1)) * millisIn(unit);
    if (millis < 1) {
      throw new TypeConversionException("'" + text + "' is too short; the minimum is 1ms");
    }
    return Duration.ofMillis(Math.round(millis));
  }

  private static long millisIn(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      default -> throw new AssertionError(unit);
    };
  }
}
