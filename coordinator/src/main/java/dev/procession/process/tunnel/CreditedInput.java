package dev.procession.process.tunnel;

import dev.procession.process.tunnel.Message.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The reading end of a worker's stream: holds what has come and has not been read, which is never
 * more than the credit of the writing end, and gives credit as it is read.
 */
public final class CreditedInput extends InputStream {
  private static final int CREDITED_AT_ONCE = CreditedOutput.CREDIT_BYTES / 4;

  private final Tunnel tunnel;
  private final long worker;
  private final Stream stream;

  /** Guarded by this, like all that follows. */
  private final Deque<byte[]> slices = new ArrayDeque<>();

  private int offset;
  private int uncredited;
  private boolean ended;

  public CreditedInput(Tunnel tunnel, long worker, Stream stream) {
    this.tunnel = tunnel;
    this.worker = worker;
    this.stream = stream;
  }

  /** Bytes have come; empty ones are ignored. */
  public synchronized void add(byte[] bytes) {
    if (bytes.length > 0 && !ended) {
      slices.add(bytes);
      notifyAll();
    }
  }

  /** Nothing more will come. */
  public synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int read = 0;
    int credit = 0;
    synchronized (this) {
      await();
      while (read < length && !slices.isEmpty()) {
        byte[] first = slices.getFirst();
        int count = Math.min(length - read, first.length - offset);
        System.arraycopy(first, offset, bytes, from + read, count);
        read += count;
        offset += count;
        if (offset == first.length) {
          slices.removeFirst();
          offset = 0;
        }
      }
      uncredited += read;
      if (uncredited >= CREDITED_AT_ONCE) {
        credit = uncredited;
        uncredited = 0;
      }
    }
    if (credit > 0) {
      tunnel.send(new Message.Credit(worker, stream, credit));
    }
    return read == 0 ? -1 : read;
  }

  private void await() {
    boolean interrupted = false;
    while (slices.isEmpty() && !ended) {
      try {
        wait();
      } catch (InterruptedException e) {
        // As with a pipe: a read is not interrupted.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized int available() {
    return slices.stream().mapToInt(slice -> slice.length).sum() - offset;
  }

  @Override
  public void close() {
    end();
  }
}
