package dev.procession.cli.compile;

import java.net.URI;
import javax.tools.Diagnostic;
import javax.tools.SimpleJavaFileObject;

/**
 * A compilation unit in memory: the unchanged user's text between generated text. So a compiler's
 * position minus {@link #before} is a position in the user's text.
 *
 * <p>The text before has no line break, so line numbers are those of the user's text, too.
 */
public final class SourceText extends SimpleJavaFileObject {
  private final String className;
  private final String name;
  private final String before;
  private final String users;
  private final String after;

  public SourceText(String className, String before, String users, String after) {
    this(className, "lambda", before, users, after);
  }

  private SourceText(String className, String name, String before, String users, String after) {
    super(URI.create("string:///" + className + ".java"), Kind.SOURCE);
    this.className = className;
    this.name = name;
    this.before = before;
    this.users = users;
    this.after = after;
  }

  /** A whole source file of the user's, which has the name of a class. */
  public static SourceText ofFile(String className, String text) {
    return new SourceText(className, className + ".java", "", text, "");
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return before + users + after;
  }

  /** This name appears in the workers' stack traces. */
  @Override
  public String getName() {
    return name;
  }

  /** The class that contains the user's text. */
  String className() {
    return className;
  }

  public int start() {
    return before.length();
  }

  int end() {
    return before.length() + users.length();
  }

  /** The position in the user's text; positions after it become its end. */
  int inUsersText(long position) {
    int end = users.stripTrailing().length();
    return position == Diagnostic.NOPOS
        ? end
        : (int) Math.min(Math.max(position - before.length(), 0), end);
  }
}
