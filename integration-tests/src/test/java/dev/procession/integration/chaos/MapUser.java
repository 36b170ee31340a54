package dev.procession.integration.chaos;

import dev.procession.ProcessPool;
import dev.procession.ProcessionException;
import dev.procession.integration.chaos.Tally.Count;
import dev.procession.integration.chaos.Work.Reply;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Wants all results in one list, or the first failure. */
final class MapUser implements User {
  private static final int MOST_ITEMS = 80;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ProcessPool pool;
  private final Checks checks;

  MapUser(ProcessPool pool, Checks checks) {
    this.pool = pool;
    this.checks = checks;
  }

  @Override
  public void useOnce(SplittableRandom random) {
    Batch batch = Batch.random(random, MOST_ITEMS, LIMIT);
    try {
      List<Reply> replies = pool.map(Work::run, batch.items(), batch.options());
      checks.allInOrder(batch, replies);
      checks.tally().add(Count.CALLS_COMPLETED);
    } catch (ProcessionException e) {
      checks.failure(batch, e);
      checks.tally().add(Count.CALLS_FAILED);
    }
  }
}
