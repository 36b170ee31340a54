package dev.procession.cli;

import java.util.Optional;

/**
 * The type that items are converted to, where the function itself does not say it.
 *
 * @param type the type
 * @param decidedBy the first item, where that decided; empty where {@code --type} did
 */
record ItemType(Class<?> type, Optional<String> decidedBy) {
  static ItemType given(Class<?> type) {
    return new ItemType(type, Optional.empty());
  }

  static ItemType inferredFrom(String firstItem) {
    return new ItemType(TypeNames.infer(firstItem), Optional.of(firstItem));
  }
}
