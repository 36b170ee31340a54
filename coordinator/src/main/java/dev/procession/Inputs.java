package dev.procession;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Inputs other than collections, as what can be iterated. */
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

  static <T> List<T> of(T[] items) {
    return Arrays.asList(Objects.requireNonNull(items, "items"));
  }

  static List<Integer> of(int[] items) {
    return IntStream.of(Objects.requireNonNull(items, "items")).boxed().toList();
  }

  static List<Long> of(long[] items) {
    return LongStream.of(Objects.requireNonNull(items, "items")).boxed().toList();
  }

  static List<Double> of(double[] items) {
    return DoubleStream.of(Objects.requireNonNull(items, "items")).boxed().toList();
  }

  /** Nothing is ever put into an iterator. */
  @SuppressWarnings("unchecked")
  private static <T> Iterator<T> readOnly(Iterator<? extends T> items) {
    return (Iterator<T>) items;
  }
}
