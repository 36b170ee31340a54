package dev.procession.cli.compare;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks that all strategies returned the same results. Used by one thread. */
public final class ResultCheck {
  /** The results of the first run of a given number of items; replaced by longer runs. */
  private List<String> first = List.of();

  /** The first difference found. */
  private @Nullable Difference difference;

  /**
   * A result that differs from an earlier one.
   *
   * @param way the strategy
   * @param index the item
   * @param before the first result
   * @param now the later result
   */
  public record Difference(String way, int index, String before, String now) {}

  /** The same strategy, with its results checked. */
  Strategy watching(String name, Strategy way) {
    return items -> {
      TimedRun pass = way.run(items);
      check(name, pass.results());
      return pass;
    };
  }

  /** The first difference, if any. */
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
