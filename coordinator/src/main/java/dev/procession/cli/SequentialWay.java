package dev.procession.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * One item after the other, on the thread that asks.
 *
 * @param function the function
 */
record SequentialWay(TimedFunction function) implements Way {
  @Override
  public Pass run(List<String> items) {
    long start = System.nanoTime();
    List<TimedResult> results = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      results.add(result(function, items, i));
    }
    return Pass.since(start, results);
  }

  /** Catches everything, as a worker does: it is the user's code that runs. */
  static TimedResult result(TimedFunction function, List<String> items, int index) {
    try {
      return TimedResult.parse(function.apply(items.get(index)));
    } catch (Throwable e) {
      throw new ComparedItemException(index, e);
    }
  }
}
