package dev.procession.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A function that says how long it ran, wherever it runs: its results are {@link TimedResult}s. */
final class TimedFunction extends TextFunction {
  private static final long serialVersionUID = 1L;

  private final TextFunction function;

  TimedFunction(TextFunction function) {
    this.function = function;
  }

  @Override
  protected Class<?> itemType() {
    return String.class;
  }

  @Override
  protected boolean returnsNothing() {
    return false;
  }

  @Override
  protected Object call(@Nullable Object item) throws Exception {
    long start = System.nanoTime();
    String result = function.apply(Objects.requireNonNull((String) item));
    return new TimedResult(System.nanoTime() - start, result).line();
  }
}
