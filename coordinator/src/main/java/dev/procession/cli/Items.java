package dev.procession.cli;

import java.io.IOException;
import java.util.Optional;

/** The input of a map, wherever it comes from. */
sealed interface Items permits ArgumentItems, ReadItems, RemainingItems {
  /**
   * An item.
   *
   * @param number its place in the input, from 0
   * @param text what it is
   */
  record Item(long number, String text) {}

  /**
   * The first item, which stays in the input; empty when there is none.
   *
   * @throws IOException if the input cannot be read
   */
  Optional<String> first() throws IOException;

  /** All items, to be iterated once; a collection where their number is known. */
  Iterable<String> all();

  /** An item under way. */
  Item item(long index);

  /** How a message names an item: its number from 1, its text, and where it stands. */
  String describe(long index);

  /** Says that an item is through, so that nobody will ask for it again. */
  void done(long index);

  /** Makes the input end where it is. */
  void stop();

  /** Why the input ended early, once it has been iterated. */
  Optional<IOException> failure();
}
