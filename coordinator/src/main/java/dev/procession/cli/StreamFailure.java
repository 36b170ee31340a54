package dev.procession.cli;

import java.io.IOException;
import java.util.Locale;

/** Why a standard stream cannot be used, in words for those who wrote the command line. */
final class StreamFailure {
  private StreamFailure() {}

  /** What is closed has no type in Java, and its text is the system's. */
  static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.toLowerCase(Locale.ROOT).contains("bad file descriptor")
        ? "the stream is closed"
        : message;
  }
}
