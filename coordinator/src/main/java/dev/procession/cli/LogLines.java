package dev.procession.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lines as bytes, and whether the last one has an end: a killed writer tears it. */
final class LogLines {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  // Owned by the reading thread: buffer[start, end) is read and not yet given out.
  private int start;
  private int end;
  private boolean whole;

  LogLines(InputStream in) {
    this.in = in;
  }

  /** The next line without its end; after the last one, what follows it, which may be nothing. */
  byte[] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    whole = false;
    while (start < end || fill()) {
      int from = start;
      while (start < end && buffer[start] != '\n') {
        start++;
      }
      line.write(buffer, from, start - from);
      if (start < end) {
        start++;
        whole = true;
        break;
      }
    }
    return line.toByteArray();
  }

  /** Whether the line that was read last has its end. */
  boolean wasWhole() {
    return whole;
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer);
    start = 0;
    end = Math.max(count, 0);
    return count > 0;
  }
}
