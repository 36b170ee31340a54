package dev.procession.cli;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The text that a result is printed as: {@code toString}, with arrays made readable. */
final class ResultText {
  private ResultText() {}

  static String of(@Nullable Object result) {
    if (result == null || !result.getClass().isArray()) {
      return String.valueOf(result);
    }
    if (result instanceof Object[] array) {
      return Arrays.deepToString(array);
    }
    // deepToString knows every kind of primitive array, but only as an element.
    String nested = Arrays.deepToString(new Object[] {result});
    return nested.substring(1, nested.length() - 1);
  }
}
