package dev.procession.integration.bench;

/** A contender is not on this machine or not in this build. The message says why. */
final class UnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  UnavailableException(String message) {
    super(message);
  }
}
