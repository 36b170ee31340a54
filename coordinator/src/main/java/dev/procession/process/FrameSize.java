package dev.procession.process;

import dev.procession.protocol.ToWorker;
import dev.procession.protocol.ToWorkerCodec;
import java.io.IOException;
import java.io.OutputStream;

/** Counts the bytes of a frame before it is written, by writing it to nowhere. */
final class FrameSize extends OutputStream {
  /** Used by one thread only. */
  private long bytes;

  private FrameSize() {}

  /** How long the frame of a message is; 0 for one that is too long to be sent. */
  static long of(ToWorker message) {
    FrameSize size = new FrameSize();
    try {
      ToWorkerCodec.write(message, size);
    } catch (IOException e) {
      // Nothing of it is written; whoever sends it is told the same.
    }
    return size.bytes;
  }

  @Override
  public void write(int oneByte) {
    bytes++;
  }

  @Override
  public void write(byte[] some, int from, int count) {
    bytes += count;
  }
}
