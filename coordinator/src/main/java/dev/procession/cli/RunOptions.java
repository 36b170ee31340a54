package dev.procession.cli;

import dev.procession.HostsLostException;
import dev.procession.MapOptions;
import dev.procession.WorkerStartException;
import dev.procession.cli.console.DurationOption;
import dev.procession.cli.console.ExitCode;
import dev.procession.cli.console.ProgressLine;
import dev.procession.cli.console.StreamFailure;
import dev.procession.cli.console.Terminal;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.item.PacedItems;
import dev.procession.cli.item.RemainingItems;
import dev.procession.cli.pool.ExplainedFlag;
import dev.procession.cli.pool.WorkerPool;
import dev.procession.cli.pool.WorkerSettings;
import dev.procession.cli.result.DoneItems;
import dev.procession.cli.result.Halt;
import dev.procession.cli.result.ItemReporter;
import dev.procession.cli.result.JobLog;
import dev.procession.cli.result.ResultFiles;
import dev.procession.cli.result.Work;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how items are carried out, and what becomes of results and failures. */
final class RunOptions {
  /** Whatever kills a hundred workers kills more. */
  private static final int MAX_CRASH_RETRIES = 100;

  // Picocli sets these, on the main thread, before call().

  @Option(
      names = {"-u", "--unordered"},
      description = "print results in completion order")
  private boolean unordered;

  @Option(
      names = {"-k", "--keep-order"},
      description = "print results in input order, as usual")
  private boolean keepOrder;

  @Option(names = "--tag", description = "print the item and a TAB before each line")
  private boolean tag;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationOption.class,
      description = "limit for each item: 500ms, 30s or 30, 2m")
  private @Nullable Duration timeout;

  @Option(
      names = "--retries",
      paramLabel = "N",
      description = "retries of a failed item, for any reason (0)")
  private @Nullable Integer retries;

  @Option(
      names = "--retry-delay",
      paramLabel = "TIME",
      converter = DurationOption.class,
      description = "delay of the first retry; then twice as long")
  private @Nullable Duration retryDelay;

  @Option(names = "--keep-going", description = "report failed items and continue")
  private boolean keepGoing;

  @Option(
      names = "--halt",
      paramLabel = "WHEN",
      converter = HaltOption.class,
      description = "never, now,fail=1, soon,fail=10%%, now,success=1")
  private @Nullable Halt halt;

  @Option(
      names = "--joblog",
      paramLabel = "FILE",
      description = "write a line to FILE for each finished item")
  private @Nullable File jobLog;

  @Option(names = "--resume", description = "skip items that the log lists as done")
  private boolean resume;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = "write results to files in DIR instead")
  private @Nullable File results;

  @Option(
      names = "--delay",
      paramLabel = "TIME",
      converter = DurationOption.class,
      description = "delay between two starts")
  private @Nullable Duration delay;

  @Option(
      names = "--load",
      paramLabel = "LOAD",
      converter = LoadOption.class,
      description = "start no items while the load is above: 4 or 80%%")
  private @Nullable Double load;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "items that may be in progress (by bytes)")
  private @Nullable Integer window;

  @Option(names = "--explain", description = "show how workers are launched, and why")
  private boolean explain;

  @Option(
      names = {"--bar", "--eta"},
      description = "show progress (on a terminal only)")
  private boolean bar;

  // Not a negatable option, whose negated name is not completed.
  @Option(names = "--no-bar", description = "hide progress")
  private boolean noBar;

  @Mixin private final ObserveOptions watched = new ObserveOptions();

  /**
   * What a run has beside its options.
   *
   * @param work the work to do
   * @param settings the settings of the pool
   * @param options how it is to do the work
   * @param untold which failures are a reason to stop, where the user does not say
   * @param quiet whether there are no notes
   * @param isTypedAt whether the items come from standard input
   * @param total how many items there are, where that is known
   */
  record Run(
      Work work,
      WorkerSettings settings,
      MapOptions options,
      Halt untold,
      boolean quiet,
      boolean isTypedAt,
      OptionalLong total) {}

  /** The work of a command. */
  @FunctionalInterface
  interface Body {
    ExitCode run() throws IOException;
  }

  /** Does the work of a command, and says in one line what it cannot do. */
  int watch(String title, InputOptions input, CommandContext context, Body body) {
    try {
      refuseToOverwrite(input);
      return watched.watch(title, context.messages(), body::run).status();
    } catch (UsageException | IllegalArgumentException e) {
      context.messages().error(String.valueOf(e.getMessage()));
      return ExitCode.USAGE.status();
    } catch (IOException e) {
      context.messages().error("cannot read the items: " + StreamFailure.reason(e));
      return ExitCode.SOME_FAILED.status();
    } catch (WorkerStartException e) {
      context.messages().error(String.valueOf(e.getMessage()));
      return ExitCode.NO_POOL.status();
    } catch (HostsLostException e) {
      context.messages().error(e.getMessage());
      return ExitCode.NO_POOL.status();
    }
  }

  private void refuseToOverwrite(InputOptions input) throws IOException {
    String log = jobLogName();
    input.refuseToOverwriteItems("--joblog", log);
    input.refuseToOverwriteItems("--timeline", watched.timeline());
    if (log != null && log.equals(watched.timeline())) {
      throw new UsageException("--joblog and --timeline name the same file: " + log);
    }
  }

  private @Nullable String jobLogName() {
    return jobLog == null ? null : jobLog.getPath();
  }

  /** Whether each line begins with its item. */
  boolean tag() {
    return tag;
  }

  /** The options of the pool's map. */
  MapOptions mapOptions(MapOptions base, int workers) {
    MapOptions options = base;
    Duration limit = timeout;
    if (limit != null) {
      MapOptions unlimited = options;
      options = UsageException.naming("--timeout", () -> unlimited.taskTimeout(limit));
    }
    options = retrying(options);
    Integer most = window;
    if (most != null) {
      MapOptions automatic = options;
      options = UsageException.naming("--window", () -> automatic.window(most));
    } else if (delay != null || load != null || (halt != null && halt.when() == Halt.When.SOON)) {
      // What has been read is as good as started.
      options = options.window(workers).chunkSize(1);
    }
    if (unordered && keepOrder) {
      throw new UsageException("-u and -k cannot be combined");
    }
    return unordered ? options.unordered() : options;
  }

  /** Exceptions and timeouts are counted apart from deaths of workers, which need no delay. */
  private MapOptions retrying(MapOptions once) {
    Integer more = retries;
    if (more == null) {
      if (retryDelay != null) {
        throw new UsageException(
            "--retry-delay needs --retries N, how often a failed item is tried again");
      }
      return once;
    }
    MapOptions retried =
        UsageException.naming(
            "--retries",
            "how often a failed item is tried again, for any reason",
            () -> once.retries(more).crashRetries(Math.min(more, MAX_CRASH_RETRIES)));
    Duration wait = retryDelay;
    return wait == null ? retried : retried.retryDelay(wait);
  }

  /** Says how workers are launched, where that is asked for. */
  void explain(WorkerSettings settings, CommandContext context) {
    if (explain) {
      context.messages().line(ExplainedFlag.lines(context.launcher().explain(settings)));
    }
  }

  /** Carries the work out. */
  ExitCode carryOut(Run run, CommandContext context) {
    try (JobLog log = openLog()) {
      return carryOut(run, Optional.ofNullable(log), context);
    }
  }

  private @Nullable JobLog openLog() {
    String file = jobLogName();
    if (file == null) {
      if (resume) {
        throw new UsageException("--resume needs --joblog FILE, the log of an earlier run");
      }
      return null;
    }
    return resume ? JobLog.resume(file) : JobLog.begin(file);
  }

  private ExitCode carryOut(Run run, Optional<JobLog> log, CommandContext context) {
    Work todo = run.work();
    if (!resume || log.isEmpty()) {
      return start(run, todo, log, context);
    }
    DoneItems done = log.get().done();
    RemainingItems remaining =
        new RemainingItems(todo.items(), item -> done.take(todo.hash().of(item)));
    ExitCode code = start(run, todo.of(remaining), log, context);
    if (remaining.skipped() > 0 && !run.quiet()) {
      long skipped = remaining.skipped();
      context
          .messages()
          .error("skipped " + skipped + (skipped == 1 ? " item" : " items") + " already done");
    }
    return code;
  }

  private ExitCode start(Run run, Work todo, Optional<JobLog> log, CommandContext context) {
    ItemReporter.Tag prefix = tag ? ItemReporter.Tag.ITEM : ItemReporter.Tag.NONE;
    ItemReporter reporter =
        new ItemReporter(todo, log, prefix, Optional.ofNullable(results).map(ResultFiles::in));
    WorkerPool pool = context.launcher().open(run.settings().forItems(todo.items().all()));
    MapRun.Plan plan =
        new MapRun.Plan(todo.items(), paced(todo), reporter, run.options(), halt(run.untold()));
    return new MapRun(plan, pool, context).run(progress(run, todo, context));
  }

  private Iterable<String> paced(Work todo) {
    Iterable<String> items =
        todo.function().isProgram() ? todo.items().numbered() : todo.items().all();
    return delay == null && load == null
        ? items
        : new PacedItems(
            items,
            Optional.ofNullable(delay),
            load == null ? OptionalDouble.empty() : OptionalDouble.of(load));
  }

  private Halt halt(Halt untold) {
    if (halt == null) {
      return keepGoing ? Halt.NEVER : untold;
    }
    if (keepGoing) {
      throw new UsageException("--halt and --keep-going cannot be combined");
    }
    return halt;
  }

  private ProgressLine progress(Run run, Work todo, CommandContext context) {
    Terminal terminal = context.terminal();
    boolean isTypedAt = terminal.in() && run.isTypedAt();
    boolean useful = !isTypedAt && !terminal.out() && !run.quiet();
    boolean wanted = bar || (useful && !noBar);
    if (!wanted || !terminal.err()) {
      return ProgressLine.hidden();
    }
    OptionalLong total =
        todo.items().all() instanceof Collection<?> known
            ? OptionalLong.of(known.size())
            : run.total();
    return ProgressLine.shown(total, terminal, context.messages());
  }
}
