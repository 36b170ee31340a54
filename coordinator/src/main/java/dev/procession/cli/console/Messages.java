package dev.procession.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Prints to stderr: complete lines from any thread, and the progress below them. */
public final class Messages {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream stderr;

  /** Guarded by this. */
  private @Nullable String progress;

  /** Whether what was printed last did not end its line; guarded by this. */
  private boolean isWithinLine;

  public Messages(PrintStream stderr) {
    this.stderr = stderr;
  }

  /** Prints a line, or several. */
  public synchronized void line(String text) {
    String start = isWithinLine ? "\n" : progress == null ? "" : CLEAR_LINE;
    stderr.print(start + text + "\n" + (progress == null ? "" : progress));
    isWithinLine = false;
    stderr.flush();
  }

  /** Prints a line with the name of this program, for errors. */
  public void error(String text) {
    line("procession: " + text);
  }

  /** Prints bytes as they are. */
  public synchronized void bytes(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    hideProgress();
    stderr.write(bytes, 0, bytes.length);
    isWithinLine = bytes[bytes.length - 1] != '\n';
    showProgress();
  }

  /** An output to the same terminal, whose lines are not mixed with the progress. */
  public OutputStream sharing(OutputStream terminal) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0) {
          synchronized (Messages.this) {
            hideProgress();
            stderr.flush();
            terminal.write(bytes, offset, length);
            terminal.flush();
            isWithinLine = bytes[offset + length - 1] != '\n';
            showProgress();
          }
        }
      }

      @Override
      public void flush() throws IOException {
        terminal.flush();
      }
    };
  }

  private void hideProgress() {
    if (progress != null && !isWithinLine) {
      stderr.print(CLEAR_LINE);
    }
  }

  /** Not after an unfinished line, which it would overwrite. */
  private void showProgress() {
    if (progress != null && !isWithinLine) {
      stderr.print(progress);
    }
    stderr.flush();
  }

  /** Shows the progress; only for a terminal. */
  synchronized void progress(String text) {
    progress = text;
    if (!isWithinLine) {
      stderr.print(CLEAR_LINE + text);
      stderr.flush();
    }
  }

  /** Removes the progress, if any is shown. */
  synchronized void endProgress() {
    if (progress != null && !isWithinLine) {
      stderr.print(CLEAR_LINE);
      stderr.flush();
    }
    progress = null;
  }
}
