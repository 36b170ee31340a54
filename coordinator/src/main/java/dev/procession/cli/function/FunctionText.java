package dev.procession.cli.function;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Normalizes the text of a function: without comments and spaces between tokens. */
public final class FunctionText {
  /**
   * A comment, or a token of Java. Only {@code ++} and {@code --} are tokens of two characters,
   * because {@code a++ + b} and {@code a + ++b} are both valid; other operators are valid only in
   * one way.
   */
  private static final Pattern PART =
      Pattern.compile(
          "(?<skipped>\\s+|//[^\\n\\r]*|/\\*.*?\\*/)"
              + "|\"\"\".*?(?<!\\\\)\"\"\""
              + "|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'"
              + "|\\p{javaJavaIdentifierPart}+|\\+\\+|--|.",
          Pattern.DOTALL);

  private FunctionText() {}

  /** The tokens of {@code function}, which need not be correct Java. */
  public static String tokens(String function) {
    StringBuilder tokens = new StringBuilder();
    for (Matcher part = PART.matcher(function); part.find(); ) {
      if (part.group("skipped") == null) {
        tokens.append(part.group()).append(' ');
      }
    }
    return tokens.toString().stripTrailing();
  }
}
