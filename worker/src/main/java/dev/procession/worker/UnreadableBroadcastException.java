package dev.procession.worker;

import dev.procession.protocol.codec.DecodingException;

/** A task asked for a broadcast value that cannot be decoded in this worker. */
final class UnreadableBroadcastException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final DecodingException why;

  UnreadableBroadcastException(DecodingException why) {
    super("The broadcast value cannot be read: " + why.getMessage(), why);
    this.why = why;
  }

  DecodingException why() {
    return why;
  }
}
