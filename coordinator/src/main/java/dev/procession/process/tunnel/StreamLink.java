package dev.procession.process.tunnel;

import dev.procession.process.thread.Threads;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A connection over two streams, such as those of a command that reaches a host. A thread writes;
 * the queue before it never holds more than the credits of the workers and a beat now and then.
 */
public final class StreamLink implements Link {
  /** Longer than any message: slices are short, and what launches workers is not long. */
  private static final int MAX_MESSAGE_BYTES = 64 << 20;

  private static final byte[] END = new byte[0];
  private static final int BUFFER_BYTES = 64 << 10;

  private final DataInputStream in;
  private final OutputStream out;
  private final Runnable closed;
  private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();

  /** Written when it is closed, by any thread. */
  private volatile boolean isClosed;

  /** Written by the thread that starts it. */
  private volatile Optional<Thread> writing = Optional.empty();

  /**
   * A link; {@link #start} begins to write.
   *
   * @param closed called when the link is closed or cannot be written to, maybe more than once
   */
  public StreamLink(InputStream in, OutputStream out, Runnable closed) {
    this.in = new DataInputStream(in);
    this.out = out;
    this.closed = closed;
  }

  public void start(Threads threads, String name) {
    Thread thread = threads.daemon(name, this::write, 0);
    writing = Optional.of(thread);
    thread.start();
  }

  /** Closes it when what was queued is written, or that takes too long. */
  public void finish(long millis) throws InterruptedException {
    close();
    if (writing.isPresent()) {
      writing.get().join(millis);
    }
  }

  @Override
  public void send(byte[] message) {
    if (!isClosed) {
      queue.add(message);
    }
  }

  @Override
  public void close() {
    isClosed = true;
    queue.add(END);
    closed.run();
  }

  private void write() {
    try (DataOutputStream to = new DataOutputStream(new BufferedOutputStream(out, BUFFER_BYTES))) {
      for (byte[] next = queue.take(); next.length > 0; next = queue.take()) {
        to.writeInt(next.length);
        to.write(next);
        if (queue.isEmpty()) {
          to.flush();
        }
      }
    } catch (IOException e) {
      // The other end is gone; who reads learns of it, too.
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
    } finally {
      queue.clear();
    }
  }

  /**
   * Reads the next message; for one thread.
   *
   * @throws EOFException at the end of the stream
   */
  public byte[] read() throws IOException {
    int length = in.readInt();
    if (length <= 0 || length > MAX_MESSAGE_BYTES) {
      throw new IOException("a message of " + length + " bytes");
    }
    byte[] message = new byte[length];
    in.readFully(message);
    return message;
  }
}
