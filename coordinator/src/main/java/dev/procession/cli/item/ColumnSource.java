package dev.procession.cli.item;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lines whose columns are the inputs, joined as {@link Fields}. */
public final class ColumnSource implements ItemSource {
  private final ItemSource lines;
  private final Pattern between;

  /**
   * Columns of lines.
   *
   * @param lines the lines
   * @param between what is between two columns
   */
  public ColumnSource(ItemSource lines, Pattern between) {
    this.lines = lines;
    this.between = between;
  }

  @Override
  public @Nullable String next() throws IOException {
    String line = lines.next();
    return line == null ? null : Fields.join(List.of(between.split(line, -1)));
  }

  @Override
  public String describe(long index) {
    return lines.describe(index);
  }
}
