package dev.procession;

import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;

/** Inputs that can be read once, as what can be iterated. */
final class Inputs {
  private Inputs() {}

  static <T> Iterable<T> once(Iterator<? extends T> items) {
    Objects.requireNonNull(items, "items");
    return () -> readOnly(items);
  }

  static <T> Iterable<T> once(Stream<? extends T> items) {
    Objects.requireNonNull(items, "items");
    return () -> readOnly(items.iterator());
  }

  /** Nothing is ever put into an iterator. */
  @SuppressWarnings("unchecked")
  private static <T> Iterator<T> readOnly(Iterator<? extends T> items) {
    return (Iterator<T>) items;
  }
}
