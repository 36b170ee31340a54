package dev.procession.cli.compare;

import dev.procession.cli.function.TextFunction;
import dev.procession.cli.function.WrappingFunction;

/** Measures the run time of a function in the process that runs it. */
public final class TimedFunction extends WrappingFunction {
  private static final long serialVersionUID = 1L;

  public TimedFunction(TextFunction function) {
    super(function);
  }

  @Override
  public Object call(TextFunction function, String text) throws Exception {
    long start = System.nanoTime();
    String result = function.apply(text);
    return new TimedResult(System.nanoTime() - start, result).line();
  }
}
