package dev.procession.cli;

import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Items that are read while they are worked on.
 *
 * <p>An input that cannot be read any further ends, and {@link #failure} says why: so the results
 * of what came before are not lost. The pool's window bounds how many items are remembered.
 */
final class ReadItems implements Items {
  private final ItemReader reader;

  /** The items under way, for messages: put by the iterating thread, removed by any. */
  private final Map<Long, String> underWay = new ConcurrentHashMap<>();

  /** Read ahead, to see its type: by the caller of first(), before anybody iterates. */
  private @Nullable String readAhead;

  /** Set by whoever stops, read by the iterating thread. */
  private volatile boolean stopped;

  /** Written by the iterating thread. */
  private volatile @Nullable IOException failure;

  ReadItems(ItemReader reader) {
    this.reader = reader;
  }

  @Override
  public Optional<String> first() throws IOException {
    if (readAhead == null) {
      readAhead = reader.next();
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
        + reader.describe(index)
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

  /** The one pass over the input. */
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
        return reader.next();
      } catch (IOException e) {
        failure = e;
        return null;
      }
    }
  }
}
