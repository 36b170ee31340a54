package dev.procession.protocol;

/**
 * The constants that both ends of a pipe agree on: version, preamble, and a limit on everything.
 */
public final class Protocol {
  /** The version of the messages; both ends must speak the same. */
  public static final int VERSION = 1;

  /** What each frame starts with. Neither byte is text, so printed noise is caught early. */
  static final int MAGIC = 0xF1C5;

  /** Bytes before a frame's body: magic 2, type 1, flags 1, length of the body 4. */
  static final int HEADER_BYTES = 8;

  /** The most noise that may come before the preamble. */
  public static final int MAX_NOISE_BYTES = 64 * 1024;

  /** The longest frame body that fits an array. */
  public static final int MAX_BODY_BYTES = Integer.MAX_VALUE - 64;

  /**
   * How much of a body is allocated on the word of its header alone; the rest only as bytes arrive.
   */
  static final int MAX_UNPROVEN_BYTES = 2 * 1024 * 1024;

  /** Frames up to this size are written at once, longer ones as head and items. */
  static final int MAX_SINGLE_WRITE_BYTES = 8 * 1024;

  /** The longest encoded failure; whatever is longer is shortened, not refused. */
  public static final int MAX_FAILURE_BYTES = 16 << 20;

  /** The most items of a chunk: positions have 24 bits in the {@link ProgressPage}. */
  public static final int MAX_CHUNK_ITEMS = (1 << 24) - 1;

  /** The highest number of a chunk: it has 40 bits in the {@link ProgressPage}. */
  public static final long MAX_CHUNK_ID = (1L << 40) - 1;

  /** The most names in a connection's table. */
  public static final int MAX_NAMES = 1 << 20;

  /** The longest name, in UTF-16 units. */
  public static final int MAX_NAME_CHARS = 65_535;

  /** How long all names of a connection's table may be together, in UTF-16 units. */
  public static final int MAX_NAMES_CHARS = 1 << 24;

  /**
   * The number of the coordinator's system class loader. Workers look for what it has on their own
   * class path first; other loaders may define classes that the class path has too, so those are
   * asked first.
   */
  public static final int CLASS_PATH_LOADER = 0;

  /** How many requests for resources and broadcast values a worker may have open at once. */
  public static final int MAX_OPEN_REQUESTS = 256;

  /** The longest reason for which a worker wants to be replaced, in UTF-16 units. */
  public static final int MAX_REASON_CHARS = 1024;

  /** The longest other text in a message, in UTF-16 units. */
  public static final int MAX_TEXT_CHARS = 1 << 20;

  private static final byte[] PREAMBLE = {(byte) 0xF1, 'P', 'r', 'o', 'c', 's', '\r', (byte) 0xC5};

  private Protocol() {}

  /**
   * What a worker writes before its first frame, so that whatever was printed before can be told
   * apart. Its first byte does not occur in it again.
   *
   * @return a fresh copy
   */
  public static byte[] preamble() {
    return PREAMBLE.clone();
  }
}
