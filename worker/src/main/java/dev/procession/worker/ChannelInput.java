package dev.procession.worker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * What the coordinator sends. Waits for it in the system's read, which is the fastest way and tells
 * when the coordinator is gone; but looks for it now and then while the process is about to leave:
 * a JVM that exits waits in vain, 300 ms long, for a thread that is in a read of the system's.
 *
 * <p>Owned by the reader.
 */
final class ChannelInput extends FilterInputStream {
  /** Enough to leave, where there are no shutdown hooks that take longer anyway. */
  private static final long POLLING_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long POLL_MILLIS = 2;

  private boolean polling;
  private long pollingUntil;

  ChannelInput(InputStream fromCoordinator) {
    super(fromCoordinator);
  }

  /** The process is about to leave. */
  void poll() {
    polling = true;
    pollingUntil = System.nanoTime() + POLLING_NANOS;
  }

  @Override
  public int read() throws IOException {
    awaitBytes();
    return super.read();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    awaitBytes();
    return super.read(into, offset, length);
  }

  private void awaitBytes() throws IOException {
    while (polling && in.available() == 0) {
      polling = System.nanoTime() - pollingUntil < 0;
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        // Nobody has a reason to interrupt the reader, which must go on all the same.
      }
    }
  }
}
