package dev.procession.protocol.codec.graph;

import dev.procession.protocol.NameTable;

/** One encoder's access to the name table; tracks the part of it that the reader will need. */
public final class EncodingNames {
  private static final int MAX_SHARED_CHARS = 250;

  private final NameTable table;

  /** Owned by the encoding thread. */
  private int needed;

  public EncodingNames(NameTable table) {
    this.table = table;
  }

  public int idOf(String name) {
    int id = table.idOf(name);
    use(id);
    return id;
  }

  void use(int id) {
    needed = Math.max(needed, id + 1);
  }

  /** Whether a text that is not a class name should be added to the name table. */
  public boolean shares(String text) {
    return text.length() <= MAX_SHARED_CHARS && table.isRoomy();
  }

  /** The number of names to which the values since the last {@link #takeNeeded} may refer. */
  public int needed() {
    return needed;
  }

  /** The number of names to which the values since the last call may refer. */
  public int takeNeeded() {
    int all = needed;
    needed = 0;
    return all;
  }
}
