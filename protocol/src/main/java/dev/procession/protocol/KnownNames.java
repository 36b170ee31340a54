package dev.procession.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * The other side's {@link NameTable} as far as it has been received. Bounded.
 *
 * <p>Safe for use by many threads: one adds what arrives, others decode.
 */
public final class KnownNames {
  /** Guarded by itself. */
  private final List<String> names = new ArrayList<>();

  /** Guarded by the names: their total length. */
  private long chars;

  /** Makes an empty table. */
  public KnownNames() {}

  /**
   * Appends the names of a {@code Names} message.
   *
   * @param firstId the number of the first of them
   * @param more the names
   * @throws ProtocolException when they do not continue the table, or make it too long
   */
  public void add(int firstId, List<String> more) throws ProtocolException {
    synchronized (names) {
      if (firstId != names.size()) {
        throw new ProtocolException(
            "Names from %d on were sent, but %d are known".formatted(firstId, names.size()));
      }
      if (more.size() > Protocol.MAX_NAMES - names.size()) {
        throw new ProtocolException(
            "%d names and %d more are over the limit of %d"
                .formatted(names.size(), more.size(), Protocol.MAX_NAMES));
      }
      long moreChars = more.stream().mapToLong(String::length).sum();
      if (moreChars > Protocol.MAX_NAMES_CHARS - chars) {
        throw new ProtocolException(
            "Names of %d characters and %d more are over the limit of %d"
                .formatted(chars, moreChars, Protocol.MAX_NAMES_CHARS));
      }
      chars += moreChars;
      names.addAll(more);
    }
  }

  /**
   * The name that has a number.
   *
   * @param id the number
   * @return the name
   * @throws IndexOutOfBoundsException when no such name was received
   */
  public String name(int id) {
    synchronized (names) {
      return names.get(id);
    }
  }

  /**
   * The number of names.
   *
   * @return their count
   */
  public int size() {
    synchronized (names) {
      return names.size();
    }
  }
}
