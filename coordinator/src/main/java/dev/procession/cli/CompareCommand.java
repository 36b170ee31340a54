package dev.procession.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procession.WorkerStartException;
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

/** {@code procession compare}: whether processes, or threads, are worth it for this work. */
@Command(
    name = "compare",
    header = "Time the same work sequentially, on threads, and in worker processes.",
    customSynopsis = "procession compare [OPTIONS] FUNCTION [ITEM...]",
    description = {
      "FUNCTION, ITEM and the options are those of map.",
      "Says what to use, and why. Results are not printed, but have to agree. Each way",
      "is warmed up first, so every item is done several times: in processes first,",
      "where a function that ends or breaks its process is found out, then in this JVM."
    },
    optionListHeading = "%n",
    sortOptions = false,
    versionProvider = ProcessionCommand.Version.class,
    footer = {
      "",
      "Example:",
      "  seq 2000 | procession compare 'x -> BigInteger.TWO.pow((int) x).toString()'",
      "Exit: 0 compared; 1 an item failed, or results differ; 2 usage;",
      "      3 no worker starts; 130 Ctrl-C."
    })
final class CompareCommand implements Callable<Integer> {
  /** All of them are held in memory, since they are needed again and again. */
  private static final int MAX_ITEMS = 1_000_000;

  private final Surroundings surroundings;

  // Picocli sets these, on the main thread, before call().

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final WorkOptions work = new WorkOptions();

  @Mixin private final WatchOptions watched = new WatchOptions();

  CompareCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (spec != null) {
      work.refuseStrayOptions(spec.commandLine());
    }
    Messages messages = surroundings.messages();
    try {
      work.refuseToOverwriteItems("--timeline", watched.timeline());
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
    UserClasses classes = work.classes();
    WorkerSettings settings = work.settings(classes, null);
    FunctionSource source = work.source(work.compiler(classes));
    Optional<WorkOptions.Work> todo =
        work.work(source, work.givenType(classes), LineFormat.TEXT, surroundings);
    List<String> items = todo.isEmpty() ? List.of() : allOf(todo.get().items());
    if (todo.isEmpty() || items.isEmpty()) {
      throw new UsageException("there are no items, so there is nothing to compare");
    }
    int workers = settings.jobs().orElse(Runtime.getRuntime().availableProcessors());
    if (workers < 1) {
      throw new UsageException("--jobs: at least 1");
    }
    TimedFunction function = new TimedFunction(todo.get().function());
    Comparison.Plan plan =
        new Comparison.Plan(items, function, workers, settings, work.mapOptions());
    return compare(plan, todo.get(), classes.loader());
  }

  /** What a function finds by name, it finds with the loader that it would have in a worker. */
  private ExitCode compare(Comparison.Plan plan, WorkOptions.Work todo, ClassLoader loader) {
    return ContextLoader.during(loader, () -> compare(plan, todo));
  }

  private ExitCode compare(Comparison.Plan plan, WorkOptions.Work todo) {
    try {
      Comparison.Report report = new Comparison(plan, surroundings.launcher()).run();
      return print(report, todo.items());
    } catch (Comparison.FailedWayException e) {
      Throwable cause = Objects.requireNonNull(e.item().getCause());
      String failed = todo.failures().ofAny(todo.items().describe(e.item().index()), cause);
      surroundings.messages().error(e.way() + ", " + failed);
      return ExitCode.SOME_FAILED;
    }
  }

  private ExitCode print(Comparison.Report report, Items items) {
    Optional<String> difference =
        report.difference().map(found -> ComparisonText.of(found, items.describe(found.index())));
    PrintWriter out = new PrintWriter(surroundings.out(), false, UTF_8);
    out.print(ComparisonText.of(report, difference));
    out.flush();
    return difference.isPresent() ? ExitCode.SOME_FAILED : ExitCode.DONE;
  }

  private static List<String> allOf(Items input) throws IOException {
    List<String> items = new ArrayList<>();
    for (String item : input.all()) {
      if (items.size() == MAX_ITEMS) {
        throw new UsageException("more than " + MAX_ITEMS + " items; compare a part of them");
      }
      items.add(item);
    }
    if (input.failure().isPresent()) {
      throw input.failure().get();
    }
    return items;
  }
}
