package dev.procession.cli;

/** What the user asked for cannot be; the message says why and is all that is printed. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
