package dev.procession.cli.result;

import dev.procession.cli.function.TextFunction;
import dev.procession.cli.function.WrappingFunction;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.task.WorkerContext;

/** A function that records when, how long and where it ran: its results are {@link Measured}s. */
final class MeasuredFunction extends WrappingFunction {
  private static final long serialVersionUID = 1L;

  /** In a class of their own, which only workers load. */
  private static final class Worker {
    static final long PID = WorkerContext.current().pid();
    static final String HOST =
        System.getenv().getOrDefault(LaunchOptions.HOST_VARIABLE, JobLogLine.HERE);
  }

  MeasuredFunction(TextFunction function) {
    super(function);
  }

  /** Errors are not wrapped, since some of them cause the worker to retire. */
  @Override
  public Object call(TextFunction function, String text) throws Exception {
    long startMillis = System.currentTimeMillis();
    long start = System.nanoTime();
    try {
      String result = function.apply(text);
      long nanos = System.nanoTime() - start;
      return new Measured(startMillis, nanos, Worker.PID, Worker.HOST, result).line();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new MeasuredFailure(startMillis, System.nanoTime() - start, e);
    }
  }
}
