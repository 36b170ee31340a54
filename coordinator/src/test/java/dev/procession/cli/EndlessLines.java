package dev.procession.cli;

import java.io.InputStream;
import java.util.Arrays;

/** An input that never ends: empty lines. */
public final class EndlessLines extends InputStream {
  @Override
  public int read() {
    return '\n';
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Arrays.fill(target, offset, offset + length, (byte) '\n');
    return length;
  }
}
