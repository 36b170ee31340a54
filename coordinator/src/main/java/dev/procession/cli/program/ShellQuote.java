package dev.procession.cli.program;

import java.util.regex.Pattern;

/** Text as a POSIX shell takes it for one word. */
final class ShellQuote {
  private static final Pattern PLAIN = Pattern.compile("[\\p{Alnum}_@%+=:,./-]+");

  private ShellQuote() {}

  static String of(String text) {
    return PLAIN.matcher(text).matches() ? text : '\'' + text.replace("'", "'\"'\"'") + '\'';
  }
}
