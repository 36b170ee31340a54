package dev.procession.protocol;

/**
 * One message as it travels: a type and a body that has arrived completely, not yet understood.
 * Whoever holds it owns the array.
 *
 * @param type which message
 * @param body its bytes, without the header
 */
public record Frame(byte type, byte[] body) {
  /**
   * How long it was on the wire.
   *
   * @return its bytes, with the header
   */
  public long sizeBytes() {
    return (long) Protocol.HEADER_BYTES + body.length;
  }

  /**
   * The message as it came, for error texts: its length, and its first bytes as text and as hex.
   *
   * @return some hundred characters at most
   */
  public String quoted() {
    return "%d bytes of type %d: %s"
        .formatted(body.length, type & 0xff, Quote.of(body, 0, body.length));
  }

  @Override
  public String toString() {
    return "Frame[type " + (type & 0xff) + ", " + body.length + " bytes]";
  }
}
