package dev.procession.cli.program;

import dev.procession.cli.console.UsageException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * The quotes that are open at a place in a shell command: a value that is put there is quoted so
 * that the shell takes it literally.
 *
 * <p>Knows quotes, substitutions, subshells and comments. Where more of the grammar would have to
 * be known, or shells differ, a value is refused rather than quoted by a guess.
 */
final class ShellQuotes {
  private static final char NONE = 0;

  private static final char SINGLE = '\'';
  private static final char DOUBLE = '"';
  private static final char BACKQUOTE = '`';
  private static final char SUBSHELL = '(';

  /** {@code $(}. */
  private static final char SUBSTITUTION = '$';

  /** Either of these after the word {@code case}, whose patterns end with parentheses. */
  private static final char WITH_CASE = 'c';

  /** <code>${</code>. */
  private static final char BRACE = '{';

  /** {@code $'}, which only some shells know. */
  private static final char DOLLAR_SINGLE = 's';

  private static final String OPERATORS = ";&|()<>";

  private final Deque<Character> open = new ArrayDeque<>();

  // What has been read last. Owned by the thread that expands a template.
  private char last = '\n';
  private boolean inComment;
  private boolean afterBackslash;
  private int lessThans;
  private final StringBuilder word = new StringBuilder();

  /** Why the quotes are not known here; empty where they are. */
  private String doubt = "";

  /** Whether the doubt ends with the backquotes that are open. */
  private boolean isDoubtInBackquotes;

  /** Reads a part of the command, which is literal. */
  void read(String text) {
    text.chars().forEach(c -> read((char) c));
  }

  private void read(char c) {
    if (afterBackslash) {
      afterBackslash = false;
      // At the end of a line they are nothing to a shell.
      if (c != '\n') {
        readPlain(NONE);
      }
    } else if (open.contains(BACKQUOTE) && (c == BACKQUOTE || c == '\\')) {
      readInBackquotes(c);
    } else if (inComment) {
      inComment = c != '\n';
      last = c;
    } else if (innermost() == SINGLE || innermost() == DOLLAR_SINGLE) {
      readInSingleQuotes(c);
    } else if (c == '\\') {
      afterBackslash = true;
    } else if (c == '$' && last == '$') {
      // The number of the process; what follows is no substitution.
      readPlain(NONE);
    } else if (c == '{' && last == '$') {
      open(BRACE);
    } else if (c == '(' && last == '$') {
      open(SUBSTITUTION);
    } else if (c == BACKQUOTE) {
      open(BACKQUOTE);
    } else if (innermost() == DOUBLE) {
      if (c == DOUBLE) {
        close();
      } else {
        last = c;
      }
    } else if (innermost() == BRACE) {
      readInBraces(c);
    } else {
      readUnquoted(c);
    }
  }

  /** These are looked for first, whatever quotes are open in them. */
  private void readInBackquotes(char c) {
    if (c == '\\') {
      afterBackslash = true;
      if (doubt.isEmpty()) {
        doubt = "after a backslash within backquotes";
        isDoubtInBackquotes = true;
      }
      return;
    }
    while (open.pop() != BACKQUOTE) {
      // What is left open in it ends with it.
    }
    inComment = false;
    if (isDoubtInBackquotes) {
      doubt = "";
      isDoubtInBackquotes = false;
    }
    readPlain(NONE);
  }

  private void readInSingleQuotes(char c) {
    if (c == SINGLE) {
      close();
    } else if (c == '\\' && innermost() == DOLLAR_SINGLE) {
      doubt("after a backslash within $''");
    }
  }

  private void readInBraces(char c) {
    if (c == '}') {
      close();
    } else if (c == DOUBLE) {
      open(DOUBLE);
    } else if (c == SINGLE) {
      open(SINGLE);
      if (open.contains(DOUBLE)) {
        doubt("after a ' within \"${ }\"");
      }
    } else {
      last = c;
    }
  }

  private void readUnquoted(char c) {
    boolean endsWord = Character.isWhitespace(c) || OPERATORS.indexOf(c) >= 0;
    if (c != '<') {
      endLessThans();
    }
    if (endsWord && word.toString().equals("case") && isParenthesis(innermost())) {
      open.pop();
      open.push(WITH_CASE);
    }
    if (c == '#' && (Character.isWhitespace(last) || OPERATORS.indexOf(last) >= 0)) {
      inComment = true;
    } else if (c == SINGLE) {
      open(last == '$' ? DOLLAR_SINGLE : SINGLE);
    } else if (c == DOUBLE) {
      open(DOUBLE);
    } else if (c == '(') {
      open(SUBSHELL);
    } else if (c == ')') {
      closeParenthesis();
    } else {
      readPlain(c);
      lessThans += c == '<' ? 1 : 0;
    }
    if (endsWord) {
      word.setLength(0);
    }
  }

  /** Two begin a here-document; three have a value of their own. */
  private void endLessThans() {
    if (lessThans == 2) {
      doubt("after <<");
    }
    lessThans = 0;
  }

  private void closeParenthesis() {
    char closed = innermost();
    if (closed == WITH_CASE) {
      doubt("after case within parentheses");
    }
    if (isParenthesis(closed)) {
      open.pop();
    }
    // A word may go on behind a substitution.
    last = closed == SUBSTITUTION ? NONE : ')';
  }

  private static boolean isParenthesis(char opened) {
    return opened == SUBSHELL || opened == SUBSTITUTION || opened == WITH_CASE;
  }

  private void readPlain(char c) {
    last = c;
    word.append(c);
  }

  private void open(char opened) {
    open.push(opened);
    last = opened == SUBSHELL || opened == SUBSTITUTION || opened == BACKQUOTE ? '(' : NONE;
    word.setLength(0);
    if (last == NONE) {
      word.append(NONE);
    }
  }

  private void close() {
    open.pop();
    readPlain(NONE);
  }

  private void doubt(String where) {
    if (doubt.isEmpty() || isDoubtInBackquotes) {
      doubt = where;
      isDoubtInBackquotes = false;
    }
  }

  private char innermost() {
    return Objects.requireNonNullElse(open.peek(), NONE);
  }

  /** Whether the quotes that a text with values opens are closed in it, and no others. */
  boolean isWhole(String... literals) {
    ShellQuotes after = new ShellQuotes();
    after.open.addAll(open);
    after.inComment = inComment;
    for (String literal : literals) {
      after.read(literal);
      after.last = NONE;
    }
    return List.copyOf(open).equals(List.copyOf(after.open));
  }

  /**
   * A value, as it has to be written here; reading goes on behind it.
   *
   * @throws UsageException if that is not known
   */
  String quoted(String value) {
    refuseDoubt();
    String continued = afterBackslash ? "\n" : "";
    afterBackslash = false;
    readPlain(NONE);
    String text =
        switch (innermost()) {
          case SINGLE -> value.replace("'", "'\"'\"'");
          case DOUBLE -> value.replaceAll("[\\\\$`\"]", "\\\\$0");
          default -> ShellQuote.of(value);
        };
    // A backslash and the end of a line are nothing to a shell.
    return continued + (open.contains(BACKQUOTE) ? text.replaceAll("[\\\\`]", "\\\\$0") : text);
  }

  private void refuseDoubt() {
    if (inComment) {
      throw new UsageException(
          "a placeholder in a comment: what follows a line end in an item would be run; leave it"
              + " out");
    }
    endLessThans();
    String where = doubt;
    if (where.isEmpty()) {
      boolean isAfterDollar = last == '$' && !afterBackslash && innermost() != SINGLE;
      where =
          open.contains(BRACE)
              ? "within ${ }"
              : innermost() == DOLLAR_SINGLE ? "within $''" : isAfterDollar ? "after $" : "";
    }
    if (!where.isEmpty()) {
      throw new UsageException(
          "a placeholder "
              + where
              + ": an item cannot be quoted reliably there; begin the command with 'set -- {};' and"
              + " use $1 there instead");
    }
  }
}
