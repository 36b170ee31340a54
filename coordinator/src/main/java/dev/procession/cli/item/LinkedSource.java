package dev.procession.cli.item;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An item of each of several sources, joined as {@link Fields}; all must have as many. */
public final class LinkedSource implements ItemSource {
  private final List<ItemSource> sources;

  // Owned by the reading thread.
  private long read;

  public LinkedSource(List<ItemSource> sources) {
    this.sources = sources;
  }

  @Override
  public @Nullable String next() throws IOException {
    List<String> items = new ArrayList<>();
    String ended = "";
    String goesOn = "";
    for (ItemSource source : sources) {
      String item = source.next();
      if (item == null) {
        ended = source.describe(read);
      } else {
        goesOn = source.describe(read);
        items.add(item);
      }
    }
    if (items.isEmpty()) {
      return null;
    }
    if (items.size() < sources.size()) {
      throw new IOException("there is no " + ended + " to go with " + goesOn);
    }
    read++;
    return Fields.join(items);
  }

  @Override
  public String describe(long index) {
    return sources.get(0).describe(index);
  }
}
