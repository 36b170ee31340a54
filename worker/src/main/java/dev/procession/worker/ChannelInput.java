package dev.procession.worker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * The input from the coordinator. Blocks in the system's read, which is fastest and detects the end
 * of the coordinator, but polls while the process is about to exit: a JVM that exits waits up to
 * 300 ms for a thread that is blocked in a native read.
 *
 * <p>Owned by the reader, except for {@link #poll}.
 */
final class ChannelInput extends FilterInputStream {
  /** Long enough for an exit without slow shutdown hooks. */
  private static final long POLLING_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long POLL_MILLIS = 2;

  private volatile boolean polling;
  private volatile long pollingUntil;

  ChannelInput(InputStream fromCoordinator) {
    super(fromCoordinator);
  }

  /** The process is about to exit. Another thread's call is heeded after the read that blocks. */
  void poll() {
    pollingUntil = System.nanoTime() + POLLING_NANOS;
    polling = true;
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
        // No part of the worker interrupts the reader; continue in any case.
      }
    }
  }
}
