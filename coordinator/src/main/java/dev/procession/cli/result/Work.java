package dev.procession.cli.result;

import dev.procession.cli.function.TextFunction;
import dev.procession.cli.item.Items;
import java.util.function.Function;

/**
 * The items of a run and the function applied to them.
 *
 * @param function the function
 * @param items the input
 * @param failures how failed items are reported
 * @param hash identifies items together with the function
 * @param command how the log names an item
 * @param areFields whether an item is in the form of several texts
 */
public record Work(
    TextFunction function,
    Items items,
    FailureText failures,
    ItemHash hash,
    Function<Items.Item, String> command,
    boolean areFields) {
  /** The same for a part of the items. */
  public Work of(Items part) {
    return new Work(function, part, failures, hash, command, areFields);
  }
}
