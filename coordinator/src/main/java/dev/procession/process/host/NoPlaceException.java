package dev.procession.process.host;

import java.io.IOException;

/** No host has room for a process now: not a failed start, since nothing was launched. */
public final class NoPlaceException extends IOException {
  private static final long serialVersionUID = 1L;

  public NoPlaceException(String message) {
    super(message);
  }
}
