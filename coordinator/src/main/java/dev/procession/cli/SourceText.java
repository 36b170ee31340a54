package dev.procession.cli;

import java.net.URI;
import javax.tools.Diagnostic;
import javax.tools.SimpleJavaFileObject;

/**
 * A compilation unit in memory: something of ours, the user's text untouched in one piece,
 * something of ours. So a position of the compiler's minus {@link #before} is a position in the
 * user's text.
 *
 * <p>What comes before has no line break: line numbers, too, are those of the user's text.
 */
final class SourceText extends SimpleJavaFileObject {
  private final String before;
  private final String users;
  private final String after;

  SourceText(String className, String before, String users, String after) {
    super(URI.create("string:///" + className + ".java"), Kind.SOURCE);
    this.before = before;
    this.users = users;
    this.after = after;
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return before + users + after;
  }

  /** Stack traces of the workers show this name. */
  @Override
  public String getName() {
    return "lambda";
  }

  int start() {
    return before.length();
  }

  int end() {
    return before.length() + users.length();
  }

  /** Where in the user's text {@code position} is: what lies after it stands for its end. */
  int inUsersText(long position) {
    int end = users.stripTrailing().length();
    return position == Diagnostic.NOPOS
        ? end
        : (int) Math.min(Math.max(position - before.length(), 0), end);
  }
}
