package dev.procession.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procession.WorkerStartException;
import dev.procession.cli.compare.Comparison;
import dev.procession.cli.compare.ComparisonText;
import dev.procession.cli.compare.TimedFunction;
import dev.procession.cli.compile.MemoryCompiler;
import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.console.ExitCode;
import dev.procession.cli.console.Messages;
import dev.procession.cli.console.StreamFailure;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.function.ContextLoader;
import dev.procession.cli.function.FunctionSource;
import dev.procession.cli.item.Items;
import dev.procession.cli.item.LineFormat;
import dev.procession.cli.pool.WorkerSettings;
import dev.procession.cli.result.Work;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code procession compare}: compares processes and threads with sequential execution. */
@Command(
    name = "compare",
    header = "Compare sequential execution, threads and worker processes.",
    customSynopsis = "procession compare [OPTIONS] FUNCTION [ITEM...]",
    description = {
      "FUNCTION, ITEM and the options are those of map.",
      "Recommends one of the three, with the reasons. Results are not printed.",
      "Each of the three is warmed up, so every item is processed several times: first",
      "in processes, in case the function crashes its process, then in this JVM."
    },
    optionListHeading = "%n",
    sortOptions = false,
    versionProvider = VersionText.class,
    footer = {
      "",
      "Example:",
      "  seq 2000 | procession compare 'x -> BigInteger.TWO.pow((int) x).toString()'",
      "Exit: 0 compared; 1 an item failed, or results differ; 2 usage;",
      "      3 no worker starts; 130 Ctrl-C."
    })
final class CompareCommand implements Callable<Integer> {
  /** All items are held in memory, since they are processed several times. */
  private static final int MAX_ITEMS = 1_000_000;

  private final CommandContext context;

  // Picocli sets these, on the main thread, before call().

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final WorkOptions work = new WorkOptions();

  @Mixin private final ObserveOptions watched = new ObserveOptions();

  CompareCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (spec != null) {
      work.refuseStrayOptions(spec.commandLine());
    }
    Messages messages = context.messages();
    try {
      work.input().refuseToOverwriteItems("--timeline", watched.timeline());
      String title = "procession compare " + work.function();
      return watched.watch(title, messages, this::run).status();
    } catch (UsageException | IllegalArgumentException e) {
      messages.error(String.valueOf(e.getMessage()));
      return ExitCode.USAGE.status();
    } catch (IOException e) {
      messages.error("cannot read the items: " + StreamFailure.reason(e));
      return ExitCode.SOME_FAILED.status();
    } catch (WorkerStartException e) {
      messages.error(String.valueOf(e.getMessage()));
      return ExitCode.NO_POOL.status();
    }
  }

  private ExitCode run() throws IOException {
    UserClassPath classes = work.classes();
    WorkerSettings settings = work.workers().settings(classes, null);
    MemoryCompiler compiler = work.compiler(classes);
    FunctionSource source = work.source(compiler);
    Optional<Work> todo = work.work(source, work.givenType(classes), LineFormat.TEXT, context);
    List<String> items = todo.isEmpty() ? List.of() : allOf(todo.get().items());
    if (todo.isEmpty() || items.isEmpty()) {
      throw new UsageException("there are no items to compare");
    }
    int workers = settings.jobs().orElse(Runtime.getRuntime().availableProcessors());
    if (workers < 1) {
      throw new UsageException("--jobs: must be at least 1");
    }
    TimedFunction function = new TimedFunction(todo.get().function());
    Comparison.Plan plan =
        new Comparison.Plan(
            items, function, workers, settings, work.mapOptions(), context.measuring());
    return compare(plan, todo.get(), compiler.loader().orElse(classes.loader()));
  }

  /** The function finds classes by name with the same loader as in a worker. */
  private ExitCode compare(Comparison.Plan plan, Work todo, ClassLoader loader) {
    return ContextLoader.during(loader, () -> compare(plan, todo));
  }

  private ExitCode compare(Comparison.Plan plan, Work todo) {
    try {
      Comparison.Report report = new Comparison(plan, context.launcher()).run();
      return print(report, todo.items());
    } catch (Comparison.FailedWayException e) {
      Throwable cause = Objects.requireNonNull(e.item().getCause());
      String failed = todo.failures().ofAny(todo.items().describe(e.item().index()), cause);
      if (e.isOnThreads()) {
        PrintWriter out = new PrintWriter(context.out(), false, UTF_8);
        out.print(ComparisonText.notThreadSafe(failed));
        out.flush();
        return ExitCode.SOME_FAILED;
      }
      context.messages().error(e.way() + ", " + failed);
      return ExitCode.SOME_FAILED;
    }
  }

  private ExitCode print(Comparison.Report report, Items items) {
    Optional<String> difference =
        report.difference().map(found -> ComparisonText.of(found, items.describe(found.index())));
    PrintWriter out = new PrintWriter(context.out(), false, UTF_8);
    out.print(ComparisonText.of(report, difference));
    out.flush();
    return difference.isPresent() ? ExitCode.SOME_FAILED : ExitCode.DONE;
  }

  private static List<String> allOf(Items input) throws IOException {
    List<String> items = new ArrayList<>();
    for (String item : input.all()) {
      if (items.size() == MAX_ITEMS) {
        throw new UsageException("more than " + MAX_ITEMS + " items; compare a subset of them");
      }
      items.add(item);
    }
    if (input.failure().isPresent()) {
      throw input.failure().get();
    }
    return items;
  }
}
