package dev.procession.cli.result;

import java.util.HashMap;
import java.util.Map;

/**
 * The items done by earlier runs, with their number of occurrences. Used by one thread at a time.
 */
public final class DoneItems {
  private final Map<String, Integer> counts = new HashMap<>();

  void add(String hash) {
    counts.merge(hash, 1, Integer::sum);
  }

  /** Removes an occurrence of an item; returns whether there was one. */
  public boolean take(String hash) {
    Integer before = counts.get(hash);
    if (before == null) {
      return false;
    }
    counts.computeIfPresent(hash, (same, count) -> count == 1 ? null : count - 1);
    return true;
  }
}
