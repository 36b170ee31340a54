package dev.procession.cli.function;

import dev.procession.cli.item.RawText;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.BaseStream;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text that a result is printed as: {@code toString}; for a stream, an iterator or an array
 * that of each element, one per line; for bytes, themselves.
 */
public final class ResultText {
  /** The text of a stream without elements, which is no line. No text has this character. */
  public static final String NO_LINES = "\udc00";

  private ResultText() {}

  static String of(@Nullable Object result) {
    if (result instanceof byte[] bytes) {
      return RawText.decode(bytes);
    }
    Object elements = elements(result);
    if (!(elements instanceof List<?> several) || elements == result) {
      return single(result);
    }
    return several.isEmpty()
        ? NO_LINES
        : several.stream().map(ResultText::single).collect(Collectors.joining("\n"));
  }

  /** The elements as a list where {@code result} is something to iterate once, or an array. */
  static @Nullable Object elements(@Nullable Object result) {
    if (result instanceof BaseStream<?, ?> stream) {
      try (stream) {
        return list(stream.iterator());
      }
    }
    if (result instanceof Iterator<?> iterator) {
      return list(iterator);
    }
    if (result == null || !result.getClass().isArray()) {
      return result;
    }
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(result); i++) {
      elements.add(Array.get(result, i));
    }
    return elements;
  }

  private static List<@Nullable Object> list(Iterator<?> iterator) {
    List<@Nullable Object> elements = new ArrayList<>();
    iterator.forEachRemaining(elements::add);
    return elements;
  }

  private static String single(@Nullable Object value) {
    if (value instanceof Path path) {
      return RawText.nameOf(path);
    }
    if (value == null || !value.getClass().isArray()) {
      return String.valueOf(value);
    }
    if (value instanceof Object[] array) {
      return Arrays.deepToString(array);
    }
    // deepToString formats all primitive arrays, but only as elements.
    String nested = Arrays.deepToString(new Object[] {value});
    return nested.substring(1, nested.length() - 1);
  }
}
