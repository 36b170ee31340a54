package dev.procession.cli.item;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As many items as one command line takes, joined as {@link Fields}. Where all that is left would
 * not give each worker one that is full, it is divided evenly.
 */
public final class FilledSource implements ItemSource {
  /** An argument list of Linux may be 16 times as long; parallel and xargs take this much too. */
  private static final int MAX_CHARS = 128 << 10;

  private static final int MAX_ITEMS = 4096;

  private final ItemSource single;
  private final int workers;

  // Owned by the reading thread.
  private final Deque<String> ahead = new ArrayDeque<>();
  private long aheadChars;
  private boolean ended;

  public FilledSource(ItemSource single, int workers) {
    this.single = single;
    this.workers = workers;
  }

  @Override
  public @Nullable String next() throws IOException {
    readAhead();
    if (ahead.isEmpty()) {
      return null;
    }
    int most = ended ? (ahead.size() + workers - 1) / workers : MAX_ITEMS;
    List<String> group = new ArrayList<>();
    long chars = 0;
    while (!ahead.isEmpty()
        && group.size() < Math.min(most, MAX_ITEMS)
        && (group.isEmpty() || chars + cost(ahead.peek()) <= MAX_CHARS)) {
      String item = ahead.remove();
      chars += cost(item);
      group.add(item);
    }
    aheadChars -= chars;
    return Fields.join(group);
  }

  private void readAhead() throws IOException {
    while (!ended
        && aheadChars < (long) workers * MAX_CHARS
        && ahead.size() < workers * MAX_ITEMS) {
      String item = single.next();
      if (item == null) {
        ended = true;
      } else {
        ahead.add(item);
        aheadChars += cost(item);
      }
    }
  }

  /** With the blank after it. */
  private static int cost(String item) {
    return item.length() + 1;
  }

  @Override
  public String describe(long index) {
    return "call " + (index + 1);
  }
}
