package dev.procession.cli.program;

import dev.procession.cli.item.Fields;
import java.util.List;

/**
 * One call of a program.
 *
 * @param number which one, from 1
 * @param slot the worker's number, from 1, or {@link #UNKNOWN_SLOT}
 * @param inputs what it is called for: one item, or several
 */
public record Call(long number, int slot, List<String> inputs) {
  /** Before a worker has the call. */
  public static final int UNKNOWN_SLOT = 0;

  private static final char AFTER_NUMBER = ' ';

  /** The call that a worker was sent. */
  static Call of(String text, int slot) {
    int end = text.indexOf(AFTER_NUMBER);
    return new Call(
        Long.parseLong(text.substring(0, end)), slot, Fields.split(text.substring(end + 1)));
  }
}
