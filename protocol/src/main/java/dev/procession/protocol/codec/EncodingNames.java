package dev.procession.protocol.codec;

/** One encoder's way into the name table; remembers how much of it the reader will need. */
final class EncodingNames {
  private static final int MAX_SHARED_CHARS = 250;

  private final NameTable table;

  /** Owned by the encoding thread. */
  private int needed;

  EncodingNames(NameTable table) {
    this.table = table;
  }

  int idOf(String name) {
    int id = table.idOf(name);
    use(id);
    return id;
  }

  void use(int id) {
    needed = Math.max(needed, id + 1);
  }

  /** Whether a text that is not a class name should become a number too. */
  boolean shares(String text) {
    return text.length() <= MAX_SHARED_CHARS && table.isRoomy();
  }

  /** How many names the values since the last {@link #takeNeeded} may refer to. */
  int needed() {
    return needed;
  }

  /** How many names the values since the last call may refer to. */
  int takeNeeded() {
    int all = needed;
    needed = 0;
    return all;
  }
}
