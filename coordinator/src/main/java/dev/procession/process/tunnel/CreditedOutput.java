package dev.procession.process.tunnel;

import dev.procession.process.tunnel.Message.Stream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The writing end of a worker's stream. Never has more on its way than the reading end has given
 * credit for: a write waits until there is some.
 */
public final class CreditedOutput extends OutputStream {
  /** How much may be on its way in each direction of a worker. */
  public static final int CREDIT_BYTES = 256 << 10;

  /** How much goes into one message, so that a large item does not hold up others. */
  private static final int SLICE_BYTES = 32 << 10;

  private final Tunnel tunnel;
  private final long worker;
  private final Stream stream;

  /** Guarded by this, like all that follows. */
  private long credit = CREDIT_BYTES;

  private @Nullable String broken;
  private boolean closed;
  private boolean waiting;

  public CreditedOutput(Tunnel tunnel, long worker, Stream stream) {
    this.tunnel = tunnel;
    this.worker = worker;
    this.stream = stream;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      int slice = take(Math.min(length - done, SLICE_BYTES));
      byte[] copy = new byte[slice];
      System.arraycopy(bytes, offset + done, copy, 0, slice);
      tunnel.send(new Message.Bytes(worker, stream, copy));
      done += slice;
    }
  }

  private synchronized int take(int most) throws IOException {
    boolean interrupted = false;
    try {
      while (broken == null && credit == 0) {
        waiting = true;
        try {
          wait();
        } catch (InterruptedException e) {
          // As with a pipe: a write is not interrupted.
          interrupted = true;
        }
        waiting = false;
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (broken != null) {
      throw new IOException(broken);
    }
    int taken = (int) Math.min(most, credit);
    credit -= taken;
    return taken;
  }

  /** The reading end has consumed so much. */
  public synchronized void addCredit(int bytes) {
    credit = Math.min(CREDIT_BYTES, credit + Math.max(0, bytes));
    notifyAll();
  }

  /** Whether a write waits for the reading end. */
  public synchronized boolean isWaiting() {
    return waiting;
  }

  /** Whatever is written from now on fails, and so does what waits. */
  public synchronized void fail(String why) {
    broken = why;
    notifyAll();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed || broken != null) {
        return;
      }
      closed = true;
      broken = "the stream is closed";
    }
    tunnel.send(new Message.End(worker, stream));
  }
}
