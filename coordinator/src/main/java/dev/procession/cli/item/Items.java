package dev.procession.cli.item;

import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;

/** The input items of a command, from any source. */
public sealed interface Items permits ArgumentItems, ReadItems, RemainingItems {
  /**
   * An item.
   *
   * @param number its place in the input, from 0
   * @param text its text
   */
  record Item(long number, String text) {}

  /**
   * The first item, which stays in the input; empty when there is none.
   *
   * @throws IOException if the input cannot be read
   */
  Optional<String> first() throws IOException;

  /** All items, which can be iterated once; a collection if their number is known. */
  Iterable<String> all();

  /** The same, each with its number in the whole input before it, from 1, and a blank. */
  default Iterable<String> numbered() {
    return () ->
        new Iterator<>() {
          // Owned by the iterating thread.
          private final Iterator<String> plain = all().iterator();
          private long index;

          @Override
          public boolean hasNext() {
            return plain.hasNext();
          }

          @Override
          public String next() {
            String item = plain.next();
            return item(index++).number() + 1 + " " + item;
          }
        };
  }

  /** An item in progress. */
  Item item(long index);

  /** Describes an item for messages: its number from 1, its text, and its position. */
  String describe(long index);

  /** Releases an item that has ended. */
  void done(long index);

  /** Ends the input at the current position. */
  void stop();

  /** The failure that ended the input early, once it has been iterated. */
  Optional<IOException> failure();
}
