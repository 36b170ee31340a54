package dev.procession.integration.chaos;

import dev.procession.ProcessPool;
import dev.procession.integration.chaos.Tally.Count;
import dev.procession.integration.chaos.Work.Item;
import dev.procession.integration.chaos.Work.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/** Hands in single tasks, and cancels some of them: at once, while they wait, or while they run. */
final class SubmitUser implements User {
  /** What the pool is built with: a submitted task has no options of its own. */
  static final Duration LIMIT = Duration.ofSeconds(4);

  static final int RETRIES = 1;

  private static final int MOST_TASKS = 60;
  private static final int MOST_PATIENCE_MILLIS = 20;

  private final ProcessPool pool;
  private final Checks checks;

  SubmitUser(ProcessPool pool, Checks checks) {
    this.pool = pool;
    this.checks = checks;
  }

  @Override
  public void useOnce(SplittableRandom random) throws Exception {
    Batch batch = new Batch(random.nextLong(), 1 + random.nextInt(MOST_TASKS), LIMIT, RETRIES);
    List<CompletableFuture<Reply>> futures = new ArrayList<>();
    Set<Integer> cancelled = new HashSet<>();
    for (int i = 0; i < batch.size(); i++) {
      Item item = batch.item(i);
      CompletableFuture<Reply> future = checks.tally().watch(pool.submit(() -> Work.run(item)));
      futures.add(future);
      if (random.nextInt(10) == 0 && future.cancel(true)) {
        cancelled.add(i);
      }
    }
    if (random.nextInt(2) == 0) {
      cancelSomeInTime(futures, cancelled, random);
    }
    for (int i = 0; i < batch.size(); i++) {
      settle(batch, i, futures.get(i), cancelled.contains(i));
    }
    checks.tally().add(Count.CALLS_COMPLETED);
  }

  private static void cancelSomeInTime(
      List<CompletableFuture<Reply>> futures, Set<Integer> cancelled, SplittableRandom random)
      throws InterruptedException {
    List<Integer> some =
        IntStream.range(0, futures.size()).filter(i -> random.nextInt(5) == 0).boxed().toList();
    for (int i : some) {
      Thread.sleep(random.nextInt(MOST_PATIENCE_MILLIS));
      if (futures.get(i).cancel(true)) {
        cancelled.add(i);
      }
    }
  }

  private void settle(Batch batch, int i, CompletableFuture<Reply> future, boolean cancelled)
      throws InterruptedException {
    try {
      Reply reply = future.get();
      checks.reply(batch, i, reply);
      if (cancelled) {
        checks.tally().complain("cancelled, but ended with a value as well: " + i);
      }
    } catch (CancellationException e) {
      checks.cancellation(cancelled, e);
      checks.tally().add(Count.ITEMS_CANCELLED);
    } catch (ExecutionException e) {
      checks.taskFailure(batch, i, e.getCause());
    }
  }
}
