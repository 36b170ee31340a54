package dev.procession.integration.chaos;

import dev.procession.MapOptions;
import dev.procession.integration.chaos.Work.Item;
import dev.procession.integration.chaos.Work.Manner;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The items of one call, each told from a seed and its number alone, so that nobody needs to keep
 * them to check what comes back.
 *
 * @param seed where the items come from
 * @param size how many there are
 * @param limit how long each may run
 * @param retries how many more attempts each has when its worker dies
 */
record Batch(long seed, int size, Duration limit, int retries) {
  /** An item that is meant to time out runs so much longer than it may that no pause excuses it. */
  static final Duration FAR_TOO_LONG = Duration.ofSeconds(5);

  private static final Duration TIGHT = Duration.ofSeconds(1);
  private static final int LARGEST_BYTES = 5_000_000;
  private static final int USUAL_BYTES = 2_000;
  private static final int USUAL_MILLIS = 60;

  /** So many items in a thousand are as the name says. */
  private static final int EMPTY = 50;

  private static final int LARGE = 40;
  private static final int SLEEPY = 300;
  private static final int TOO_LONG = 8;
  private static final int DEAF = 4;

  static Batch random(SplittableRandom random, int maxSize, Duration limit) {
    return new Batch(random.nextLong(), 1 + random.nextInt(maxSize), limit, random.nextInt(4));
  }

  MapOptions options() {
    return MapOptions.defaults().taskTimeout(limit).crashRetries(retries);
  }

  List<Item> items() {
    return IntStream.range(0, size).mapToObj(this::item).toList();
  }

  Item item(int number) {
    SplittableRandom random = new SplittableRandom(seed + number);
    byte[] data = new byte[bytes(random)];
    random.nextBytes(data);
    int replyBytes = bytes(random);
    // Where the limit is long, waiting for it is most of what the workers would do.
    int kind = random.nextInt(isTight() ? 1000 : 10_000);
    int tooLong = (int) limit.plus(FAR_TOO_LONG).toMillis();
    if (kind < DEAF) {
      return new Item(number, data, replyBytes, Manner.SPINS, tooLong);
    }
    if (kind < DEAF + TOO_LONG) {
      return new Item(number, data, replyBytes, Manner.SLEEPS, tooLong);
    }
    int millis = random.nextInt(1000) < SLEEPY ? random.nextInt(USUAL_MILLIS) : 0;
    return new Item(number, data, replyBytes, Manner.SLEEPS, millis);
  }

  /** Whether an item is meant to time out. */
  boolean isTooLong(Item item) {
    return item.millis() > limit.toMillis();
  }

  /** Whether a busy machine alone may make an item time out. */
  boolean isTight() {
    return limit.compareTo(TIGHT) <= 0;
  }

  private static int bytes(SplittableRandom random) {
    int kind = random.nextInt(1000);
    if (kind < EMPTY) {
      return 0;
    }
    return random.nextInt(kind < EMPTY + LARGE ? LARGEST_BYTES : USUAL_BYTES);
  }
}
