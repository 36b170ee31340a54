package dev.procession.cli;

import dev.procession.MapOptions;
import dev.procession.cli.compile.Imports;
import dev.procession.cli.compile.MemoryCompiler;
import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.console.StreamFailure;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.function.FormattedFunction;
import dev.procession.cli.function.FunctionSource;
import dev.procession.cli.function.FunctionText;
import dev.procession.cli.function.TextFunction;
import dev.procession.cli.function.UnchangedItems;
import dev.procession.cli.item.ItemType;
import dev.procession.cli.item.Items;
import dev.procession.cli.item.LineFormat;
import dev.procession.cli.item.TypeNames;
import dev.procession.cli.result.FailureText;
import dev.procession.cli.result.ItemHash;
import dev.procession.cli.result.Work;
import java.io.File;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The options shared by commands that apply a function to items: function, input and workers. */
final class WorkOptions {
  // Picocli sets these, on the main thread, before call().

  // The type is File so that shells complete the names; - and lib/* are unchanged.
  // The commands' descriptions say what FUNCTION and ITEM are.

  /** The first item instead, where FUNCTION is in a file. */
  @Parameters(index = "0", arity = "0..1", paramLabel = "FUNCTION", hidden = true)
  private @Nullable String function;

  @Option(
      names = {"-f", "--function-file"},
      paramLabel = "FILE",
      description = "read FUNCTION from a file; .java: a class")
  private @Nullable File functionFile;

  @Parameters(index = "1..*", paramLabel = "ITEM", hidden = true)
  private List<String> items = new ArrayList<>();

  @Mixin private final InputOptions input = new InputOptions();

  @Option(
      names = {"-n", "--chunk-size"},
      paramLabel = "N",
      description = "items sent together (by measured time)")
  private @Nullable Integer chunkSize;

  @Mixin private final WorkerOptions workers = new WorkerOptions();

  @Option(
      names = {"-t", "--type"},
      paramLabel = "T",
      description = "item type: long, double, text, Path or a class")
  private @Nullable String type;

  @Option(
      names = {"-cp", "--class-path"},
      paramLabel = "PATH",
      description = "class path: folders, jars, lib/*")
  private List<File> classPaths = new ArrayList<>();

  @Option(
      names = {"-e", "--import"},
      paramLabel = "NAME",
      description = "import for lambdas, such as com.acme.*")
  private List<String> imports = new ArrayList<>();

  /** Rejects words that look like options but are not. */
  void refuseStrayOptions(CommandLine command) {
    StrayOptions.refuse(command, positional());
    if (function == null && functionFile == null) {
      throw new ParameterException(
          command, "Missing required parameter: 'FUNCTION', or -f FILE that has it");
    }
  }

  private List<String> positional() {
    List<String> all = new ArrayList<>();
    if (function != null) {
      all.add(function);
    }
    all.addAll(items);
    return all;
  }

  /** FUNCTION, as written, or the file that has it. */
  String function() {
    return functionFile == null ? givenFunction() : "-f " + functionFile;
  }

  private String givenFunction() {
    return function == null ? "" : function;
  }

  private List<String> items() {
    return functionFile == null ? items : positional();
  }

  /** The text of FUNCTION, or of its file. */
  private String functionText() {
    File file = functionFile;
    if (file == null) {
      return givenFunction();
    }
    try {
      return Files.readString(file.toPath());
    } catch (NoSuchFileException e) {
      throw new UsageException("-f: there is no file " + file);
    } catch (CharacterCodingException e) {
      throw new UsageException("-f: " + file + " is not UTF-8 text");
    } catch (IOException e) {
      throw new UsageException("-f: cannot read " + file + " (" + StreamFailure.ofFile(e) + ")");
    }
  }

  /** Where the items come from. */
  InputOptions input() {
    return input;
  }

  /** What workers are like. */
  WorkerOptions workers() {
    return workers;
  }

  /** The options of the pool's map. */
  MapOptions mapOptions() {
    return WorkerOptions.mapOptions(chunkSize);
  }

  /** The user's classes. */
  UserClassPath classes() {
    return UserClassPath.on(classPaths.stream().map(File::getPath).toList());
  }

  /** The compiler of the user's code. */
  MemoryCompiler compiler(UserClassPath classes) {
    return new MemoryCompiler(classes, Imports.of(imports));
  }

  /** FUNCTION, parsed as far as possible without an item. */
  FunctionSource source(MemoryCompiler compiler) {
    File file = functionFile;
    if (file == null) {
      return FunctionSource.of(givenFunction(), compiler);
    }
    if (file.getName().endsWith(".java") && !imports.isEmpty()) {
      throw new UsageException("--import is for lambdas; write the imports into " + file);
    }
    return FunctionSource.ofFile(file.getName(), functionText(), compiler);
  }

  /** The type named by {@code --type}, if it is given. */
  Optional<ItemType> givenType(UserClassPath classes) {
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
                            "--type: unknown type "
                                + name
                                + "; write long, int, double, text, Path, or a class with its"
                                + " package"))));
  }

  /**
   * The work; empty if the first item would determine the type and there is none. Items are opened
   * after all other mistakes have been found.
   *
   * @throws IOException if the items cannot be read
   */
  Optional<Work> work(
      FunctionSource source, Optional<ItemType> given, LineFormat output, CommandContext context)
      throws IOException {
    LineFormat format = input.format();
    format.check();
    output.check();
    Optional<ItemType> known =
        source.needsItemType() ? given.or(() -> typeOf(format, source)) : given;
    if (!source.needsItemType() || known.isPresent()) {
      TextFunction ready = source.function(known, format);
      return Optional.of(work(ready, open(context), known, output, false));
    }
    InputOptions.Opened opened = open(context);
    Optional<ItemType> decided = opened.items().first().map(ItemType::inferredFrom);
    return decided.map(
        itemType -> work(source.function(decided, format), opened, decided, output, true));
  }

  /**
   * What an item is by itself, where the function does not say it; empty where the first decides.
   */
  private Optional<ItemType> typeOf(LineFormat format, FunctionSource source) {
    return switch (format) {
      case TEXT -> Optional.empty();
      case JSONL -> Optional.of(ItemType.given(Map.class));
      case CSV ->
          source.takesColumns()
              ? Optional.empty()
              : Optional.of(ItemType.given(input.hasHeader() ? Map.class : List.class));
    };
  }

  private Work work(
      TextFunction ready,
      InputOptions.Opened opened,
      Optional<ItemType> itemType,
      LineFormat output,
      boolean isInferred) {
    LineFormat format = input.format();
    String typeName = itemType.map(chosen -> chosen.type().getName()).orElse("");
    ItemHash hash =
        new ItemHash(
            String.join(
                "\n", FunctionText.tokens(functionText()), typeName, format + " " + output));
    TextFunction formatted =
        format == LineFormat.CSV
            ? FormattedFunction.ofColumns(ready, output, opened.names(), isInferred)
            : FormattedFunction.of(isInferred ? new UnchangedItems(ready) : ready, format, output);
    return new Work(
        formatted,
        opened.items(),
        new FailureText(itemType, workers.verbose()),
        hash,
        Items.Item::text,
        format == LineFormat.CSV);
  }

  /** Whether the items are read from standard input. */
  boolean readsStandardInput() {
    return input.readsStandardInput(items());
  }

  /** How many items there are, where that can be found out beforehand. */
  OptionalLong itemCount() {
    return input.lineCount(items());
  }

  private InputOptions.Opened open(CommandContext context) throws IOException {
    return input.open(
        new InputOptions.Request(items(), false, OptionalInt.empty(), workers.quiet()), context);
  }
}
