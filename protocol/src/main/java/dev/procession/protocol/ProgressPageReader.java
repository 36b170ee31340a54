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
 * <p>It reads the file and never maps it: touching a mapped page that a worker has cut off would
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
   * @return the item that runs; empty when none does, or when the page has been cut off
   * @throws IOException when the file cannot be read
   */
  public Optional<Running> read() throws IOException {
    long value = readWord();
    // Guards against a race with the worker's store: a read need not be atomic, so two must agree.
    for (int reads = 1; reads < MAX_READS; reads++) {
      long again = readWord();
      if (again == value) {
        break;
      }
      value = again;
    }
    return ProgressPage.isRunning(value)
        ? Optional.of(ProgressPage.running(value))
        : Optional.empty();
  }

  private long readWord() throws IOException {
    word.clear().putLong(0, 0);
    while (word.hasRemaining()) {
      if (channel.read(word, word.position()) < 0) {
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
