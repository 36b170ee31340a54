package dev.procession.protocol.codec;

import static java.util.Map.entry;

import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;

/** Formats of the JDK that are values, but not Serializable. */
final class FormatForms {
  private FormatForms() {}

  static Form hex() {
    return SmallForms.of(
        HexFormat.class,
        (graph, buffer, format) -> {
          buffer.writeString(format.delimiter());
          buffer.writeString(format.prefix());
          buffer.writeString(format.suffix());
          buffer.writeBoolean(format.isUpperCase());
        },
        (graph, input, type) -> {
          HexFormat format =
              HexFormat.ofDelimiter(SmallForms.text(input))
                  .withPrefix(SmallForms.text(input))
                  .withSuffix(SmallForms.text(input));
          return input.readBoolean() ? format.withUpperCase() : format;
        });
  }

  /** The JDK's constants only: of any other formatter its text does not tell all that it does. */
  static Form dateTime() {
    return SmallForms.of(
        DateTimeFormatter.class,
        (graph, buffer, formatter) -> buffer.writeString(nameOf(formatter)),
        (graph, input, type) -> {
          String name = SmallForms.text(input);
          DateTimeFormatter constant = Constants.BY_NAME.get(name);
          if (constant == null) {
            throw new Misread("There is no " + name, type.getName(), null);
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
    throw new Untransportable(
        formatter,
        "only the constants of DateTimeFormatter, such as ISO_LOCAL_DATE, can be copied; make"
            + " another one in the task, or keep it in a static field, which each worker has for"
            + " itself",
        null);
  }

  /** Loaded when first needed: it makes all of them, which takes a worker some milliseconds. */
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
