package dev.procession.process.worker;

import dev.procession.task.StandInException;
import java.util.ArrayList;
import java.util.Arrays;
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
 * @param context the mapped diagnostic context
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
  private static final String CAUSE = "\u001c";
  private static final int MAX_CHARS = 100_000;
  private static final int MAX_CAUSES = 10;
  private static final int MAX_FRAMES = 200;
  private static final int FIELDS = 6;
  private static final int FRAME_PARTS = 4;

  String encoded() {
    List<String> entries = new ArrayList<>();
    context.forEach((key, value) -> entries.add(escaped(key) + PART + escaped(value)));
    return String.join(
        FIELD,
        PREFIX,
        level.name(),
        escaped(logger),
        escaped(message),
        String.join(CAUSE, entries),
        error.map(ForwardedLine::encoded).orElse(""));
  }

  private static String encoded(Throwable error) {
    List<String> chain = new ArrayList<>();
    for (Throwable next = error; next != null && chain.size() < MAX_CAUSES; ) {
      List<String> parts = new ArrayList<>();
      parts.add(next.getClass().getName());
      parts.add(escaped(String.valueOf(next.getMessage())));
      parts.add(escaped(next.toString()));
      Arrays.stream(next.getStackTrace())
          .limit(MAX_FRAMES)
          .forEach(
              frame ->
                  parts.addAll(
                      List.of(
                          frame.getClassName(),
                          frame.getMethodName(),
                          String.valueOf(frame.getFileName()),
                          String.valueOf(frame.getLineNumber()))));
      chain.add(String.join(PART, parts));
      next = next.getCause();
    }
    return String.join(CAUSE, chain);
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
              plain(fields[2]),
              plain(fields[3]),
              context(fields[4]),
              fields[5].isEmpty() ? Optional.empty() : Optional.of(error(fields[5]))));
    } catch (IllegalArgumentException e) {
      // It was not printed by the logger of a worker.
      return Optional.empty();
    }
  }

  private static Map<String, String> context(String field) {
    Map<String, String> context = new LinkedHashMap<>();
    for (String entry : field.isEmpty() ? new String[0] : field.split(CAUSE, -1)) {
      String[] parts = entry.split(PART, -1);
      if (parts.length == 2) {
        context.put(plain(parts[0]), plain(parts[1]));
      }
    }
    return context;
  }

  private static Throwable error(String field) {
    String[] chain = field.split(CAUSE, -1);
    Throwable cause = null;
    for (int i = chain.length - 1; i >= 0; i--) {
      String[] parts = chain[i].split(PART, -1);
      if (parts.length < 3) {
        throw new IllegalArgumentException(chain[i]);
      }
      Throwable error = new StandInException(plain(parts[0]), plain(parts[1]), plain(parts[2]));
      List<StackTraceElement> frames = new ArrayList<>();
      for (int at = 3; at + FRAME_PARTS <= parts.length; at += FRAME_PARTS) {
        frames.add(
            new StackTraceElement(
                parts[at], parts[at + 1], parts[at + 2], Integer.parseInt(parts[at + 3])));
      }
      error.setStackTrace(frames.toArray(StackTraceElement[]::new));
      if (cause != null) {
        error.initCause(cause);
      }
      cause = error;
    }
    return cause == null ? new StandInException("", "", "") : cause;
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), MAX_CHARS); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> escaped.append("\\\\");
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        default -> escaped.append(c >= '\u001c' && c <= '\u001f' ? ' ' : c);
      }
    }
    return escaped.append(text.length() > MAX_CHARS ? "…" : "").toString();
  }

  private static String plain(String escaped) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '\\' && i + 1 < escaped.length()) {
        char next = escaped.charAt(++i);
        text.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
