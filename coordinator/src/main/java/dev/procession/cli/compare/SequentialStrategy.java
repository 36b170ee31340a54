package dev.procession.cli.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * Sequential execution on the calling thread.
 *
 * @param function the function
 */
record SequentialStrategy(TimedFunction function) implements Strategy {
  @Override
  public TimedRun run(List<String> items) {
    long start = System.nanoTime();
    List<TimedResult> results = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      results.add(result(function, items, i));
    }
    return TimedRun.since(start, results);
  }

  /** Catches everything, as a worker does, because user code runs here. */
  static TimedResult result(TimedFunction function, List<String> items, int index) {
    try {
      return TimedResult.parse(function.apply(items.get(index)));
    } catch (Throwable e) {
      throw new ComparedItemException(index, e);
    }
  }
}
