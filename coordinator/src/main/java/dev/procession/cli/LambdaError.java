package dev.procession.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * One complaint about the user's lambda, at a position in the user's own text.
 *
 * @param message what is wrong; lines after the first are details
 * @param position where, from 0 to the text's length
 */
record LambdaError(String message, int position) {

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

  /** Tabs stay tabs, so that the caret stands right whatever their width. */
  private static String caretBelow(String line, int column) {
    StringBuilder indent = new StringBuilder();
    line.codePoints()
        .limit(line.codePointCount(0, Math.min(column, line.length())))
        .forEach(c -> indent.append(c == '\t' ? '\t' : ' '));
    return indent.append('^').toString();
  }
}
