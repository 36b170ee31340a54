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
 * The memory of this process that is in RAM, read from {@code /proc}. Where there is none, as on
 * macOS, it is the size of the heap, without what is free in it: less than the whole, but all that
 * the JVM tells at no cost. Owned by the runner.
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

  /** The best source that there is. */
  static LongSupplier ofThisProcess() {
    try {
      OptionalLong pageBytes = pageBytes();
      if (pageBytes.isPresent()) {
        // Kept open: a task may use up all descriptors. A plain file, because interrupts that are
        // meant for a task close channels.
        return new ResidentMemory(new RandomAccessFile(STATM.toFile(), "r"), pageBytes.getAsLong());
      }
    } catch (IOException e) {
      // Another system.
    }
    return ResidentMemory::usedHeap;
  }

  /** What the heap alone takes. */
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
