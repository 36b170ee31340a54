package dev.procession.process.tunnel;

import dev.procession.process.tunnel.Message.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The reading end of a worker's stream: holds what has come and has not been read, which is never
 * more than the credit of the writing end, and gives credit as it is read. Files may be spliced in,
 * which need none. For one reading thread.
 */
public final class CreditedInput extends InputStream {
  /** The content of a file at its place among the bytes that have come. */
  public interface Splice {
    /** How many bytes it has. */
    long sizeBytes();

    /**
     * Opens the file, once it is there.
     *
     * @throws IOException if it does not come
     */
    InputStream open() throws IOException;
  }

  /** A splice that is being read. */
  private record Open(InputStream in, long leftBytes) {}

  private static final int CREDITED_AT_ONCE = CreditedOutput.CREDIT_BYTES / 4;

  private final Tunnel tunnel;
  private final long worker;
  private final Stream stream;

  /** Used by the reading thread. */
  private Optional<Open> open = Optional.empty();

  /** Guarded by this, like all that follows: arrays of bytes, and splices. */
  private final Deque<Object> slices = new ArrayDeque<>();

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

  /** The content of a file comes next. */
  public synchronized void add(Splice splice) {
    if (splice.sizeBytes() > 0 && !ended) {
      slices.add(splice);
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
    Optional<Splice> next = open.isPresent() ? Optional.empty() : awaitSplice();
    if (next.isPresent()) {
      open = Optional.of(new Open(next.get().open(), next.get().sizeBytes()));
    }
    return open.isPresent()
        ? readSplice(open.get(), bytes, from, length)
        : readSlices(bytes, from, length);
  }

  /** Waits until something has come, and takes it if it is a splice. */
  private synchronized Optional<Splice> awaitSplice() {
    await();
    if (slices.peek() instanceof Splice splice) {
      slices.remove();
      return Optional.of(splice);
    }
    return Optional.empty();
  }

  private int readSplice(Open splice, byte[] bytes, int from, int length) throws IOException {
    int read = splice.in().read(bytes, from, (int) Math.min(length, splice.leftBytes()));
    if (read < 0) {
      throw new IOException("a file has ended " + splice.leftBytes() + " bytes too early");
    }
    long left = splice.leftBytes() - read;
    open = left > 0 ? Optional.of(new Open(splice.in(), left)) : Optional.empty();
    if (left == 0) {
      splice.in().close();
    }
    return read;
  }

  private int readSlices(byte[] bytes, int from, int length) {
    int read = 0;
    int credit = 0;
    synchronized (this) {
      while (read < length && slices.peek() instanceof byte[] first) {
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
  public int available() {
    int left = open.isPresent() ? 1 : 0;
    synchronized (this) {
      return left
          + slices.stream().mapToInt(slice -> slice instanceof byte[] b ? b.length : 1).sum()
          - offset;
    }
  }

  @Override
  public void close() {
    end();
  }
}
