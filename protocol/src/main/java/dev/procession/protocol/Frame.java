package dev.procession.protocol;

/**
 * One message on the wire: a type and a complete body, not yet decoded. The holder owns the array.
 *
 * @param type which message
 * @param body its bytes, without the header
 */
public record Frame(byte type, byte[] body) {
  /**
   * Its length on the wire.
   *
   * @return its bytes, with the header
   */
  public long sizeBytes() {
    return (long) Protocol.HEADER_BYTES + body.length;
  }

  /**
   * A description for error texts: its length, and its first bytes as text and as hex.
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
