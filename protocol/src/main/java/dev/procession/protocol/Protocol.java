package dev.procession.protocol;

/** The constants of both ends of a pipe: version, preamble and limits. */
public final class Protocol {
  /** The version of the messages, which must be the same at both ends. */
  public static final int VERSION = 1;

  /** The start of each frame. Neither byte is text, so printed output is detected early. */
  static final int MAGIC = 0xF1C5;

  /** Bytes before a frame's body: magic 2, type 1, flags 1, length of the body 4. */
  static final int HEADER_BYTES = 8;

  /** The maximum number of bytes before the preamble. */
  public static final int MAX_NOISE_BYTES = 64 * 1024;

  /** The longest frame body that fits an array. */
  public static final int MAX_BODY_BYTES = Integer.MAX_VALUE - 64;

  /**
   * The part of a body that is allocated because of its header alone; the rest is allocated as
   * bytes arrive.
   */
  static final int MAX_UNPROVEN_BYTES = 2 * 1024 * 1024;

  /** Frames up to this size are written at once, longer ones as head and items. */
  static final int MAX_SINGLE_WRITE_BYTES = 8 * 1024;

  /** The longest encoded failure; longer ones are shortened, not rejected. */
  public static final int MAX_FAILURE_BYTES = 16 << 20;

  /** The most items of a chunk: positions have 24 bits in the {@link ProgressPage}. */
  public static final int MAX_CHUNK_ITEMS = (1 << 24) - 1;

  /** The highest number of a chunk: it has 40 bits in the {@link ProgressPage}. */
  public static final long MAX_CHUNK_ID = (1L << 40) - 1;

  /** The most names in a connection's table. */
  public static final int MAX_NAMES = 1 << 20;

  /** The longest name, in UTF-16 units. */
  public static final int MAX_NAME_CHARS = 65_535;

  /** The maximum total length of a connection's names, in UTF-16 units. */
  public static final int MAX_NAMES_CHARS = 1 << 24;

  /**
   * The number of the coordinator's system class loader. Workers search their own class path before
   * they ask it; other loaders are asked first, because they may define classes that are also on
   * the class path.
   */
  public static final int CLASS_PATH_LOADER = 0;

  /** The maximum number of open requests of a worker for resources and broadcast values. */
  public static final int MAX_OPEN_REQUESTS = 256;

  /** The longest reason of a worker's request to be replaced, in UTF-16 units. */
  public static final int MAX_REASON_CHARS = 1024;

  /** The longest stack trace of an item that has exceeded its timeout, in frames. */
  public static final int MAX_STACK_FRAMES = 256;

  /** The longest name in such a stack trace, in UTF-16 units. */
  static final int MAX_FRAME_CHARS = 1024;

  /** The longest place in the code that a message names, in UTF-16 units. */
  public static final int MAX_PLACE_CHARS = 256;

  /** The longest other text in a message, in UTF-16 units. */
  public static final int MAX_TEXT_CHARS = 1 << 20;

  private static final byte[] PREAMBLE = {(byte) 0xF1, 'P', 'r', 'o', 'c', 's', '\r', (byte) 0xC5};

  private Protocol() {}

  /**
   * The bytes that a worker writes before its first frame, to separate it from earlier output. The
   * first byte occurs only once.
   *
   * @return a fresh copy
   */
  public static byte[] preamble() {
    return PREAMBLE.clone();
  }
}
