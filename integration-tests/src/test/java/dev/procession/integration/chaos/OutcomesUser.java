package dev.procession.integration.chaos;

import dev.procession.Outcome;
import dev.procession.ProcessPool;
import dev.procession.integration.chaos.Tally.Count;
import dev.procession.integration.chaos.Work.Reply;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Wants to know of every item how it ended; has the tightest limits. */
final class OutcomesUser implements User {
  private static final int MOST_ITEMS = 80;
  private static final List<Duration> LIMITS =
      List.of(Duration.ofMillis(300), Duration.ofMillis(900), Duration.ofSeconds(5));

  private final ProcessPool pool;
  private final Checks checks;

  OutcomesUser(ProcessPool pool, Checks checks) {
    this.pool = pool;
    this.checks = checks;
  }

  @Override
  public void useOnce(SplittableRandom random) {
    Batch batch = Batch.random(random, MOST_ITEMS, LIMITS.get(random.nextInt(LIMITS.size())));
    // Some never get there, and so are read to the end.
    int leaveAt = random.nextInt(4 * batch.size());
    int index = 0;
    try (Stream<Outcome<Reply>> outcomes =
        pool.outcomes(Work::run, batch.items(), batch.options())) {
      Iterator<Outcome<Reply>> each = outcomes.iterator();
      while (index != leaveAt && each.hasNext()) {
        check(batch, index, each.next());
        index++;
      }
    }
    if (index == leaveAt) {
      checks.tally().add(Count.CALLS_LEFT_EARLY);
    } else {
      checks.tally().add(Count.CALLS_COMPLETED);
      checks.number("outcomes", batch.size(), index);
    }
  }

  private void check(Batch batch, int index, Outcome<Reply> outcome) {
    checks.number("outcome's index", index, outcome.index());
    if (outcome instanceof Outcome.Failure<Reply> failure) {
      checks.itemFailure(batch, index, failure.error());
    } else {
      checks.reply(batch, index, outcome.get());
    }
  }
}
