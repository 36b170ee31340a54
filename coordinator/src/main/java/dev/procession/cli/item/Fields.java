package dev.procession.cli.item;

import java.util.ArrayList;
import java.util.List;

/**
 * Several texts as one: a TAB between them, and what would be taken for one written as {@code \t},
 * a line end as {@code \n}, a backslash as two.
 */
public final class Fields {
  private static final char BETWEEN = '\t';

  private Fields() {}

  /** The one text. */
  public static String join(List<String> fields) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        text.append(BETWEEN);
      }
      escape(fields.get(i), text);
    }
    return text.toString();
  }

  private static void escape(String field, StringBuilder text) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      switch (c) {
        case BETWEEN -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\\' -> text.append("\\\\");
        default -> text.append(c);
      }
    }
  }

  /** The texts that were joined. */
  public static List<String> split(String text) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == BETWEEN) {
        fields.add(field.toString());
        field.setLength(0);
      } else if (c == '\\' && i + 1 < text.length()) {
        i++;
        char escaped = text.charAt(i);
        field.append(escaped == 't' ? BETWEEN : escaped == 'n' ? '\n' : escaped);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
