package dev.procession.cli.program;

import dev.procession.cli.item.RawText;
import java.io.Serializable;

/**
 * The standard input of programs.
 *
 * @param isItem whether it is the item; else it is empty
 * @param between what is between the inputs of an item
 * @param end what is after the last of them
 */
public record StandardInput(boolean isItem, String between, String end) implements Serializable {
  /** Empty. */
  public static final StandardInput EMPTY = new StandardInput(false, "", "");

  /** Items that are lines, whose ends are part of them. */
  public static final StandardInput LINES = new StandardInput(true, "\n", "\n");

  /** Items as they are. */
  public static StandardInput unchanged(String between) {
    return new StandardInput(true, between, "");
  }

  /** What a call reads. */
  byte[] of(Call call) {
    return isItem ? RawText.encode(String.join(between, call.inputs()) + end) : new byte[0];
  }

  /** What says so in the identity of a program. */
  String identity() {
    return isItem && end.isEmpty() ? "true, unchanged" : Boolean.toString(isItem);
  }
}
