package dev.procession.cli.console;

import java.io.IOException;
import java.util.Locale;

/** Describes to the user why a standard stream cannot be used. */
public final class StreamFailure {
  private StreamFailure() {}

  /** Java has no exception type for a closed stream, and the message is the system's. */
  public static String reason(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.toLowerCase(Locale.ROOT).contains("bad file descriptor")
        ? "the stream is closed"
        : message;
  }
}
