package dev.procession.integration.chaos;

import dev.procession.ProcessPool;
import dev.procession.integration.chaos.Tally.Count;
import dev.procession.integration.chaos.Work.Reply;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Maps without waiting, and loses patience with some. */
final class AsyncUser implements User {
  private static final int MOST_ITEMS = 60;
  private static final int MOST_PATIENCE_MILLIS = 400;
  private static final List<Duration> LIMITS =
      List.of(Duration.ofMillis(500), Duration.ofSeconds(5));

  private final ProcessPool pool;
  private final Checks checks;

  AsyncUser(ProcessPool pool, Checks checks) {
    this.pool = pool;
    this.checks = checks;
  }

  @Override
  public void useOnce(SplittableRandom random) throws Exception {
    Batch batch = Batch.random(random, MOST_ITEMS, LIMITS.get(random.nextInt(LIMITS.size())));
    CompletableFuture<List<Reply>> future =
        checks.tally().watch(pool.mapAsync(Work::run, batch.items(), batch.options()));
    boolean cancelled = random.nextInt(4) == 0 && cancelAfterAWhile(future, random);
    try {
      checks.allInOrder(batch, future.get());
      checks.tally().add(Count.CALLS_COMPLETED);
    } catch (CancellationException e) {
      checks.cancellation(cancelled, e);
      checks.tally().add(Count.CALLS_CANCELLED);
    } catch (ExecutionException e) {
      checks.failure(batch, e.getCause());
      checks.tally().add(Count.CALLS_FAILED);
    }
  }

  /** Returns whether it was the cancellation that ended it. */
  private static boolean cancelAfterAWhile(
      CompletableFuture<List<Reply>> future, SplittableRandom random) throws Exception {
    try {
      future.get(random.nextInt(MOST_PATIENCE_MILLIS), TimeUnit.MILLISECONDS);
      return false;
    } catch (TimeoutException e) {
      return future.cancel(true);
    } catch (ExecutionException e) {
      return false;
    }
  }
}
