package dev.procession.cli.console;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Records a failed write, for users of a {@code PrintWriter}, which reports none. */
public final class WatchedOutput extends FilterOutputStream {
  /** Written by any thread. */
  private volatile Optional<IOException> failure = Optional.empty();

  public WatchedOutput(OutputStream out) {
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

  /** The failure, if a write has failed. */
  public Optional<IOException> failure() {
    return failure;
  }
}
