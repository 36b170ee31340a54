package dev.procession.protocol.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many steps it takes to hash or to compare what bytes may have made. A collection's hash code
 * is that of all that it contains, each time anew, so sets within sets within sets take a time that
 * has nothing to do with their size, and collections that contain themselves never end.
 *
 * <p>Records and collections of the users' are taken for the usual ones. What their other classes
 * do in {@code hashCode} is not known here; they are trusted.
 */
final class HashCost {
  private static final int BITS_PER_STEP = 512;
  private static final int BYTES_PER_STEP = 64;
  private static final int ROUNDS_OF_SORTING = 16;

  /** What multiplying takes longer than adding: so many words do both in the same time. */
  private static final int WORDS_PER_STEP = 1000;

  /** Answers for all its elements by the hash code of one. */
  private static final Class<?> COPIES = Collections.nCopies(1, 1).getClass();

  private HashCost() {}

  /**
   * The steps of one hash code.
   *
   * @param limit how many there may be
   * @param maxDepth how deep the object may be nested
   * @throws Misread when there are more, or when hashing it would ask the name service
   */
  static long of(@Nullable Object object, long limit, int maxDepth) {
    if (isSmall(object)) {
      return 1;
    }
    long steps = ofItself(object);
    ArrayDeque<Iterator<?>> open = new ArrayDeque<>();
    open.push(parts(object));
    while (!open.isEmpty()) {
      Iterator<?> parts = open.element();
      if (!parts.hasNext()) {
        open.remove();
        continue;
      }
      Object part = parts.next();
      steps += ofItself(part);
      if (steps > limit) {
        throw tooHigh();
      } else if (!isSmall(part)) {
        if (open.size() == maxDepth) {
          throw new Misread("What goes into a hash table is nested too deeply or contains itself");
        }
        open.push(parts(part));
      }
    }
    return steps;
  }

  private static boolean isSmall(@Nullable Object object) {
    return object instanceof String
        || object == null
        || object instanceof Enum
        || object instanceof Integer
        || object instanceof Long;
  }

  /** The steps that an object takes besides its parts. */
  private static long ofItself(@Nullable Object object) {
    if (isSmall(object)) {
      return 1;
    } else if (object instanceof URL url && asksForName(url)) {
      throw Budget.asksForName(url);
    } else if (object instanceof BigInteger number) {
      return 1L + number.bitLength() / BITS_PER_STEP;
    } else if (object instanceof BigDecimal number) {
      return 1L + number.unscaledValue().bitLength() / BITS_PER_STEP;
    } else if (object instanceof BitSet bits) {
      return 1L + bits.size() / BITS_PER_STEP;
    } else if (object instanceof ByteBuffer bytes) {
      return 1L + bytes.remaining() / BYTES_PER_STEP;
    }
    return 1;
  }

  /** Whether a URL's hash code and equality look up its host. */
  static boolean asksForName(URL url) {
    return url.getHost() != null && !url.getHost().isEmpty();
  }

  /** The steps to find an object's place among others by comparing it. */
  static long ofComparing(@Nullable Object object) {
    if (isSmall(object)) {
      return 1;
    } else if (object instanceof BigDecimal number) {
      // To compare two of different scales multiplies one by a power of ten.
      long words = number.unscaledValue().bitLength() / Long.SIZE;
      return 1 + ROUNDS_OF_SORTING * (words / 8 + words * words / WORDS_PER_STEP);
    }
    return object instanceof BigInteger || object instanceof ByteBuffer
        ? ROUNDS_OF_SORTING * ofItself(object)
        : 1;
  }

  /**
   * The steps of the hash code of a collection, the parts of which are known.
   *
   * @param known what is known of parts; each other takes one step
   * @param limit how many there may be
   */
  static long ofCollection(Object object, Map<Object, Long> known, long limit) {
    long steps = 1;
    Iterator<?> parts = parts(object);
    while (parts.hasNext()) {
      Object part = parts.next();
      if (part instanceof Map.Entry<?, ?> entry) {
        steps += known.getOrDefault(entry.getKey(), 1L);
        steps += known.getOrDefault(entry.getValue(), 1L);
      } else {
        steps += known.getOrDefault(part, 1L);
      }
      if (steps > limit) {
        throw tooHigh();
      }
    }
    return steps;
  }

  static Misread tooHigh() {
    return new Misread(
        "To hash or compare what it contains would take far more steps than it has bytes");
  }

  /** What the hash code of an object is made from, as far as its type tells. */
  private static Iterator<?> parts(@Nullable Object object) {
    if (object instanceof Collection<?> collection) {
      return object.getClass() == COPIES
          ? collection.stream().limit(1).iterator()
          : collection.iterator();
    } else if (object instanceof Map<?, ?> map) {
      return map.entrySet().iterator();
    } else if (object instanceof Map.Entry<?, ?> entry) {
      return Arrays.asList(entry.getKey(), entry.getValue()).iterator();
    } else if (object instanceof Optional<?> optional) {
      return optional.stream().iterator();
    } else if (object instanceof Record record && !Origin.isJdk(object.getClass())) {
      return RecordFields.components(record).iterator();
    }
    return List.of().iterator();
  }
}
