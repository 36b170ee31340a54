package dev.procession.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether all ways came to the same results. Used by one thread. */
final class Agreement {
  /** What the first pass over so many items came to; longer ones take its place. */
  private List<String> first = List.of();

  /** The first that was found. */
  private @Nullable Difference difference;

  /**
   * A result that was another one before.
   *
   * @param way where it was found
   * @param index the item
   * @param before what it was first
   * @param now what it was then
   */
  record Difference(String way, int index, String before, String now) {}

  /** The same way, with its results looked at. */
  Way watching(String name, Way way) {
    return items -> {
      Pass pass = way.run(items);
      check(name, pass.results());
      return pass;
    };
  }

  /** Whether there was a difference, and where. */
  Optional<Difference> difference() {
    return Optional.ofNullable(difference);
  }

  private void check(String way, List<String> results) {
    int common = Math.min(first.size(), results.size());
    for (int i = 0; i < common && difference == null; i++) {
      if (!first.get(i).equals(results.get(i))) {
        difference = new Difference(way, i, first.get(i), results.get(i));
      }
    }
    if (results.size() > first.size()) {
      first = results;
    }
  }
}
