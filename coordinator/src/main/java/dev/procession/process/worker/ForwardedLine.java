package dev.procession.process.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * A log event of a worker as a line of its standard error. The line can be read by people, too,
 * where it ends up among the last lines of a worker that died.
 *
 * @param level how serious it is
 * @param logger the logger's name
 * @param message the formatted message
 * @param context the mapped diagnostic context, without values that are null
 * @param error what was thrown, as text
 */
record ForwardedLine(
    Level level,
    String logger,
    String message,
    Map<String, String> context,
    Optional<Throwable> error) {
  /** No text that people print begins so. */
  private static final String PREFIX = "\u001elog";

  private static final String FIELD = "\u001f";
  private static final String PART = "\u001d";
  private static final String ENTRY = "\u001c";

  /** Of three bytes at most, which together fit into a line of {@link LineSplitter}. */
  private static final int MAX_CHARS = 250_000;

  private static final int MAX_LOGGER_CHARS = 1_000;
  private static final int MAX_MESSAGE_CHARS = 100_000;
  private static final int MAX_CONTEXT_CHARS = 50_000;
  private static final int FIELDS = 6;

  String encoded() {
    ForwardedText texts = new ForwardedText(MAX_CHARS);
    return String.join(
        FIELD,
        PREFIX,
        level.name(),
        texts.escaped(logger, MAX_LOGGER_CHARS),
        texts.escaped(message, MAX_MESSAGE_CHARS),
        encodedContext(),
        error.map(thrown -> ForwardedError.encoded(thrown, texts)).orElse(""));
  }

  private String encodedContext() {
    ForwardedText texts = new ForwardedText(MAX_CONTEXT_CHARS);
    List<String> entries = new ArrayList<>();
    context.forEach(
        (key, value) -> {
          if (texts.leftChars() > 0) {
            entries.add(texts.escaped(key) + PART + texts.escaped(value));
          }
        });
    return String.join(ENTRY, entries);
  }

  /** What a line says; empty if it is no log event. */
  static Optional<ForwardedLine> decoded(String line) {
    if (!line.startsWith(PREFIX + FIELD)) {
      return Optional.empty();
    }
    String[] fields = line.split(FIELD, -1);
    if (fields.length != FIELDS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ForwardedLine(
              Level.valueOf(fields[1]),
              ForwardedText.plain(fields[2]),
              ForwardedText.plain(fields[3]),
              context(fields[4]),
              fields[5].isEmpty()
                  ? Optional.empty()
                  : Optional.of(ForwardedError.decoded(fields[5]))));
    } catch (IllegalArgumentException e) {
      // It was not printed by the logger of a worker.
      return Optional.empty();
    }
  }

  private static Map<String, String> context(String field) {
    Map<String, String> context = new LinkedHashMap<>();
    for (String entry : field.isEmpty() ? new String[0] : field.split(ENTRY, -1)) {
      String[] parts = entry.split(PART, -1);
      if (parts.length == 2) {
        context.put(ForwardedText.plain(parts[0]), ForwardedText.plain(parts[1]));
      }
    }
    return context;
  }
}
