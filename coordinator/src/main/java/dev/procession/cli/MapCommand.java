package dev.procession.cli;

import dev.procession.MapOptions;
import dev.procession.WorkerStartException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code procession map}: applies a function to items in worker processes. */
@Command(
    name = "map",
    header = "Apply a function to each item, in worker processes.",
    customSynopsis = "procession map [OPTIONS] FUNCTION [ITEM...]",
    description = {
      "Without ITEM, items are read from standard input, one per line. Results go to",
      "standard output, one per line, in input order; everything else to stderr.",
      ""
    },
    optionListHeading = "%n",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = ProcessionCommand.Version.class,
    footer = {
      "",
      "Examples:",
      "  procession map 'x -> x * x' 1 2 3 4 5",
      "  find . -type f | procession map '(Path p) -> Files.size(p) + \"  \" + p'",
      "  procession map -cp app.jar --keep-going com.acme.Parser::parse < files.txt",
      "",
      "Exit: 0 done, also when nobody reads on (| head); 1 an item failed; 2 usage;",
      "      3 no worker starts; 130 Ctrl-C."
    })
final class MapCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  // Picocli sets these, on the main thread, before call().

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FUNCTION",
      description = "a lambda, package.Class::method, or a class that is a function")
  private String function = "";

  @Parameters(index = "1..*", paramLabel = "ITEM", description = "items, instead of stdin")
  private List<String> items = new ArrayList<>();

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "worker processes (one per processor)")
  private @Nullable Integer jobs;

  @Option(
      names = {"-n", "--chunk-size"},
      paramLabel = "N",
      description = "items that travel together (by measured time)")
  private @Nullable Integer chunkSize;

  @Option(
      names = {"-u", "--unordered"},
      description = "print results as they come")
  private boolean unordered;

  @Option(
      names = {"-a", "--arg-file"},
      paramLabel = "FILE",
      description = "read items from FILE; - is stdin")
  private @Nullable String argFile;

  @Option(
      names = {"-0", "--null"},
      description = "items end with NUL instead of a line end")
  private boolean nullSeparated;

  @Option(
      names = {"-t", "--type"},
      paramLabel = "T",
      description = "items' type: long, double, text, Path, a class")
  private @Nullable String type;

  @Option(
      names = {"-cp", "--class-path"},
      paramLabel = "PATH",
      description = "where your classes are: folders, jars, lib/*")
  private List<String> classPaths = new ArrayList<>();

  @Option(
      names = "-R",
      paramLabel = "FLAG",
      description = "flag for the workers' JVMs, as -R-Xss4m")
  private List<String> workerFlags = new ArrayList<>();

  @Option(names = "--max-heap", paramLabel = "SIZE", description = "heap of each worker, as 256m")
  private @Nullable String maxHeap;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = DurationText.class,
      description = "limit for each item, as 30s")
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

  @Option(names = "--keep-going", description = "report failed items and do the rest")
  private boolean keepGoing;

  @Option(names = "--explain", description = "say how workers are launched, and why so")
  private boolean explain;

  @Option(names = "--bar", negatable = true, description = "show progress, only on a terminal")
  private @Nullable Boolean bar;

  @Option(
      names = {"-q", "--quiet"},
      description = "no progress, no notes; only errors")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "stack traces of failed items")
  private boolean verbose;

  MapCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (spec != null) {
      StrayOptions.refuse(spec.commandLine(), function, items);
    }
    try {
      return run().status();
    } catch (UsageException | IllegalArgumentException e) {
      surroundings.messages().error(String.valueOf(e.getMessage()));
      return ExitCode.USAGE.status();
    } catch (IOException e) {
      surroundings.messages().error("cannot read the items: " + e.getMessage());
      return ExitCode.SOME_FAILED.status();
    } catch (WorkerStartException e) {
      surroundings.messages().error(String.valueOf(e.getMessage()));
      return ExitCode.NO_POOL.status();
    }
  }

  private ExitCode run() throws IOException {
    UserClasses classes = UserClasses.on(classPaths);
    WorkerSettings settings = settings(classes);
    MapOptions options = options();
    Optional<ItemType> given = givenType(classes);
    FunctionSource source = FunctionSource.of(function, classes);
    if (explain) {
      explain(settings);
    }
    if (!source.needsItemType() || given.isPresent()) {
      TextFunction ready = source.function(given);
      return carryOut(new Chosen(ready, given), openItems(), settings, options);
    }
    Items input = openItems();
    Optional<ItemType> decided = input.first().map(ItemType::inferredFrom);
    if (decided.isEmpty()) {
      return ExitCode.DONE;
    }
    return carryOut(new Chosen(source.function(decided), decided), input, settings, options);
  }

  /** The function, and what decided the type of its items. */
  private record Chosen(TextFunction function, Optional<ItemType> itemType) {}

  private ExitCode carryOut(
      Chosen chosen, Items input, WorkerSettings settings, MapOptions options) {
    MapRun.Plan plan =
        new MapRun.Plan(
            input,
            chosen.function(),
            options,
            keepGoing,
            new FailureText(chosen.itemType(), verbose));
    WorkerPool pool = surroundings.launcher().open(settings);
    return new MapRun(plan, pool, surroundings).run(progress(input));
  }

  private WorkerSettings settings(UserClasses classes) {
    return new WorkerSettings(
        optional(jobs),
        List.copyOf(workerFlags),
        Optional.ofNullable(maxHeap),
        optional(maxTasksPerWorker),
        classes);
  }

  private static OptionalInt optional(@Nullable Integer number) {
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private MapOptions options() {
    MapOptions options = MapOptions.defaults();
    if (chunkSize != null) {
      options = options.chunkSize(chunkSize);
    }
    if (timeout != null) {
      options = options.taskTimeout(timeout);
    }
    if (retries != null) {
      options = options.crashRetries(retries);
    }
    return unordered ? options.unordered() : options;
  }

  private Optional<ItemType> givenType(UserClasses classes) {
    String name = type;
    if (name == null) {
      return Optional.empty();
    }
    return Optional.of(
        ItemType.given(
            TypeNames.resolve(name, classes.loader())
                .orElseThrow(
                    () ->
                        new UsageException(
                            "--type: there is no type "
                                + name
                                + "; write long, int, double, text, Path, or a class with its package"))));
  }

  private Items openItems() throws IOException {
    String file = argFile;
    if (!items.isEmpty()) {
      if (file != null) {
        throw new UsageException("items are given twice: as arguments and with --arg-file");
      }
      return new ArgumentItems(List.copyOf(items));
    }
    ItemReader.Separator separator =
        nullSeparated ? ItemReader.Separator.NUL : ItemReader.Separator.LINE;
    if (file == null || file.equals("-")) {
      if (surroundings.terminal().in() && !quiet) {
        surroundings.messages().error("reading items, one per line; Ctrl-D ends them");
      }
      return new ReadItems(new ItemReader(surroundings.in(), separator, "standard input"));
    }
    return new ReadItems(new ItemReader(openFile(file), separator, file));
  }

  private static InputStream openFile(String file) throws IOException {
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw new UsageException("--arg-file: " + file + " is a folder");
    }
    try {
      return new BufferedInputStream(Files.newInputStream(path));
    } catch (NoSuchFileException e) {
      throw new UsageException("--arg-file: there is no " + file);
    }
  }

  private ProgressLine progress(Items input) {
    Terminal terminal = surroundings.terminal();
    boolean useful = !terminal.in() && !terminal.out() && !quiet;
    boolean wanted = bar == null ? useful : bar;
    return wanted && terminal.err()
        ? ProgressLine.shown(input.all(), surroundings.messages())
        : ProgressLine.hidden();
  }

  private void explain(WorkerSettings settings) {
    surroundings.messages().line(Explanation.of(surroundings.launcher().explain(settings)));
  }
}
