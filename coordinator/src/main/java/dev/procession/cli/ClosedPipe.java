package dev.procession.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Tells a reader that went away, as {@code head} does, from an output that failed. */
final class ClosedPipe {
  private ClosedPipe() {}

  /**
   * Java has no type for it and its text is the system's, in the user's language. But on Linux the
   * descriptor says what it is, and writing to a pipe fails for no other reason.
   */
  static boolean causes(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("broken pipe") || message.contains("pipe is being closed")) {
      return true;
    }
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException | UnsupportedOperationException notLinux) {
      return false;
    }
  }
}
