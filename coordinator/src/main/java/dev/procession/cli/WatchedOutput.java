package dev.procession.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Remembers that something could not be written, for those who write through a {@code PrintWriter},
 * which says nothing.
 */
final class WatchedOutput extends FilterOutputStream {
  /** Written by any thread. */
  private volatile Optional<IOException> failure = Optional.empty();

  WatchedOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  /** Why something was not written. */
  Optional<IOException> failure() {
    return failure;
  }
}
