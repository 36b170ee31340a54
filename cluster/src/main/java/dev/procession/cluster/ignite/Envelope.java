package dev.procession.cluster.ignite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a gateway and a node send each other: bytes, with the session that they belong to.
 *
 * @param number its place among those of its session and sender, from 0; 0 where the kind has no
 *     order
 */
record Envelope(Kind kind, long session, long number, byte[] bytes) {
  private static final int HEADER_BYTES = 17;

  enum Kind {
    /** From the gateway, until it is answered: begin a session. It has no order. */
    OPEN,
    /** From both: a message of the tunnel. */
    CARRIED,
    /** From the gateway: end the session. It has no order. */
    CLOSE,
    /** From the node: the session has ended, and its workers with it. */
    CLOSED,
    /** From the node: there is no room for a session, and why. It has no order. */
    REFUSED,
    /** To a node, until it is answered: leave once the workers have finished. It has no order. */
    DRAIN,
    /** From the node: it does so. Of no session, and without order. */
    DRAINING,
    /** From the node: it does so already. Of no session, and without order. */
    DRAINING_ALREADY
  }

  @SuppressWarnings("EnumOrdinal") // Both ends have the same version of it.
  byte[] encoded() {
    return ByteBuffer.allocate(HEADER_BYTES + bytes.length)
        .put((byte) kind.ordinal())
        .putLong(session)
        .putLong(number)
        .put(bytes)
        .array();
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Envelope of(byte[] encoded) {
    if (encoded.length < HEADER_BYTES || encoded[0] < 0 || encoded[0] >= Kind.values().length) {
      throw new IllegalArgumentException("no message of Procession's");
    }
    ByteBuffer buffer = ByteBuffer.wrap(encoded);
    Kind kind = Kind.values()[buffer.get()];
    long session = buffer.getLong();
    long number = buffer.getLong();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return new Envelope(kind, session, number, bytes);
  }

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
