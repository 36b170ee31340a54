package dev.procession.cli;

import java.util.HashMap;
import java.util.Map;

/**
 * What earlier runs have done, as often as they have done it: of equal items each counts. Used by
 * one thread at a time.
 */
final class DoneItems {
  private final Map<String, Integer> counts = new HashMap<>();

  void add(String hash) {
    counts.merge(hash, 1, Integer::sum);
  }

  /** Whether an item is among them; then it is not any more. */
  boolean take(String hash) {
    Integer before = counts.get(hash);
    if (before == null) {
      return false;
    }
    counts.computeIfPresent(hash, (same, count) -> count == 1 ? null : count - 1);
    return true;
  }
}
