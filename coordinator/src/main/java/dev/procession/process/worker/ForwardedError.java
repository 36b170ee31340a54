package dev.procession.process.worker;

import dev.procession.task.StandInException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What was thrown, with causes, suppressed exceptions and stack traces, as a field of a {@link
 * ForwardedLine}. Each is followed by those that belong to it, which are one level deeper.
 */
final class ForwardedError {
  private static final String SEPARATOR = "\u001c";
  private static final String PART = "\u001d";
  private static final int MAX_ERRORS = 20;
  private static final int MAX_TEXT_CHARS = 10_000;
  private static final int MAX_FRAMES = 200;
  private static final int FRAME_PARTS = 4;

  /** Level, kind, class, text; the frames follow. */
  private static final int HEAD_PARTS = 4;

  private ForwardedError() {}

  /** How one belongs to the one above it. */
  private enum Kind {
    CAUSE,
    SUPPRESSED
  }

  private record Part(Throwable error, int level, Kind kind) {}

  static String encoded(Throwable error, ForwardedText texts) {
    List<Part> parts = new ArrayList<>();
    collect(error, 0, Kind.CAUSE, parts, Collections.newSetFromMap(new IdentityHashMap<>()));
    List<String> encoded = new ArrayList<>();
    for (Part part : parts) {
      // Each has its share, so that the last cause, which is the reason, is not lost.
      int share = texts.leftChars() / (parts.size() - encoded.size());
      encoded.add(encoded(part, texts, texts.leftChars() - share));
    }
    return String.join(SEPARATOR, encoded);
  }

  private static void collect(
      Throwable error, int level, Kind kind, List<Part> into, Set<Throwable> known) {
    if (into.size() == MAX_ERRORS || !known.add(error)) {
      return;
    }
    into.add(new Part(error, level, kind));
    Throwable cause = error.getCause();
    if (cause != null) {
      collect(cause, level + 1, Kind.CAUSE, into, known);
    }
    for (Throwable suppressed : error.getSuppressed()) {
      collect(suppressed, level + 1, Kind.SUPPRESSED, into, known);
    }
  }

  /**
   * @param keepChars for those that follow
   */
  private static String encoded(Part part, ForwardedText texts, int keepChars) {
    Throwable error = part.error;
    List<String> fields = new ArrayList<>();
    fields.add("" + part.level);
    fields.add(part.kind.name());
    fields.add(texts.escaped(error.getClass().getName()));
    int share = Math.max(0, texts.leftChars() - keepChars);
    fields.add(texts.escaped(String.valueOf(error), Math.min(MAX_TEXT_CHARS, share)));
    StackTraceElement[] frames = error.getStackTrace();
    for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
      if (texts.leftChars() <= keepChars) {
        break;
      }
      fields.add(texts.escaped(frames[i].getClassName()));
      fields.add(texts.escaped(frames[i].getMethodName()));
      fields.add(texts.escaped(Objects.requireNonNullElse(frames[i].getFileName(), "")));
      fields.add("" + frames[i].getLineNumber());
    }
    return String.join(PART, fields);
  }

  /**
   * The reverse.
   *
   * @throws IllegalArgumentException if the field was not made here
   */
  static Throwable decoded(String field) {
    List<Throwable> path = new ArrayList<>();
    for (String entry : field.split(SEPARATOR, -1)) {
      String[] parts = entry.split(PART, -1);
      if (parts.length < HEAD_PARTS) {
        throw new IllegalArgumentException(entry);
      }
      int level = Integer.parseInt(parts[0]);
      Kind kind = Kind.valueOf(parts[1]);
      if (level < 0 || level > path.size() || (level == 0 && !path.isEmpty())) {
        throw new IllegalArgumentException(entry);
      }
      Throwable error = decoded(parts);
      path.subList(level, path.size()).clear();
      if (level > 0) {
        attach(error, kind, path.get(level - 1));
      }
      path.add(error);
    }
    return path.get(0);
  }

  private static void attach(Throwable error, Kind kind, Throwable to) {
    if (kind == Kind.SUPPRESSED) {
      to.addSuppressed(error);
    } else if (to.getCause() == null) {
      to.initCause(error);
    } else {
      throw new IllegalArgumentException("two causes");
    }
  }

  private static Throwable decoded(String[] parts) {
    String text = ForwardedText.plain(parts[3]);
    // As its message, too: layouts that do not ask for its text print that after its class.
    Throwable error = new StandInException(ForwardedText.plain(parts[2]), text, text);
    List<StackTraceElement> frames = new ArrayList<>();
    for (int at = HEAD_PARTS; at + FRAME_PARTS <= parts.length; at += FRAME_PARTS) {
      frames.add(
          new StackTraceElement(
              ForwardedText.plain(parts[at]),
              ForwardedText.plain(parts[at + 1]),
              parts[at + 2].isEmpty() ? null : ForwardedText.plain(parts[at + 2]),
              Integer.parseInt(parts[at + 3])));
    }
    error.setStackTrace(frames.toArray(StackTraceElement[]::new));
    return error;
  }
}
