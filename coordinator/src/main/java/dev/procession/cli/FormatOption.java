package dev.procession.cli;

import dev.procession.cli.item.LineFormat;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts an option value to a {@link LineFormat}. */
final class FormatOption implements ITypeConverter<LineFormat> {
  @Override
  public LineFormat convert(String text) {
    return Stream.of(LineFormat.values())
        .filter(format -> format.userName().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no format; there are text, jsonl and, for input, csv"));
  }

  /** The names, for shell completion. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(LineFormat.values()).map(LineFormat::userName).iterator();
    }
  }
}
