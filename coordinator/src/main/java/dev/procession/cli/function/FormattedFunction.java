package dev.procession.cli.function;

import dev.procession.cli.item.ItemConverter;
import dev.procession.cli.item.LineFormat;
import dev.procession.cli.json.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function whose items or results, or both, are in a format other than plain text. */
public final class FormattedFunction extends WrappingFunction {
  private static final long serialVersionUID = 1L;

  private final LineFormat input;
  private final LineFormat output;
  private final Columns columns;

  private FormattedFunction(
      TextFunction function, LineFormat input, LineFormat output, Columns columns) {
    super(function);
    this.columns = columns;
    this.input = input;
    this.output = output;
  }

  public static TextFunction of(TextFunction function, LineFormat input, LineFormat output) {
    boolean plain = input == LineFormat.TEXT && output == LineFormat.TEXT;
    Columns none = new Columns(List.of(), false);
    return plain ? function : new FormattedFunction(function, input, output, none);
  }

  /**
   * A function of columns.
   *
   * @param names their names, where they have some
   * @param unchanged whether a value that does not print as its text is refused
   */
  public static TextFunction ofColumns(
      TextFunction function, LineFormat output, List<String> names, boolean unchanged) {
    return new FormattedFunction(function, LineFormat.CSV, output, new Columns(names, unchanged));
  }

  @Override
  public boolean returnsNothing() {
    return function().returnsNothing();
  }

  @Override
  @Nullable
  public Object call(TextFunction function, String line) throws Exception {
    Object value =
        switch (input) {
          case JSONL -> JsonText.read(ItemConverter.utf8(line), function.itemForm());
          case CSV -> columns.item(function, line);
          case TEXT -> function.converted(line);
        };
    Object result = function.call(value);
    return output == LineFormat.JSONL
        ? JsonText.write(result instanceof byte[] ? result : ResultText.elements(result))
        : result;
  }
}
