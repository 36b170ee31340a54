package dev.procession.cli;

import dev.procession.HostsLostException;
import dev.procession.MapOptions;
import dev.procession.Outcome;
import dev.procession.WorkerStartException;
import dev.procession.cli.console.ExitCode;
import dev.procession.cli.console.Messages;
import dev.procession.cli.console.ProgressLine;
import dev.procession.cli.console.StreamFailure;
import dev.procession.cli.item.Items;
import dev.procession.cli.pool.WorkerPool;
import dev.procession.cli.result.FailureText;
import dev.procession.cli.result.Halt;
import dev.procession.cli.result.ItemReporter;
import dev.procession.cli.result.ResultPrinter;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * One run of {@code procession map}: reads items, prints results, and ends for one of four reasons.
 *
 * <p>All items are done, stdout was closed, Ctrl-C, or no worker starts. A separate thread reads
 * the outcomes, because that blocks; the first reason determines the result.
 */
final class MapRun {
  /** The time for workers to exit and for results to be written, unless all items are done. */
  private static final long PATIENCE_MILLIS = 2_000;

  private final Plan plan;
  private final WorkerPool pool;
  private final CommandContext context;
  private final Messages messages;
  private final CompletableFuture<End> ended = new CompletableFuture<>();

  MapRun(Plan plan, WorkerPool pool, CommandContext context) {
    this.plan = plan;
    this.pool = pool;
    this.context = context;
    this.messages = context.messages();
  }

  /**
   * The work to do.
   *
   * @param items the input
   * @param sent the same as it is sent to workers
   * @param delivery reports ended items, and has the function
   * @param options the options of the pool's map
   * @param halt which items are a reason to stop
   */
  record Plan(
      Items items, Iterable<String> sent, ItemReporter delivery, MapOptions options, Halt halt) {}

  /**
   * How it ended.
   *
   * @param code the exit code
   * @param complete whether all items have ended, so that nothing has to be cancelled
   */
  private record End(ExitCode code, boolean complete) {}

  /** Carries out the plan. */
  ExitCode run(ProgressLine progress) {
    ResultPrinter printer =
        new ResultPrinter(
            context.terminal().out() ? messages.sharing(context.out()) : context.out(),
            plan.delivery()::keepLog,
            e -> ended.complete(new End(afterFailedOutput(e), false)));
    context.interrupts().onFirst(this::interrupt);
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
      messages.error(
          "interrupted: cancelling the remaining items; press Ctrl-C again to exit at once");
    }
  }

  /** A closed pipe means that, for example, `head` has read enough: this is not a failure. */
  private ExitCode afterFailedOutput(IOException e) {
    if (context.closedPipe().test(e)) {
      return ExitCode.DONE;
    }
    messages.error("cannot write to stdout: " + StreamFailure.reason(e));
    return ExitCode.SOME_FAILED;
  }

  private End map(ResultPrinter printer, ProgressLine progress) {
    try (Stream<Outcome<String>> outcomes =
        pool.outcomes(plan.delivery().function(), plan.sent(), plan.options())) {
      long failed = 0;
      long succeeded = 0;
      boolean isHalting = false;
      for (Iterator<Outcome<String>> each = outcomes.iterator(); each.hasNext(); ) {
        Outcome<String> outcome = each.next();
        if (outcome instanceof Outcome.Failure<String> failure) {
          failed++;
          progress.failed();
          boolean isLast =
              plan.halt().when() == Halt.When.NOW && plan.halt().isDue(succeeded, failed);
          if (failure.error() instanceof WorkerStartException
              || failure.error() instanceof HostsLostException
              || isLast) {
            return stoppedBy(failure, printer);
          }
          plan.delivery().failed(failure, printer, messages);
          plan.delivery().report(failure, messages);
        } else {
          succeeded++;
          progress.succeeded();
          plan.delivery().succeeded(outcome.index(), outcome.get(), printer, messages);
        }
        plan.items().done(outcome.index());
        if (plan.delivery().logFailure().isPresent()) {
          return new End(afterAllItems(true), false);
        }
        if (plan.halt().isDue(succeeded, failed) && !isHalting) {
          isHalting = true;
          if (plan.halt().when() == Halt.When.NOW) {
            printer.close();
            return new End(afterAllItems(!plan.halt().wantsSuccess() && failed > 0), false);
          }
          messages.error("halting: no further items are started");
          plan.items().stop();
        }
      }
      printer.close();
      boolean hasWanted = isHalting && plan.halt().wantsSuccess();
      return new End(afterAllItems(!hasWanted && failed > 0), true);
    } catch (WorkerStartException e) {
      return noWorkers(e);
    } catch (HostsLostException e) {
      return noHosts(e);
    } catch (RuntimeException | Error e) {
      // Cancelling ends the stream with an exception, after the result has been determined
      // elsewhere.
      if (!ended.isDone()) {
        messages.error("unexpected: " + FailureText.traceOf(e));
      }
      return new End(ExitCode.SOME_FAILED, false);
    }
  }

  private ExitCode afterAllItems(boolean failed) {
    if (plan.delivery().logFailure().isPresent()) {
      messages.error(
          "cannot write the log: " + StreamFailure.ofFile(plan.delivery().logFailure().get()));
      return ExitCode.SOME_FAILED;
    }
    if (plan.items().failure().isPresent()) {
      messages.error(
          "cannot read further items: " + StreamFailure.reason(plan.items().failure().get()));
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
    if (failure.error() instanceof HostsLostException e) {
      printer.close();
      return noHosts(e);
    }
    plan.delivery().failed(failure, printer, messages);
    printer.close();
    plan.delivery().report(failure, messages);
    return new End(afterAllItems(!plan.halt().wantsSuccess()), false);
  }

  private End noHosts(HostsLostException e) {
    if (!ended.isDone()) {
      messages.error(e.getMessage());
    }
    return new End(ExitCode.NO_POOL, false);
  }

  private End noWorkers(WorkerStartException e) {
    if (!ended.isDone()) {
      plan.delivery().report(e, messages);
    }
    return new End(ExitCode.NO_POOL, false);
  }
}
