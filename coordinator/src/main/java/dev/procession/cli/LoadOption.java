package dev.procession.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a load average: {@code 4}, {@code 2.5}, or {@code 80%} of the processors. */
final class LoadOption implements ITypeConverter<Double> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,5}(?:\\.\\d{1,3})?)(%?)");
  private static final double PERCENT = 100;

  @Override
  public Double convert(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no load; write for example 4, 2.5 or 80%");
    }
    double load = Double.parseDouble(matcher.group(1));
    return matcher.group(2).isEmpty()
        ? load
        : load / PERCENT * Runtime.getRuntime().availableProcessors();
  }
}
