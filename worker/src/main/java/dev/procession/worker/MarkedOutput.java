package dev.procession.worker;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Merges the standard output and the standard error of this process into one stream, with marks
 * that distinguish them.
 *
 * <p>{@code DLE SO} means that standard output follows, {@code DLE SI} that standard error follows,
 * which is also the initial state. A {@code DLE} that is printed is doubled. Nothing is buffered,
 * so that a crash loses nothing; every write becomes one write of the merged stream, including
 * marks.
 */
final class MarkedOutput {
  /** Data link escape: starts a mark. */
  static final byte DLE = 0x10;

  /** Shift out: after {@link #DLE}, standard output follows. */
  static final byte SO = 0x0E;

  /** Shift in: after {@link #DLE}, standard error follows. */
  static final byte SI = 0x0F;

  private final OutputStream merged;

  /** Makes each write one piece. A monitor, because it survives a stack overflow in its owner. */
  private final Object lock = new Object();

  /** The mark in effect; guarded by {@link #lock}. */
  private byte mark = SI;

  /**
   * Creates the relay.
   *
   * @param merged receives everything; must not buffer
   */
  MarkedOutput(OutputStream merged) {
    this.merged = merged;
  }

  /** The stream for standard output. */
  OutputStream out() {
    return new End(SO);
  }

  /** The stream for standard error. */
  OutputStream err() {
    return new End(SI);
  }

  private void write(byte wanted, byte[] bytes, int offset, int length) throws IOException {
    synchronized (lock) {
      int escapes = count(DLE, bytes, offset, length);
      if (wanted == mark && escapes == 0) {
        merged.write(bytes, offset, length);
        return;
      }
      byte[] marked = new byte[2 + length + escapes];
      marked[0] = DLE;
      marked[1] = wanted;
      int to = 2;
      for (int from = offset; from < offset + length; from++) {
        if (bytes[from] == DLE) {
          marked[to++] = DLE;
        }
        marked[to++] = bytes[from];
      }
      merged.write(marked, 0, to);
      mark = wanted;
    }
  }

  private static int count(byte wanted, byte[] bytes, int offset, int length) {
    int count = 0;
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == wanted) {
        count++;
      }
    }
    return count;
  }

  private final class End extends OutputStream {
    private final byte ownMark;

    End(byte ownMark) {
      this.ownMark = ownMark;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > 0) {
        MarkedOutput.this.write(ownMark, bytes, offset, length);
      }
    }
  }
}
