package dev.procession.cli;

import dev.procession.MapOptions;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands have in common that apply a function to items: which, to which, where. */
final class WorkOptions {
  // Picocli sets these, on the main thread, before call().

  // The commands' descriptions say what these are.

  @Parameters(index = "0", paramLabel = "FUNCTION", hidden = true)
  private String function = "";

  @Parameters(index = "1..*", paramLabel = "ITEM", hidden = true)
  private List<String> items = new ArrayList<>();

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "worker processes (one per processor or item)")
  private @Nullable Integer jobs;

  @Option(
      names = {"-n", "--chunk-size"},
      paramLabel = "N",
      description = "items that travel together (by measured time)")
  private @Nullable Integer chunkSize;

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
      names = "--input",
      paramLabel = "FORMAT",
      converter = LineFormat.Name.class,
      completionCandidates = LineFormat.Names.class,
      description = "what an item is: text, or jsonl: a JSON value")
  private LineFormat inputFormat = LineFormat.TEXT;

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
      names = {"-e", "--import"},
      paramLabel = "NAME",
      description = "import for lambdas, as com.acme.*")
  private List<String> imports = new ArrayList<>();

  @Option(
      names = "-R",
      paramLabel = "FLAG",
      description = "flag for the workers' JVMs, as -R-Xss4m")
  private List<String> workerFlags = new ArrayList<>();

  @Option(names = "--max-heap", paramLabel = "SIZE", description = "heap of each worker, as 256m")
  private @Nullable String maxHeap;

  @Option(
      names = {"-q", "--quiet"},
      description = "no progress, no notes; only errors")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "stack traces of failed items")
  private boolean verbose;

  /**
   * Items and what is done with them.
   *
   * @param function the function
   * @param items the input
   * @param failures how failed items are reported
   * @param hash what tells items from each other, and from those of other functions
   */
  record Work(TextFunction function, Items items, FailureText failures, ItemHash hash) {
    /** The same for a part of the items. */
    Work of(Items part) {
      return new Work(function, part, failures, hash);
    }
  }

  /** Refuses what looks like an option and is none. */
  void refuseStrayOptions(CommandLine command) {
    StrayOptions.refuse(command, function, items);
  }

  /** FUNCTION, as it was written. */
  String function() {
    return function;
  }

  boolean quiet() {
    return quiet;
  }

  /** The user's classes. */
  UserClasses classes() {
    return UserClasses.on(classPaths);
  }

  /** What the pool is to be like. */
  WorkerSettings settings(UserClasses classes, @Nullable Integer maxTasksPerWorker) {
    return new WorkerSettings(
        optional(jobs),
        List.copyOf(workerFlags),
        Optional.ofNullable(maxHeap),
        optional(maxTasksPerWorker),
        classes,
        Optional.empty());
  }

  private static OptionalInt optional(@Nullable Integer number) {
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** How the pool is to do the work. */
  MapOptions mapOptions() {
    MapOptions options = MapOptions.defaults();
    Integer size = chunkSize;
    return size == null
        ? options
        : UsageException.naming("--chunk-size", () -> options.chunkSize(size));
  }

  /** What compiles the user's code. */
  MemoryCompiler compiler(UserClasses classes) {
    return new MemoryCompiler(classes, Imports.of(imports));
  }

  /** FUNCTION, understood as far as it can be without an item. */
  FunctionSource source(MemoryCompiler compiler) {
    return FunctionSource.of(function, compiler);
  }

  /** The type that {@code --type} names, if it is given. */
  Optional<ItemType> givenType(UserClasses classes) {
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
                                + "; write long, int, double, text, Path, or a class with its"
                                + " package"))));
  }

  /**
   * The work; empty where the first item would decide the type, and there is none. Items are opened
   * after all other mistakes have been found.
   *
   * @throws IOException if the items cannot be read
   */
  Optional<Work> work(
      FunctionSource source, Optional<ItemType> given, LineFormat output, Surroundings surroundings)
      throws IOException {
    inputFormat.check();
    output.check();
    Optional<ItemType> known =
        inputFormat == LineFormat.JSONL && source.needsItemType()
            ? given.or(() -> Optional.of(ItemType.given(Map.class)))
            : given;
    if (!source.needsItemType() || known.isPresent()) {
      TextFunction ready = source.function(known, inputFormat);
      return Optional.of(work(ready, openItems(surroundings), known, output));
    }
    Items input = openItems(surroundings);
    Optional<ItemType> decided = input.first().map(ItemType::inferredFrom);
    return decided.map(
        itemType -> work(source.function(decided, inputFormat), input, decided, output));
  }

  private Work work(
      TextFunction ready, Items input, Optional<ItemType> itemType, LineFormat output) {
    String typeName = itemType.map(chosen -> chosen.type().getName()).orElse("");
    ItemHash hash =
        new ItemHash(String.join("\n", function.strip(), typeName, inputFormat + " " + output));
    TextFunction formatted = FormattedFunction.of(ready, inputFormat, output);
    return new Work(formatted, input, new FailureText(itemType, verbose), hash);
  }

  /** Whether the items are what comes in there. */
  boolean readsStandardInput() {
    return items.isEmpty() && (argFile == null || argFile.equals("-"));
  }

  private Items openItems(Surroundings surroundings) throws IOException {
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
    if (!Files.exists(path)) {
      throw new UsageException("--arg-file: there is no " + file);
    }
    // Not by a channel, which would look for its place in a pipe.
    return new BufferedInputStream(new FileInputStream(file));
  }

  /**
   * Refuses to write what is to be read.
   *
   * @param option says what is to be written
   */
  void refuseToOverwriteItems(String option, @Nullable String file) throws IOException {
    String source = argFile;
    if (file != null
        && source != null
        && Files.exists(Path.of(source))
        && Files.exists(Path.of(file))
        && Files.isSameFile(Path.of(source), Path.of(file))) {
      throw new UsageException(option + ": " + file + " is the file of the items");
    }
  }
}
