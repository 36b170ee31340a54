package dev.procession.protocol;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A small file, mapped by a worker, that contains the running item. It costs one store per item and
 * survives the worker's sudden death, because the pages of a file belong to the kernel.
 *
 * <p>The first eight bytes, little endian, are 0 while no item runs, and otherwise 40 bits of chunk
 * number followed by 24 bits of position + 1. The next two are how many bytes of its heap the
 * worker uses and how many it may use, if it was asked to say so by {@link #HEAP_PROPERTY}. The
 * rest of the page is reserved and 0.
 */
public final class ProgressPage {
  /** The prefix of the name of a pool's private folder, which contains its pages. */
  public static final String FOLDER_PREFIX = "procession-";

  /** The length of the file. */
  public static final int BYTES = 4096;

  /** The system property of a worker that is to say how much of its heap it uses. */
  public static final String HEAP_PROPERTY = "procession.worker.heap";

  static final int USED_HEAP_AT = 8;
  static final int MAX_HEAP_AT = 16;

  private static final int POSITION_BITS = 24;
  private static final long IDLE = 0;

  /** For workers only: to make a handle costs the start of a coordinator something. */
  private static final class Handle {
    static final VarHandle LONGS =
        MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  }

  private final MappedByteBuffer page;

  private ProgressPage(MappedByteBuffer page) {
    this.page = page;
  }

  /**
   * Creates the file, without a running item; for the coordinator.
   *
   * @param file the file, which must not exist
   * @throws IOException when it cannot be written
   */
  public static void create(Path file) throws IOException {
    PrivateFiles.create(file, new byte[BYTES]);
  }

  /**
   * Maps the file; for the worker.
   *
   * @param file a file made by {@link #create}
   * @return the page
   * @throws IOException if it does not exist or is too short
   */
  public static ProgressPage map(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() < BYTES) {
        throw new IOException(file + " has " + channel.size() + " bytes instead of " + BYTES);
      }
      return new ProgressPage(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
    }
  }

  /**
   * Records that an item is about to run.
   *
   * @param chunkId the chunk's number, at most {@link Protocol#MAX_CHUNK_ID}
   * @param position the item's position, less than {@link Protocol#MAX_CHUNK_ITEMS}
   */
  public void running(long chunkId, int position) {
    Handle.LONGS.setRelease((ByteBuffer) page, 0, (chunkId << POSITION_BITS) | (position + 1L));
  }

  /** Records that no item runs. */
  public void idle() {
    Handle.LONGS.setRelease((ByteBuffer) page, 0, IDLE);
  }

  /**
   * Says how much of the heap is used.
   *
   * @param used how many bytes
   * @param max how many it may be
   */
  public void heap(long used, long max) {
    Handle.LONGS.setRelease((ByteBuffer) page, MAX_HEAP_AT, max);
    Handle.LONGS.setRelease((ByteBuffer) page, USED_HEAP_AT, used);
  }

  static boolean isRunning(long word) {
    return word != IDLE;
  }

  static Running running(long word) {
    return new Running(word >>> POSITION_BITS, (int) (word & Protocol.MAX_CHUNK_ITEMS) - 1);
  }
}
