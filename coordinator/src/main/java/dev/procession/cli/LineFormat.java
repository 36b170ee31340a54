package dev.procession.cli;

import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What a line is: of the input an item, of the output a result. */
enum LineFormat {
  /** Text as it is. */
  TEXT,
  /** One JSON value. */
  JSONL;

  private static final String JACKSON = "com.fasterxml.jackson.databind.json.JsonMapper";

  /** Reads the names that users write. */
  static final class Name implements ITypeConverter<LineFormat> {
    @Override
    public LineFormat convert(String text) {
      for (LineFormat format : values()) {
        if (format.userName().equals(text)) {
          return format;
        }
      }
      throw new TypeConversionException("'" + text + "' is no format; there are text and jsonl");
    }
  }

  /** The names, for a shell that completes them. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(values()).map(LineFormat::userName).iterator();
    }
  }

  private String userName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Looks whether this format can be had here.
   *
   * @throws UsageException if a library is missing, which is in procession.jar but is no dependency
   *     of programs that embed the pool
   */
  void check() {
    if (this == JSONL) {
      try {
        Class.forName(JACKSON, false, LineFormat.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new UsageException(
            "jsonl needs com.fasterxml.jackson.core:jackson-databind, which is not on the class"
                + " path of this command; procession.jar has it");
      }
    }
  }
}
