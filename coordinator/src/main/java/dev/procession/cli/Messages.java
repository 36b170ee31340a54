package dev.procession.cli;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** What goes to stderr: whole lines from any thread, and below them the progress while it shows. */
final class Messages {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream stderr;

  /** Guarded by this. */
  private @Nullable String progress;

  Messages(PrintStream stderr) {
    this.stderr = stderr;
  }

  /** Prints a line, or several. */
  synchronized void line(String text) {
    if (progress == null) {
      stderr.print(text + "\n");
    } else {
      stderr.print(CLEAR_LINE + text + "\n" + progress);
    }
    stderr.flush();
  }

  /** Prints a line that names this program, as errors do. */
  void error(String text) {
    line("procession: " + text);
  }

  /** Shows how far the work is; only for a terminal. */
  synchronized void progress(String text) {
    progress = text;
    stderr.print(CLEAR_LINE + text);
    stderr.flush();
  }

  /** Removes the progress, if any is shown. */
  synchronized void endProgress() {
    if (progress != null) {
      stderr.print(CLEAR_LINE);
      stderr.flush();
    }
    progress = null;
  }
}
