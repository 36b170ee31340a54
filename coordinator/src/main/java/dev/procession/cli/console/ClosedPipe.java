package dev.procession.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Distinguishes a closed pipe, as {@code head} leaves it, from other output errors. */
public final class ClosedPipe {
  private ClosedPipe() {}

  /**
   * Java has no exception type for it, and the message is the system's, in the user's language. But
   * on Linux the descriptor shows whether it is a pipe, and writing to a pipe fails for no other
   * reason.
   */
  public static boolean causes(IOException e) {
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
