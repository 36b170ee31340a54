package dev.procession.cli.item;

import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Items that are read while they are processed.
 *
 * <p>An input that cannot be read any further ends, and {@link #failure} has the reason, so the
 * results of earlier items are not lost. The pool's window bounds how many items are remembered.
 */
public final class ReadItems implements Items {
  private final ItemSource source;

  /** The items under way, for messages: put by the iterating thread, removed by any. */
  private final Map<Long, String> underWay = new ConcurrentHashMap<>();

  /** Read ahead, to determine the type: by the caller of first(), before the iteration. */
  private @Nullable String readAhead;

  /** Set by any thread, read by the iterating thread. */
  private volatile boolean stopped;

  /** Written by the iterating thread. */
  private volatile @Nullable IOException failure;

  public ReadItems(ItemSource source) {
    this.source = source;
  }

  @Override
  public Optional<String> first() throws IOException {
    if (readAhead == null) {
      readAhead = source.next();
    }
    return Optional.ofNullable(readAhead);
  }

  @Override
  public Iterable<String> all() {
    return Reading::new;
  }

  @Override
  public Item item(long index) {
    return new Item(index, Objects.requireNonNull(underWay.get(index)));
  }

  @Override
  public String describe(long index) {
    String text = underWay.get(index);
    return "item "
        + (index + 1)
        + " ("
        + (text == null ? "" : ItemConverter.quoted(text) + ", ")
        + source.describe(index)
        + ")";
  }

  @Override
  public void done(long index) {
    underWay.remove(index);
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /** The only iteration of the input. */
  private final class Reading implements Iterator<String> {
    // Owned by the iterating thread.
    private @Nullable String next = readAhead;
    private long index;

    @Override
    public boolean hasNext() {
      if (next == null && !stopped && failure == null) {
        next = read();
      }
      return next != null && !stopped;
    }

    @Override
    public String next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      String item = next;
      next = null;
      underWay.put(index++, item);
      return item;
    }

    private @Nullable String read() {
      try {
        return source.next();
      } catch (IOException e) {
        failure = e;
        return null;
      }
    }
  }
}
