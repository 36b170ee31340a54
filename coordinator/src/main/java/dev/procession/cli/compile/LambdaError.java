package dev.procession.cli.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/**
 * A compilation error in the user's lambda, with its position in the user's text.
 *
 * @param message what is wrong; lines after the first are details
 * @param position where, from 0 to the text's length
 */
public record LambdaError(String message, int position) {

  /**
   * The compiler's message, with the position in the user's text. The generated class is not named,
   * because the user does not know it.
   */
  public static LambdaError of(Diagnostic<? extends JavaFileObject> problem, SourceText source) {
    String className = source.className();
    String message =
        problem
            .getMessage(Locale.getDefault())
            .lines()
            .filter(line -> !(line.contains("location:") && line.contains(className)))
            .collect(Collectors.joining("\n"))
            .replace(className + ".", "");
    return new LambdaError(message, source.inUsersText(problem.getPosition()));
  }

  /** The message, the user's line with a caret below the place, and the details. */
  String render(String text) {
    int at = Math.min(position, text.length());
    int lineStart = text.lastIndexOf('\n', at - 1) + 1;
    int lineEnd = text.indexOf('\n', at);
    String line = text.substring(lineStart, lineEnd < 0 ? text.length() : lineEnd);
    long lineNumber = text.substring(0, lineStart).chars().filter(c -> c == '\n').count() + 1;
    List<String> parts = new ArrayList<>(message.lines().toList());
    String headline = parts.remove(0);
    parts.add(0, text.strip().contains("\n") ? "line " + lineNumber + ": " + headline : headline);
    parts.add(1, "  " + line);
    parts.add(2, "  " + caretBelow(line, at - lineStart));
    return String.join("\n", parts);
  }

  /** Tabs are kept, so that the caret is aligned whatever their width. */
  private static String caretBelow(String line, int column) {
    StringBuilder indent = new StringBuilder();
    line.codePoints()
        .limit(line.codePointCount(0, Math.min(column, line.length())))
        .forEach(c -> indent.append(c == '\t' ? '\t' : ' '));
    return indent.append('^').toString();
  }
}
