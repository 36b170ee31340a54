package dev.procession.cli;

import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.WorkerStartException;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * One run of {@code procession map}: items in, results out, and an end for one of four reasons.
 *
 * <p>The work is over, nobody reads stdout any more, Ctrl-C, or no worker starts. A thread of its
 * own reads the outcomes, because that waits; whichever end comes first is the one that counts.
 */
final class MapRun {
  /** For workers to go and for results to be written, when the end is not a peaceful one. */
  private static final long PATIENCE_MILLIS = 2_000;

  private final Plan plan;
  private final WorkerPool pool;
  private final Surroundings surroundings;
  private final Messages messages;
  private final CompletableFuture<End> ended = new CompletableFuture<>();

  MapRun(Plan plan, WorkerPool pool, Surroundings surroundings) {
    this.plan = plan;
    this.pool = pool;
    this.surroundings = surroundings;
    this.messages = surroundings.messages();
  }

  /**
   * What is to be done.
   *
   * @param items the input
   * @param delivery what becomes of items that ended, and the function
   * @param options how the pool carries it out
   * @param keepGoing whether a failed item is no reason to stop
   */
  record Plan(Items items, Delivery delivery, MapOptions options, boolean keepGoing) {}

  /**
   * How it ended.
   *
   * @param code what the caller learns
   * @param complete whether every item is through, so that nothing has to be cancelled
   */
  private record End(ExitCode code, boolean complete) {}

  /** Carries the plan out and returns when it is over. */
  ExitCode run(ProgressLine progress) {
    ResultPrinter printer =
        new ResultPrinter(
            surroundings.out(), e -> ended.complete(new End(afterFailedOutput(e), false)));
    surroundings.interrupts().onFirst(this::interrupt);
    Thread mapping = new Thread(() -> ended.complete(map(printer, progress)), "procession-results");
    mapping.setDaemon(true);
    mapping.start();

    End end = ended.join();
    progress.close();
    plan.items().stop();
    if (end.complete()) {
      pool.close();
    } else {
      pool.abandon(PATIENCE_MILLIS);
      printer.finish(PATIENCE_MILLIS);
    }
    return end.code();
  }

  private void interrupt() {
    if (ended.complete(new End(ExitCode.INTERRUPTED, false))) {
      messages.error("interrupted: the rest is cancelled; Ctrl-C again to end at once");
    }
  }

  /** A closed pipe is how `head` says that it has enough: no failure, and no news to anybody. */
  private ExitCode afterFailedOutput(IOException e) {
    if (surroundings.closedPipe().test(e)) {
      return ExitCode.DONE;
    }
    messages.error("cannot write to stdout: " + StreamFailure.reason(e));
    return ExitCode.SOME_FAILED;
  }

  private End map(ResultPrinter printer, ProgressLine progress) {
    try (Stream<Outcome<String>> outcomes =
        pool.outcomes(plan.delivery().function(), plan.items().all(), plan.options())) {
      boolean failed = false;
      for (Iterator<Outcome<String>> each = outcomes.iterator(); each.hasNext(); ) {
        Outcome<String> outcome = each.next();
        if (outcome instanceof Outcome.Failure<String> failure) {
          failed = true;
          progress.failed();
          if (failure.error() instanceof WorkerStartException || !plan.keepGoing()) {
            return stoppedBy(failure, printer);
          }
          plan.delivery().failed(failure, printer);
          plan.delivery().report(failure, messages);
        } else {
          progress.succeeded();
          plan.delivery().succeeded(outcome.index(), outcome.get(), printer);
        }
        plan.items().done(outcome.index());
        if (plan.delivery().logFailure().isPresent()) {
          return new End(afterAllItems(true), false);
        }
      }
      printer.close();
      return new End(afterAllItems(failed), true);
    } catch (WorkerStartException e) {
      return noWorkers(e);
    } catch (RuntimeException | Error e) {
      // Cancelling ends the stream with an exception, after the end has been decided elsewhere.
      if (!ended.isDone()) {
        messages.error("unexpected: " + FailureText.traceOf(e));
      }
      return new End(ExitCode.SOME_FAILED, false);
    }
  }

  private ExitCode afterAllItems(boolean failed) {
    if (plan.delivery().logFailure().isPresent()) {
      messages.error("cannot write the log: " + plan.delivery().logFailure().get().getMessage());
      return ExitCode.SOME_FAILED;
    }
    if (plan.items().failure().isPresent()) {
      messages.error("cannot read on: " + StreamFailure.reason(plan.items().failure().get()));
      return ExitCode.SOME_FAILED;
    }
    return failed ? ExitCode.SOME_FAILED : ExitCode.DONE;
  }

  /** Results that came before the failure are printed before the message. */
  private End stoppedBy(Outcome.Failure<String> failure, ResultPrinter printer) {
    if (failure.error() instanceof WorkerStartException e) {
      printer.close();
      return noWorkers(e);
    }
    plan.delivery().failed(failure, printer);
    printer.close();
    plan.delivery().report(failure, messages);
    return new End(ExitCode.SOME_FAILED, false);
  }

  private End noWorkers(WorkerStartException e) {
    if (!ended.isDone()) {
      plan.delivery().report(e, messages);
    }
    return new End(ExitCode.NO_POOL, false);
  }
}
