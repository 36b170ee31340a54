package dev.procession.worker;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * The resident memory of this process, read from {@code /proc}. Without {@code /proc}, as on macOS,
 * it is the used heap, which is less, but all that the JVM reports at no cost. Owned by the runner.
 */
final class ResidentMemory implements LongSupplier {
  private static final Path STATM = Path.of("/proc/self/statm");
  private static final Path AUXILIARY_VECTOR = Path.of("/proc/self/auxv");
  private static final long AT_PAGESZ = 6;
  private static final int LINE_BYTES = 256;

  private final RandomAccessFile statm;
  private final long pageBytes;
  private final byte[] line = new byte[LINE_BYTES];

  private ResidentMemory(RandomAccessFile statm, long pageBytes) {
    this.statm = statm;
    this.pageBytes = pageBytes;
  }

  /** The best available source. */
  static LongSupplier ofThisProcess() {
    try {
      OptionalLong pageBytes = pageBytes();
      if (pageBytes.isPresent()) {
        // Kept open, because a task may exhaust all descriptors. Not a channel, because interrupts
        // that are
        // meant for a task would close it.
        return new ResidentMemory(new RandomAccessFile(STATM.toFile(), "r"), pageBytes.getAsLong());
      }
    } catch (IOException e) {
      // Not Linux.
    }
    return ResidentMemory::usedHeap;
  }

  /** The used heap. */
  static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Override
  public long getAsLong() {
    try {
      statm.seek(0);
      int length = statm.read(line);
      return residentPages(line, length) * pageBytes;
    } catch (IOException e) {
      return usedHeap();
    }
  }

  /** The second of the numbers in the line. */
  private static long residentPages(byte[] line, int length) {
    long pages = 0;
    int number = 1;
    for (int i = 0; i < length && number <= 2; i++) {
      if (line[i] == ' ') {
        number++;
      } else if (number == 2) {
        pages = 10 * pages + (line[i] - '0');
      }
    }
    return pages;
  }

  private static OptionalLong pageBytes() throws IOException {
    ByteBuffer entries =
        ByteBuffer.wrap(Files.readAllBytes(AUXILIARY_VECTOR)).order(ByteOrder.nativeOrder());
    while (entries.remaining() >= 2 * Long.BYTES) {
      long key = entries.getLong();
      long value = entries.getLong();
      if (key == AT_PAGESZ) {
        return OptionalLong.of(value);
      }
    }
    return OptionalLong.empty();
  }
}
