package dev.procession.cli;

import dev.procession.MapOptions;
import dev.procession.WorkerStartException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code procession map}: applies a function to items in worker processes. */
@Command(
    name = "map",
    header = "Apply a function to each item, in worker processes.",
    customSynopsis = "procession map [OPTIONS] FUNCTION [ITEM...]",
    description = {
      "FUNCTION is a lambda, package.Class::method, or a class that is a function. With",
      "no ITEM, items come from standard input, one per line. Results go to standard",
      "output, one per line, in input order; everything else goes to standard error."
    },
    optionListHeading = "%n",
    sortOptions = false,
    versionProvider = ProcessionCommand.Version.class,
    footer = {
      "",
      "Examples:",
      "  procession map 'x -> x * x' 1 2 3 4 5",
      "  find . -type f | procession map '(Path p) -> Files.size(p) + \"  \" + p'",
      "  procession map -cp app.jar --joblog log --resume com.acme.Parser::parse < list",
      "Exit: 0 done, also when nobody reads on (| head); 1 an item failed; 2 usage;",
      "      3 no worker starts; 130 Ctrl-C."
    })
final class MapCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  // Picocli sets these, on the main thread, before call().

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final WorkOptions work = new WorkOptions();

  @Option(
      names = {"-u", "--unordered"},
      description = "print results as they come")
  private boolean unordered;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      converter = LineFormat.Name.class,
      completionCandidates = LineFormat.Names.class,
      description = "what a result is printed as: text, or jsonl")
  private LineFormat outputFormat = LineFormat.TEXT;

  @Option(names = "--tag", description = "print the item and a TAB before each result")
  private boolean tag;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationText.class,
      description = "limit for each item: 500ms, 30s or 30, 2m")
  private @Nullable Duration timeout;

  @Option(
      names = "--retries",
      paramLabel = "N",
      description = "new tries for an item whose worker died (0)")
  private @Nullable Integer retries;

  @Option(
      names = "--max-tasks-per-worker",
      paramLabel = "N",
      description = "items a worker gets until a new one replaces it")
  private @Nullable Integer maxTasksPerWorker;

  @Option(
      names = "--init",
      paramLabel = "CODE",
      description = "code, or Class::method, to run first in workers")
  private @Nullable String init;

  @Option(names = "--keep-going", description = "report failed items and do the rest")
  private boolean keepGoing;

  @Option(
      names = "--joblog",
      paramLabel = "FILE",
      description = "write a line for each item that ended to FILE")
  private @Nullable String jobLog;

  @Option(names = "--resume", description = "leave out what that log says was done")
  private boolean resume;

  @Option(names = "--explain", description = "say how workers are launched, and why so")
  private boolean explain;

  @Option(names = "--bar", negatable = true, description = "show progress, only on a terminal")
  private @Nullable Boolean bar;

  @Mixin private final WatchOptions watched = new WatchOptions();

  MapCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (spec != null) {
      work.refuseStrayOptions(spec.commandLine());
    }
    try {
      String title = "procession map " + work.function();
      refuseToOverwrite();
      return watched.watch(title, surroundings.messages(), this::run).status();
    } catch (UsageException | IllegalArgumentException e) {
      surroundings.messages().error(String.valueOf(e.getMessage()));
      return ExitCode.USAGE.status();
    } catch (IOException e) {
      surroundings.messages().error("cannot read the items: " + StreamFailure.reason(e));
      return ExitCode.SOME_FAILED.status();
    } catch (WorkerStartException e) {
      surroundings.messages().error(String.valueOf(e.getMessage()));
      return ExitCode.NO_POOL.status();
    }
  }

  private ExitCode run() throws IOException {
    UserClasses classes = work.classes();
    MemoryCompiler compiler = work.compiler(classes);
    WorkerSettings settings = settings(compiler);
    MapOptions options = options();
    Optional<ItemType> given = work.givenType(classes);
    FunctionSource source = work.source(compiler);
    if (explain) {
      explain(settings);
    }
    Optional<WorkOptions.Work> todo = work.work(source, given, outputFormat, surroundings);
    try (JobLog log = openLog()) {
      // Then the user's classes are the same for all that was compiled, and for methods named.
      return todo.isEmpty()
          ? ExitCode.DONE
          : ContextLoader.during(
              compiler.loader().orElse(Thread.currentThread().getContextClassLoader()),
              () -> carryOut(todo.get(), Optional.ofNullable(log), settings, options));
    }
  }

  private WorkerSettings settings(MemoryCompiler compiler) {
    WorkerSettings settings = work.settings(compiler.classes(), maxTasksPerWorker);
    return init == null ? settings : settings.initializedBy(InitSource.of(init, compiler));
  }

  private void refuseToOverwrite() throws IOException {
    work.refuseToOverwriteItems("--joblog", jobLog);
    work.refuseToOverwriteItems("--timeline", watched.timeline());
    if (jobLog != null && jobLog.equals(watched.timeline())) {
      throw new UsageException("--joblog and --timeline: both are to be " + jobLog);
    }
  }

  private @Nullable JobLog openLog() {
    String file = jobLog;
    if (file == null) {
      if (resume) {
        throw new UsageException("--resume needs --joblog FILE, the log of what has been done");
      }
      return null;
    }
    return resume ? JobLog.resume(file) : JobLog.begin(file);
  }

  private ExitCode carryOut(
      WorkOptions.Work todo, Optional<JobLog> log, WorkerSettings settings, MapOptions options) {
    if (!resume || log.isEmpty()) {
      return run(todo, log, settings, options);
    }
    DoneItems done = log.get().done();
    RemainingItems remaining =
        new RemainingItems(todo.items(), item -> done.take(todo.hash().of(item)));
    ExitCode code = run(todo.of(remaining), log, settings, options);
    if (remaining.skipped() > 0 && !work.quiet()) {
      surroundings.messages().error("left out as done before: " + remaining.skipped());
    }
    return code;
  }

  private ExitCode run(
      WorkOptions.Work todo, Optional<JobLog> log, WorkerSettings settings, MapOptions options) {
    Delivery.Tag prefix = tag ? Delivery.Tag.ITEM : Delivery.Tag.NONE;
    MapRun.Plan plan =
        new MapRun.Plan(todo.items(), new Delivery(todo, log, prefix), options, keepGoing);
    WorkerPool pool = surroundings.launcher().open(settings.forItems(todo.items().all()));
    return new MapRun(plan, pool, surroundings).run(progress(todo.items()));
  }

  private MapOptions options() {
    MapOptions options = work.mapOptions();
    Duration limit = timeout;
    if (limit != null) {
      MapOptions unlimited = options;
      options = UsageException.naming("--timeout", () -> unlimited.taskTimeout(limit));
    }
    Integer more = retries;
    if (more != null) {
      MapOptions once = options;
      options = UsageException.naming("--retries", () -> once.crashRetries(more));
    }
    return unordered ? options.unordered() : options;
  }

  private ProgressLine progress(Items input) {
    Terminal terminal = surroundings.terminal();
    boolean isTypedAt = terminal.in() && work.readsStandardInput();
    boolean useful = !isTypedAt && !terminal.out() && !work.quiet();
    boolean wanted = bar == null ? useful : bar;
    return wanted && terminal.err()
        ? ProgressLine.shown(input.all(), terminal, surroundings.messages())
        : ProgressLine.hidden();
  }

  private void explain(WorkerSettings settings) {
    surroundings.messages().line(Explanation.of(surroundings.launcher().explain(settings)));
  }
}
