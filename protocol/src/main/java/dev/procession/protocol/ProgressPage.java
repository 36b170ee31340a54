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
 * A small file, mapped by a worker, that says which item it runs: one store an item, and it
 * survives the worker's sudden death, because the pages of a file belong to the kernel.
 *
 * <p>The first eight bytes, little endian, are 0 while nothing runs, and otherwise 40 bits of chunk
 * number followed by 24 bits of position + 1. The rest of the page is reserved and 0.
 */
public final class ProgressPage {
  /** How the name of a pool's private folder begins, in which its pages are. */
  public static final String FOLDER_PREFIX = "procession-";

  /** The length of the file. */
  public static final int BYTES = 4096;

  private static final int POSITION_BITS = 24;
  private static final long IDLE = 0;
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final MappedByteBuffer page;

  private ProgressPage(MappedByteBuffer page) {
    this.page = page;
  }

  /**
   * Makes the file, saying that nothing runs; for the coordinator.
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
   * @throws IOException when it is not there or too short
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
   * Says that an item is about to run.
   *
   * @param chunkId the chunk's number, at most {@link Protocol#MAX_CHUNK_ID}
   * @param position the item's position, less than {@link Protocol#MAX_CHUNK_ITEMS}
   */
  public void running(long chunkId, int position) {
    LONGS.setRelease((ByteBuffer) page, 0, (chunkId << POSITION_BITS) | (position + 1L));
  }

  /** Says that nothing runs. */
  public void idle() {
    LONGS.setRelease((ByteBuffer) page, 0, IDLE);
  }

  static boolean isRunning(long word) {
    return word != IDLE;
  }

  static Running running(long word) {
    return new Running(word >>> POSITION_BITS, (int) (word & Protocol.MAX_CHUNK_ITEMS) - 1);
  }
}
