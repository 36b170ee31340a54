package dev.procession.protocol;

import java.io.IOException;

/**
 * The other side violated the protocol; the message contains the error, its position, and the
 * bytes.
 */
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was wrong and where, with the numbers
   */
  public ProtocolException(String message) {
    super(message);
  }
}
