package dev.procession.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names to which encoded values refer by number, on the encoding side. Append-only, so that a
 * number never changes its meaning, and shared by all encoders whose values one reader receives.
 *
 * <p>Safe for use by many threads.
 */
public final class NameTable {
  /**
   * Dynamic texts, as in stack traces, must not fill the table, which is needed for class names.
   */
  private static final int SOFT_LIMIT = 1 << 17;

  private static final int SOFT_LIMIT_CHARS = Protocol.MAX_NAMES_CHARS / 4;

  private final ConcurrentHashMap<String, Integer> ids = new ConcurrentHashMap<>();

  /** Guarded by itself; a name is here before its number is in the map. */
  private final List<String> names = new ArrayList<>();

  /** Guarded by the names: their total length. */
  private int chars;

  /** Makes an empty table. */
  public NameTable() {}

  /**
   * The number of a name, which is added if it is new.
   *
   * @param name the name
   * @return its number
   * @throws IllegalStateException when the table is full or the name is too long
   */
  public int idOf(String name) {
    Integer id = ids.get(name);
    return id != null ? id : add(name);
  }

  private int add(String name) {
    if (name.length() > Protocol.MAX_NAME_CHARS) {
      throw new IllegalStateException(
          "A name has %d characters, at most %d are allowed: %.80s…"
              .formatted(name.length(), Protocol.MAX_NAME_CHARS, name));
    }
    synchronized (names) {
      Integer id = ids.get(name);
      if (id != null) {
        return id;
      }
      if (names.size() == Protocol.MAX_NAMES) {
        throw new IllegalStateException(
            "More than %d different class names were sent; the next would be %s"
                .formatted(Protocol.MAX_NAMES, name));
      }
      if (name.length() > Protocol.MAX_NAMES_CHARS - chars) {
        throw new IllegalStateException(
            "Class names of more than %d characters together were sent; the next would be %.80s"
                .formatted(Protocol.MAX_NAMES_CHARS, name));
      }
      chars += name.length();
      names.add(name);
      ids.put(name, names.size() - 1);
      return names.size() - 1;
    }
  }

  /**
   * The number of names.
   *
   * @return the number that the next new name will get
   */
  public int size() {
    synchronized (names) {
      return names.size();
    }
  }

  /** Whether there is room for texts that are not class names. */
  public boolean isRoomy() {
    synchronized (names) {
      return names.size() < SOFT_LIMIT && chars < SOFT_LIMIT_CHARS;
    }
  }

  /**
   * The names from a number on, for sending them.
   *
   * @param from the first number
   * @param to the first number not wanted, at most {@link #size}
   * @return a copy
   */
  public List<String> names(int from, int to) {
    synchronized (names) {
      return List.copyOf(names.subList(from, to));
    }
  }
}
