package dev.procession.cli.item;

import java.util.Optional;

/**
 * The type that items are converted to, if the function does not determine it.
 *
 * @param type the type
 * @param decidedBy the first item, if the type was chosen from it; empty if {@code --type} is given
 */
public record ItemType(Class<?> type, Optional<String> decidedBy) {
  public static ItemType given(Class<?> type) {
    return new ItemType(type, Optional.empty());
  }

  public static ItemType inferredFrom(String firstItem) {
    return new ItemType(TypeNames.infer(firstItem), Optional.of(firstItem));
  }
}
