package dev.procession.integration.chaos;

import dev.procession.MapOptions;
import dev.procession.ProcessPool;
import dev.procession.ProcessionException;
import dev.procession.integration.chaos.Tally.Count;
import dev.procession.integration.chaos.Work.Reply;
import java.time.Duration;
import java.util.BitSet;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Reads results as they come, in or out of order, and leaves some of the streams early. */
final class StreamUser implements User {
  private static final int MOST_ITEMS = 100;
  private static final int MOST_IN_WINDOW = 40;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ProcessPool pool;
  private final Checks checks;

  StreamUser(ProcessPool pool, Checks checks) {
    this.pool = pool;
    this.checks = checks;
  }

  @Override
  public void useOnce(SplittableRandom random) {
    Batch batch = Batch.random(random, MOST_ITEMS, LIMIT);
    MapOptions options = batch.options();
    if (random.nextBoolean()) {
      options = options.window(1 + random.nextInt(MOST_IN_WINDOW));
    }
    boolean isUnordered = random.nextBoolean();
    if (isUnordered) {
      options = options.unordered();
    }
    // Some never get there, and so are read to the end.
    int leaveAt = random.nextInt(3 * batch.size());
    boolean isEndless = leaveAt < batch.size() && random.nextBoolean();
    Stream<Integer> numbers = Stream.iterate(0, number -> number + 1);
    Stream<Work.Item> items = (isEndless ? numbers : numbers.limit(batch.size())).map(batch::item);
    try (Stream<Reply> replies = pool.stream(Work::run, items, options)) {
      read(batch, replies.iterator(), leaveAt, isUnordered);
    } catch (ProcessionException e) {
      checks.failure(batch, e);
      checks.tally().add(Count.CALLS_FAILED);
    }
  }

  private void read(Batch batch, Iterator<Reply> replies, int leaveAt, boolean isUnordered) {
    BitSet seen = new BitSet();
    int read = 0;
    while (read != leaveAt && replies.hasNext()) {
      Reply reply = replies.next();
      int number = isUnordered ? reply.number() : read;
      checks.reply(batch, number, reply);
      if (seen.get(number)) {
        checks.tally().complain("twice in a stream: " + number);
      }
      seen.set(number);
      read++;
    }
    if (read == leaveAt) {
      checks.tally().add(Count.CALLS_LEFT_EARLY);
    } else {
      checks.tally().add(Count.CALLS_COMPLETED);
      checks.number("results", batch.size(), read);
    }
  }
}
