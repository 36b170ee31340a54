package dev.procession.protocol;

import java.io.IOException;

/**
 * The other side did not keep to the protocol: what was wrong, where, and the bytes in question.
 */
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A violation.
   *
   * @param message what was wrong and where, with the numbers
   */
  public ProtocolException(String message) {
    super(message);
  }
}
