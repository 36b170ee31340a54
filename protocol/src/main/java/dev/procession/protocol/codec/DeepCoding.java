package dev.procession.protocol.codec;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.codec.serialization.DeepStack;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes on the calling thread, whose stack is of the usual size. Only a value that is
 * nested too deeply for it is done again on a thread with a deep stack. Code of the user's runs on
 * the usual stack, where endless recursion ends soon.
 */
public final class DeepCoding {
  private DeepCoding() {}

  /**
   * Adds one value to an encoder.
   *
   * @param value the value
   * @param encoder where it is added
   * @throws EncodingException if it cannot travel
   */
  public static void add(@Nullable Object value, ItemEncoder encoder) throws EncodingException {
    try {
      encoder.add(value);
    } catch (EncodingException e) {
      DeepStack.End end =
          DeepStack.isTooDeep(e) ? DeepStack.run(() -> added(value, encoder)) : null;
      if (end == null) {
        throw e;
      } else if (end.error() instanceof EncodingException again) {
        throw again;
      }
      throwUnchecked(end.error());
    }
  }

  /**
   * Decodes one value.
   *
   * @param decoder what decodes it
   * @param items encoded values
   * @param i the index of the value
   * @return the value
   * @throws DecodingException when it cannot be rebuilt here
   */
  public static @Nullable Object decode(ItemDecoder decoder, EncodedItems items, int i)
      throws DecodingException {
    try {
      return decoder.decode(items, i);
    } catch (DecodingException e) {
      DeepStack.End end =
          DeepStack.isTooDeep(e) ? DeepStack.run(() -> decoder.decode(items, i)) : null;
      if (end == null) {
        throw e;
      } else if (end.error() instanceof DecodingException again) {
        throw again;
      }
      throwUnchecked(end.error());
      return end.value();
    }
  }

  private static @Nullable Object added(@Nullable Object value, ItemEncoder encoder)
      throws EncodingException {
    encoder.add(value);
    return null;
  }

  private static void throwUnchecked(@Nullable Throwable error) {
    if (error instanceof Error e) {
      throw e;
    } else if (error instanceof RuntimeException e) {
      throw e;
    }
  }
}
