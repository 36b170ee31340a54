package dev.procession.cli.item;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Items that are arguments. */
public final class ListSource implements ItemSource {
  private final Iterator<String> items;

  public ListSource(List<String> items) {
    this.items = items.iterator();
  }

  @Override
  public @Nullable String next() {
    return items.hasNext() ? items.next() : null;
  }

  @Override
  public String describe(long index) {
    return "argument " + (index + 1);
  }
}
