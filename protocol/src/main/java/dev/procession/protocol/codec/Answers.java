package dev.procession.protocol.codec;

import org.jspecify.annotations.Nullable;

/**
 * Decoded answers to consecutive items. Numbers of one type stay in an array of numbers, and become
 * objects when they are asked for: millions of objects that live as long as a list of results cost
 * more than all the rest.
 *
 * @param array an {@code Object[]} of values and, where there is no value, {@link Answer}s; or, if
 *     all are values of one of these types, an {@code int[]}, {@code long[]} or {@code double[]}
 * @param firstFailure the position of the first answer that is not a value; their number if there
 *     is none
 * @param sizeBytes the encoded length of the answers
 */
public record Answers(Object array, int firstFailure, long sizeBytes) {
  /** The number of answers. */
  public int count() {
    return length(array);
  }

  /** Answer {@code i}: the value itself, or an {@link Answer} that is not a value. */
  public @Nullable Object element(int i) {
    return element(array, i);
  }

  /** How many of the answers {@code from + i}, for {@code i < count}, are failures. */
  public int failures(int from, int count) {
    int failures = 0;
    for (int i = Math.max(from, firstFailure); i < from + count; i++) {
      failures += element(i) instanceof Answer ? 1 : 0;
    }
    return failures;
  }

  /**
   * An element of an array of one of the types that {@link #array} has.
   *
   * @param array the array
   * @param i the position
   * @return the element, a number as an object
   */
  public static @Nullable Object element(Object array, int i) {
    if (array instanceof Object[] objects) {
      return objects[i];
    } else if (array instanceof int[] ints) {
      return ints[i];
    } else if (array instanceof long[] longs) {
      return longs[i];
    }
    return ((double[]) array)[i];
  }

  private static int length(Object array) {
    if (array instanceof Object[] objects) {
      return objects.length;
    } else if (array instanceof int[] ints) {
      return ints.length;
    } else if (array instanceof long[] longs) {
      return longs.length;
    }
    return ((double[]) array).length;
  }
}
