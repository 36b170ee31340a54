package dev.procession.process;

import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.ItemEncoder;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Encodes what a caller hands over, on the caller's thread. Where that one's stack is too short for
 * how deeply the value is nested, on a thread with the stack that workers have.
 */
final class DeepEncoding {
  private static final long STACK_BYTES = 256L << 20;

  private DeepEncoding() {}

  /**
   * Adds one value to an encoder.
   *
   * @throws EncodingException if it cannot travel
   */
  static void add(@Nullable Object value, ItemEncoder encoder) throws EncodingException {
    try {
      encoder.add(value);
    } catch (EncodingException e) {
      if (!(e.getCause() instanceof StackOverflowError) || !addDeeply(value, encoder)) {
        throw e;
      }
    }
  }

  /** Returns whether there was a thread to be had. */
  private static boolean addDeeply(@Nullable Object value, ItemEncoder encoder)
      throws EncodingException {
    CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
    Runnable encoding = () -> end.complete(errorOfAdding(value, encoder));
    Thread thread = new Thread(null, encoding, "procession-encoder", STACK_BYTES);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      return false;
    }
    // Not to be interrupted: encoding on the caller's own thread is not, either.
    Throwable error = end.join();
    if (error instanceof EncodingException e) {
      throw e;
    } else if (error instanceof Error e) {
      throw e;
    } else if (error instanceof RuntimeException e) {
      throw e;
    }
    return true;
  }

  private static @Nullable Throwable errorOfAdding(@Nullable Object value, ItemEncoder encoder) {
    try {
      encoder.add(value);
      return null;
    } catch (Throwable e) {
      // Thrown again on the caller's thread.
      return e;
    }
  }
}
