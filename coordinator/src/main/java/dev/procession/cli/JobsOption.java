package dev.procession.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of workers: {@code 4}, or relative to the processors {@code 50%, +1, -1}. */
final class JobsOption implements ITypeConverter<Integer> {
  private static final Pattern FORM = Pattern.compile("([+-]?)(\\d{1,6})(%?)");

  @Override
  public Integer convert(String text) {
    return convert(text, Runtime.getRuntime().availableProcessors());
  }

  static int convert(String text, int processors) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no number of workers; write for example 4, 50%, +1 or -1");
    }
    int number = Integer.parseInt(matcher.group(2));
    String sign = matcher.group(1);
    if (!matcher.group(3).isEmpty()) {
      number = (int) Math.max(1, Math.round(processors * (number / 100.0)));
    } else if (sign.isEmpty()) {
      return number;
    }
    int workers =
        switch (sign) {
          case "+" -> processors + number;
          case "-" -> processors - number;
          default -> number;
        };
    // As GNU parallel: one less than a single processor is still one.
    return Math.max(1, workers);
  }
}
