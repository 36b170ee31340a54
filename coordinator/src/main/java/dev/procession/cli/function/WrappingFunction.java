package dev.procession.cli.function;

import dev.procession.cli.item.RawText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A function around another one, with the item as text. Its result is text that contains more than
 * that of the inner function, even if that returns nothing.
 */
public abstract class WrappingFunction extends TextFunction {
  private static final long serialVersionUID = 1L;

  private final TextFunction function;

  public WrappingFunction(TextFunction function) {
    this.function = function;
  }

  /** Applies {@code function} to the item in {@code text}. */
  abstract @Nullable public Object call(TextFunction function, String text) throws Exception;

  /** The inner function. */
  final TextFunction function() {
    return function;
  }

  @Override
  protected final Class<?> itemType() {
    return RawText.class;
  }

  @Override
  public final boolean isProgram() {
    return function.isProgram();
  }

  @Override
  public boolean returnsNothing() {
    return false;
  }

  @Override
  protected final @Nullable Object call(@Nullable Object item) throws Exception {
    return call(function, Objects.requireNonNull((String) item));
  }
}
