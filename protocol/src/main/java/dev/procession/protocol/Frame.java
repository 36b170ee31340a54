package dev.procession.protocol;

/**
 * One message as it travels: a type and a body that has arrived completely, not yet understood.
 * Whoever holds it owns the array.
 *
 * @param type which message
 * @param body its bytes, without the header
 */
public record Frame(byte type, byte[] body) {
  @Override
  public String toString() {
    return "Frame[type " + (type & 0xff) + ", " + body.length + " bytes]";
  }
}
