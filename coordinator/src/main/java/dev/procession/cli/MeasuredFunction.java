package dev.procession.cli;

import dev.procession.task.WorkerContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A function that says when, how long and where it ran: its results are {@link Measured}s. */
final class MeasuredFunction extends TextFunction {
  private static final long serialVersionUID = 1L;

  private final TextFunction function;

  MeasuredFunction(TextFunction function) {
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

  /** Errors stay what they are: by some of them the worker decides to go. */
  @Override
  protected Object call(@Nullable Object item) throws Exception {
    long startMillis = System.currentTimeMillis();
    long start = System.nanoTime();
    try {
      String result = function.apply(Objects.requireNonNull((String) item));
      long nanos = System.nanoTime() - start;
      return new Measured(startMillis, nanos, WorkerContext.current().pid(), result).line();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new MeasuredFailure(startMillis, System.nanoTime() - start, e);
    }
  }
}
