package dev.procession.cli.item;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Gives one item after the other; used by one thread at a time. */
public interface ItemSource {
  /**
   * The next item, or null at the end.
   *
   * @throws IOException if the input cannot be read, or there is something wrong with it
   */
  @Nullable String next() throws IOException;

  /** Where the item with this index, counted from 0, stands; for messages. */
  String describe(long index);
}
