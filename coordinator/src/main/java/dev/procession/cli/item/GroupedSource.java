package dev.procession.cli.item;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** So many items as one, joined as {@link Fields}; the last may be of fewer. */
public final class GroupedSource implements ItemSource {
  private final ItemSource single;
  private final int size;

  public GroupedSource(ItemSource single, int size) {
    this.single = single;
    this.size = size;
  }

  @Override
  public @Nullable String next() throws IOException {
    List<String> group = new ArrayList<>(size);
    while (group.size() < size) {
      String item = single.next();
      if (item == null) {
        break;
      }
      group.add(item);
    }
    return group.isEmpty() ? null : Fields.join(group);
  }

  @Override
  public String describe(long index) {
    String first = single.describe(index * size);
    return size == 1 ? first : "from " + first + " on";
  }
}
