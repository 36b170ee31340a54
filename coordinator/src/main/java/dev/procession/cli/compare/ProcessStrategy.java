package dev.procession.cli.compare;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.WorkerStartException;
import dev.procession.cli.pool.WorkerPool;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Worker processes, as {@code procession map} uses them.
 *
 * @param pool the pool
 * @param held the observer of the pool
 * @param function the function
 * @param options the options of the pool's map
 */
record ProcessStrategy(
    WorkerPool pool, OccupiedTime held, TimedFunction function, MapOptions options)
    implements Strategy {
  @Override
  public TimedRun run(List<String> items) {
    long start = System.nanoTime();
    long heldBefore = held.nanos();
    List<TimedResult> results = new ArrayList<>(items.size());
    try (Stream<Outcome<String>> outcomes = pool.outcomes(function, items, options)) {
      for (Iterator<Outcome<String>> each = outcomes.iterator(); each.hasNext(); ) {
        Outcome<String> outcome = each.next();
        if (outcome instanceof Outcome.Failure<String> failure) {
          if (failure.error() instanceof WorkerStartException e) {
            throw e;
          }
          throw new ComparedItemException(Math.toIntExact(outcome.index()), failure.error());
        }
        results.add(TimedResult.parse(outcome.get()));
      }
    }
    return TimedRun.since(start, held.nanos() - heldBefore, results);
  }
}
