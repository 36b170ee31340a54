package dev.procession;

import dev.procession.process.job.MapRequest;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The items of a source between their reading and the taking of their outcomes, so that an outcome
 * can name its item. Items are read in order and taken in any order, each once.
 */
final class ItemsInFlight {
  /** So many share an entry of the map, which therefore costs next to nothing for an item. */
  private static final int PAGE_ITEMS = 256;

  private static final class Page {
    private final @Nullable Object[] items = new Object[PAGE_ITEMS];
    private int left = PAGE_ITEMS;
  }

  /** Guarded by this, like all that follows. */
  private final Map<Long, Page> pages = new HashMap<>();

  private long read;

  /** The items of a source, which are remembered as they are read. */
  MapRequest.Source reading(MapRequest.Source source) {
    Iterator<? extends @Nullable Object> items = source.items();
    return new MapRequest.Source(
        new Iterator<@Nullable Object>() {
          @Override
          public boolean hasNext() {
            return items.hasNext();
          }

          @Override
          public @Nullable Object next() {
            Object item = items.next();
            remember(item);
            return item;
          }
        },
        source.pace());
  }

  private synchronized void remember(@Nullable Object item) {
    long index = read++;
    Page page = pages.computeIfAbsent(index / PAGE_ITEMS, number -> new Page());
    page.items[(int) (index % PAGE_ITEMS)] = item;
  }

  /**
   * Takes an item that has been read.
   *
   * @param index its place in the source, from 0
   */
  synchronized @Nullable Object take(long index) {
    Page page = pages.get(index / PAGE_ITEMS);
    if (page == null) {
      throw new AssertionError("item " + index + " has been taken or not been read");
    }
    int place = (int) (index % PAGE_ITEMS);
    Object item = page.items[place];
    page.items[place] = null;
    page.left--;
    if (page.left == 0) {
      pages.remove(index / PAGE_ITEMS);
    }
    return item;
  }
}
