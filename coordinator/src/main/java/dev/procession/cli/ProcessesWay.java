package dev.procession.cli;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.WorkerStartException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Worker processes, as {@code procession map} uses them.
 *
 * @param pool the pool
 * @param held what observes the pool
 * @param function the function
 * @param options how the pool does it
 */
record ProcessesWay(WorkerPool pool, HeldTime held, TimedFunction function, MapOptions options)
    implements Way {
  @Override
  public Pass run(List<String> items) {
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
    return Pass.since(start, held.nanos() - heldBefore, results);
  }
}
