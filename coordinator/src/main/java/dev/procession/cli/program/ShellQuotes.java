package dev.procession.cli.program;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * The quotes that are open at a place in a shell command: a value that is put there is quoted so
 * that the shell takes it literally.
 *
 * <p>Knows quotes, command substitutions, subshells and comments; not here-documents.
 */
final class ShellQuotes {
  private static final char SINGLE = '\'';
  private static final char DOUBLE = '"';
  private static final char BACKQUOTE = '`';
  private static final char PARENTHESIS = '(';
  private static final char NONE = 0;

  private final Deque<Character> open = new ArrayDeque<>();

  // What has been read last. Owned by the thread that expands a template.
  private char last = '\n';
  private boolean inComment;
  private boolean afterBackslash;

  /** Reads a part of the command, which is literal. */
  void read(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (afterBackslash) {
        afterBackslash = false;
        c = NONE;
      } else if (inComment) {
        inComment = c != '\n';
      } else if (c == '\\' && innermost() != SINGLE) {
        afterBackslash = true;
      } else if (innermost() == SINGLE) {
        closeAt(c, SINGLE);
      } else if (innermost() == DOUBLE) {
        readInDoubleQuotes(c);
      } else {
        readUnquoted(c);
      }
      last = c;
    }
  }

  /** Whether the quotes that a text with values opens are closed in it, and no others. */
  boolean isWhole(String... literals) {
    ShellQuotes after = new ShellQuotes();
    after.open.addAll(open);
    for (String literal : literals) {
      after.read(literal);
      after.last = NONE;
    }
    return List.copyOf(open).equals(List.copyOf(after.open));
  }

  private void readInDoubleQuotes(char c) {
    if (c == PARENTHESIS && last == '$') {
      open.push(PARENTHESIS);
    } else if (c == BACKQUOTE) {
      backquote();
    } else {
      closeAt(c, DOUBLE);
    }
  }

  private void readUnquoted(char c) {
    switch (c) {
      case SINGLE, DOUBLE, PARENTHESIS -> open.push(c);
      case ')' -> closeAt(PARENTHESIS, PARENTHESIS);
      case BACKQUOTE -> backquote();
      case '#' -> inComment = Character.isWhitespace(last) || last == ';' || last == PARENTHESIS;
      default -> {}
    }
  }

  private void backquote() {
    if (open.contains(BACKQUOTE)) {
      while (open.pop() != BACKQUOTE) {
        // What is left open in it ends with it.
      }
    } else {
      open.push(BACKQUOTE);
    }
  }

  private void closeAt(char c, char opened) {
    if (c == opened && innermost() == opened) {
      open.pop();
    }
  }

  private char innermost() {
    return Objects.requireNonNullElse(open.peek(), NONE);
  }

  /** A value, as it has to be written here; reading goes on behind it. */
  String quoted(String value) {
    String continued = afterBackslash ? "\n" : "";
    afterBackslash = false;
    last = NONE;
    String text =
        switch (innermost()) {
          case SINGLE -> value.replace("'", "'\"'\"'");
          case DOUBLE -> value.replaceAll("[\\\\$`\"]", "\\\\$0");
          default -> ShellQuote.of(value);
        };
    // A backslash and the end of a line are nothing to a shell.
    return continued + (open.contains(BACKQUOTE) ? text.replaceAll("[\\\\`]", "\\\\$0") : text);
  }
}
