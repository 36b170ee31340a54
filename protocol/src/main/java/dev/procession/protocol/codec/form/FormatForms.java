package dev.procession.protocol.codec.form;

import static java.util.Map.entry;

import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.CannotTravel;
import dev.procession.protocol.codec.graph.Form;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;

/** Formats of the JDK that are values, but not Serializable. */
final class FormatForms {
  private FormatForms() {}

  static Form hex() {
    return ValueForms.of(
        HexFormat.class,
        (graph, buffer, format) -> {
          buffer.writeString(format.delimiter());
          buffer.writeString(format.prefix());
          buffer.writeString(format.suffix());
          buffer.writeBoolean(format.isUpperCase());
        },
        (graph, input, type) -> {
          HexFormat format =
              HexFormat.ofDelimiter(input.text()).withPrefix(input.text()).withSuffix(input.text());
          return input.readBoolean() ? format.withUpperCase() : format;
        });
  }

  /** Only the JDK's constants: the text of any other formatter does not describe it completely. */
  static Form dateTime() {
    return ValueForms.of(
        DateTimeFormatter.class,
        (graph, buffer, formatter) -> buffer.writeString(nameOf(formatter)),
        (graph, input, type) -> {
          String name = input.text();
          DateTimeFormatter constant = Constants.BY_NAME.get(name);
          if (constant == null) {
            throw new BadBytes("There is no " + name, type.getName(), null);
          }
          return constant;
        });
  }

  private static String nameOf(DateTimeFormatter formatter) {
    for (Map.Entry<String, DateTimeFormatter> constant : Constants.BY_NAME.entrySet()) {
      if (constant.getValue() == formatter) {
        return constant.getKey();
      }
    }
    throw new CannotTravel(
        formatter,
        "only the constants of DateTimeFormatter, such as ISO_LOCAL_DATE, can be copied; create"
            + " others in the task, or keep them in a static field, of which each worker has"
            + " its own",
        null);
  }

  /** Loaded on first use, because it creates all of them, which takes some milliseconds. */
  private static final class Constants {
    static final Map<String, DateTimeFormatter> BY_NAME =
        Map.ofEntries(
            entry("BASIC_ISO_DATE", DateTimeFormatter.BASIC_ISO_DATE),
            entry("ISO_DATE", DateTimeFormatter.ISO_DATE),
            entry("ISO_DATE_TIME", DateTimeFormatter.ISO_DATE_TIME),
            entry("ISO_INSTANT", DateTimeFormatter.ISO_INSTANT),
            entry("ISO_LOCAL_DATE", DateTimeFormatter.ISO_LOCAL_DATE),
            entry("ISO_LOCAL_DATE_TIME", DateTimeFormatter.ISO_LOCAL_DATE_TIME),
            entry("ISO_LOCAL_TIME", DateTimeFormatter.ISO_LOCAL_TIME),
            entry("ISO_OFFSET_DATE", DateTimeFormatter.ISO_OFFSET_DATE),
            entry("ISO_OFFSET_DATE_TIME", DateTimeFormatter.ISO_OFFSET_DATE_TIME),
            entry("ISO_OFFSET_TIME", DateTimeFormatter.ISO_OFFSET_TIME),
            entry("ISO_ORDINAL_DATE", DateTimeFormatter.ISO_ORDINAL_DATE),
            entry("ISO_TIME", DateTimeFormatter.ISO_TIME),
            entry("ISO_WEEK_DATE", DateTimeFormatter.ISO_WEEK_DATE),
            entry("ISO_ZONED_DATE_TIME", DateTimeFormatter.ISO_ZONED_DATE_TIME),
            entry("RFC_1123_DATE_TIME", DateTimeFormatter.RFC_1123_DATE_TIME));
  }
}
