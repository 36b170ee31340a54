package dev.procession;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size written as the JVM's own options write it: {@code 4096}, {@code 64k}, {@code 256m}, {@code
 * 1g}. A {@code k} is 1024 bytes, each further unit 1024 times the one before.
 *
 * <pre>{@code
 * long bytes = ByteSize.parse("256m").bytes(); // 268435456
 * }</pre>
 *
 * @param bytes the size in bytes, 0 or more
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,18})([kmgt]?)");
  private static final String UNITS = "kmgt";
  private static final long UNIT_STEP = 1024;

  /**
   * A size of so many bytes.
   *
   * @param bytes the number of bytes
   * @throws IllegalArgumentException if {@code bytes} is negative
   */
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size cannot be negative: " + bytes);
    }
  }

  /**
   * Reads a size.
   *
   * @param text digits and at most one of the letters {@code k}, {@code m}, {@code g}, {@code t},
   *     in either case; blanks around it are ignored
   * @return the size
   * @throws IllegalArgumentException if the text is anything else, or more than {@link
   *     Long#MAX_VALUE} bytes
   */
  public static ByteSize parse(String text) {
    Objects.requireNonNull(text, "text");
    Matcher matcher = SYNTAX.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a size: write a whole number and at most one of k, m, g, t,"
              + " such as 64k, 256m or 1g");
    }
    String unit = matcher.group(2);
    try {
      return new ByteSize(
          Math.multiplyExact(Long.parseLong(matcher.group(1)), unit.isEmpty() ? 1 : factor(unit)));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is more than " + Long.MAX_VALUE + " bytes, the largest size there is", e);
    }
  }

  private static long factor(String unit) {
    long factor = UNIT_STEP;
    for (int i = 0; i < UNITS.indexOf(unit.charAt(0)); i++) {
      factor *= UNIT_STEP;
    }
    return factor;
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** The size in the largest unit that leaves no remainder; {@link #parse} reads it back. */
  @Override
  public String toString() {
    long rest = bytes;
    int steps = 0;
    while (rest > 0 && rest % UNIT_STEP == 0 && steps < UNITS.length()) {
      rest /= UNIT_STEP;
      steps++;
    }
    return steps == 0 ? Long.toString(rest) : rest + UNITS.substring(steps - 1, steps);
  }
}
