package dev.procession.cli.item;

import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The input items that have not been done by an earlier run.
 *
 * <p>The pool counts what it is given, so the same item has a smaller index here than in the whole
 * input. The first item determines the type even if it is already done.
 */
public final class RemainingItems implements Items {
  private final Items whole;
  private final Predicate<String> done;

  /** The positions of items in progress in the whole input: put by the iterating thread. */
  private final Map<Long, Long> places = new ConcurrentHashMap<>();

  private final AtomicLong skipped = new AtomicLong();

  /**
   * Creates the remaining items of {@code whole}.
   *
   * @param whole all items
   * @param done called once for each item; whether to skip it
   */
  public RemainingItems(Items whole, Predicate<String> done) {
    this.whole = whole;
    this.done = done;
  }

  /** The number of items skipped so far. */
  public long skipped() {
    return skipped.get();
  }

  @Override
  public Optional<String> first() throws IOException {
    return whole.first();
  }

  @Override
  public Iterable<String> all() {
    return Reading::new;
  }

  @Override
  public Item item(long index) {
    return whole.item(place(index));
  }

  @Override
  public String describe(long index) {
    return whole.describe(place(index));
  }

  @Override
  public void done(long index) {
    whole.done(place(index));
    places.remove(index);
  }

  @Override
  public void stop() {
    whole.stop();
  }

  @Override
  public Optional<IOException> failure() {
    return whole.failure();
  }

  private long place(long index) {
    return Objects.requireNonNull(places.get(index));
  }

  /** The only iteration of the input. */
  private final class Reading implements Iterator<String> {
    // Owned by the iterating thread.
    private final Iterator<String> all = whole.all().iterator();
    private @Nullable String next;
    private long place;
    private long index;

    @Override
    public boolean hasNext() {
      while (next == null && all.hasNext()) {
        String item = all.next();
        if (done.test(item)) {
          whole.done(place);
          skipped.incrementAndGet();
        } else {
          next = item;
          places.put(index++, place);
        }
        place++;
      }
      return next != null;
    }

    @Override
    public String next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      String item = next;
      next = null;
      return item;
    }
  }
}
