package dev.procession.protocol.codec.trust;

import dev.procession.protocol.codec.bytes.BadBytes;
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
 * Counts the steps to hash or compare decoded objects. A collection's hash code is recomputed from
 * all of its contents each time, so the time for nested sets is unrelated to their size, and
 * collections that contain themselves never end.
 *
 * <p>Records and user collections are assumed to hash their contents. The {@code hashCode} of other
 * user classes is unknown here and trusted.
 */
public final class HashCost {
  private static final int BITS_PER_STEP = 512;
  private static final int BYTES_PER_STEP = 64;
  private static final int ROUNDS_OF_SORTING = 16;

  /** The number of words for which multiplying takes as long as adding. */
  private static final int WORDS_PER_STEP = 1000;

  /** The class of {@code nCopies}, which computes its hash code from that of one element. */
  private static final Class<?> COPIES = Collections.nCopies(1, 1).getClass();

  private HashCost() {}

  /**
   * The steps of one hash code.
   *
   * @param limit the maximum
   * @param maxDepth the maximum depth of the object
   * @throws BadBytes if there are more, or if hashing it would look up a host name
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
          throw new BadBytes("An element of a hash table is nested too deeply or contains itself");
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

  /** The steps of an object without its parts. */
  private static long ofItself(@Nullable Object object) {
    if (isSmall(object)) {
      return 1;
    } else if (object instanceof URL url && asksForName(url)) {
      throw nameLookup(url);
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
  public static boolean asksForName(URL url) {
    return url.getHost() != null && !url.getHost().isEmpty();
  }

  /** The steps to find an object's place among others by comparing it. */
  static long ofComparing(@Nullable Object object) {
    if (isSmall(object)) {
      return 1;
    } else if (object instanceof BigDecimal number) {
      // Comparing numbers of different scales multiplies one by a power of ten.
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
   * @param known the known steps of parts; any other part takes one step
   * @param limit the maximum
   */
  public static long ofCollection(Object object, Map<Object, Long> known, long limit) {
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

  static BadBytes tooHigh() {
    return new BadBytes(
        "Hashing or comparing its contents would take far more steps than it has bytes");
  }

  /** The reason why a URL that {@link #asksForName} must not get into a hash table. */
  public static BadBytes nameLookup(URL url) {
    return new BadBytes(
        "A URL in a hash table looks up the host name %s; send a URI instead"
            .formatted(url.getHost()),
        URL.class.getName(),
        null);
  }

  /** The parts from which the hash code of an object is computed, as far as its type shows. */
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
    } else if (object instanceof Record record && !ClassTraits.isJdk(object.getClass())) {
      return ClassTraits.components(record).iterator();
    }
    return List.of().iterator();
  }
}
