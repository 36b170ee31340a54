package dev.procession.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A function whose items, or results, or both, are something else than plain text. */
final class FormattedFunction extends TextFunction {
  private static final long serialVersionUID = 1L;

  private final TextFunction function;
  private final LineFormat input;
  private final LineFormat output;

  private FormattedFunction(TextFunction function, LineFormat input, LineFormat output) {
    this.function = function;
    this.input = input;
    this.output = output;
  }

  static TextFunction of(TextFunction function, LineFormat input, LineFormat output) {
    boolean plain = input == LineFormat.TEXT && output == LineFormat.TEXT;
    return plain ? function : new FormattedFunction(function, input, output);
  }

  @Override
  protected Class<?> itemType() {
    return String.class;
  }

  @Override
  protected boolean returnsNothing() {
    return function.returnsNothing();
  }

  @Override
  protected @Nullable Object call(@Nullable Object item) throws Exception {
    String line = Objects.requireNonNull((String) item);
    Object value =
        input == LineFormat.JSONL
            ? JsonText.read(line, function.itemForm())
            : function.converted(line);
    Object result = function.call(value);
    return output == LineFormat.JSONL ? JsonText.write(result) : result;
  }
}
