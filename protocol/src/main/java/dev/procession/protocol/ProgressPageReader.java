package dev.procession.protocol;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The coordinator's view of a worker's {@link ProgressPage}, during its life and after it.
 *
 * <p>It reads the file and never maps it: accessing a mapped page that a worker has truncated would
 * kill the coordinator. For one thread at a time.
 */
public final class ProgressPageReader implements Closeable {
  private static final int MAX_READS = 8;

  private final FileChannel channel;
  private final ByteBuffer word =
      ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /**
   * Opens the page.
   *
   * @param file the file that the worker maps
   * @throws IOException when it cannot be opened
   */
  public ProgressPageReader(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
  }

  /**
   * Reads the page now.
   *
   * @return the running item; empty if there is none, or if the page has been truncated
   * @throws IOException when the file cannot be read
   */
  public Optional<Running> read() throws IOException {
    long value = readWord(0);
    // Guards against a race with the worker's store: a read need not be atomic, so two must agree.
    for (int reads = 1; reads < MAX_READS; reads++) {
      long again = readWord(0);
      if (again == value) {
        break;
      }
      value = again;
    }
    return ProgressPage.isRunning(value)
        ? Optional.of(ProgressPage.running(value))
        : Optional.empty();
  }

  /**
   * How many bytes of its heap the worker uses.
   *
   * @return the bytes; 0 when it has not said so, or when the page has been cut off
   * @throws IOException when the file cannot be read
   */
  public long usedHeap() throws IOException {
    return Math.max(0, readWord(ProgressPage.USED_HEAP_AT));
  }

  /**
   * How many bytes the worker's heap may have.
   *
   * @return the bytes; 0 as for {@link #usedHeap}
   * @throws IOException when the file cannot be read
   */
  public long maxHeap() throws IOException {
    return Math.max(0, readWord(ProgressPage.MAX_HEAP_AT));
  }

  private long readWord(int at) throws IOException {
    word.clear().putLong(0, 0);
    while (word.hasRemaining()) {
      if (channel.read(word, at + word.position()) < 0) {
        return 0;
      }
    }
    return word.getLong(0);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
