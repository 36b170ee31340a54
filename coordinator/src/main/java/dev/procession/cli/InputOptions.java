package dev.procession.cli;

import dev.procession.cli.console.UsageException;
import dev.procession.cli.item.ArgumentItems;
import dev.procession.cli.item.ColumnSource;
import dev.procession.cli.item.CsvSource;
import dev.procession.cli.item.Fields;
import dev.procession.cli.item.FilledSource;
import dev.procession.cli.item.GroupedSource;
import dev.procession.cli.item.ItemConverter;
import dev.procession.cli.item.ItemReader;
import dev.procession.cli.item.ItemSource;
import dev.procession.cli.item.Items;
import dev.procession.cli.item.LineFormat;
import dev.procession.cli.item.LinkedSource;
import dev.procession.cli.item.ListSource;
import dev.procession.cli.item.RawText;
import dev.procession.cli.item.ReadItems;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where items come from and what one item is. */
final class InputOptions {
  /** What GNU parallel and its users write before items. */
  private static final String ITEMS_FOLLOW = ":::";

  private static final String FILES_FOLLOW = "::::";
  private static final long MAX_COUNTED_BYTES = 1L << 30;

  // Picocli sets these, on the main thread, before call().

  @Option(
      names = {"-a", "--arg-file"},
      paramLabel = "FILE",
      description = "read items from FILE; - is stdin; twice: pairs")
  private List<File> argFiles = new ArrayList<>();

  @Option(
      names = {"-0", "--null"},
      description = "items are separated by NUL, not by line")
  private boolean nullSeparated;

  @Option(
      names = {"-d", "--delimiter"},
      paramLabel = "C",
      description = "items end with the character C")
  private @Nullable String delimiter;

  @Option(
      names = "--input",
      paramLabel = "FORMAT",
      converter = FormatOption.class,
      completionCandidates = FormatOption.Names.class,
      description = "item format: text, jsonl (one JSON value) or csv")
  private LineFormat format = LineFormat.TEXT;

  @Option(names = "--header", description = "take the column names from the first line")
  private boolean header;

  @Option(
      names = {"-C", "--colsep"},
      paramLabel = "REGEX",
      description = "split each line into columns at REGEX")
  private @Nullable String columnSeparator;

  @Option(
      names = {"-N", "--max-args"},
      paramLabel = "N",
      description = "take N items at a time, as one")
  private @Nullable Integer maxArgs;

  /**
   * How the items of a command are opened.
   *
   * @param arguments items on the command line, with what GNU parallel has before them
   * @param alwaysFields whether also a single item is in the form of several
   * @param fillFor the number of workers whose calls are filled with as many items as fit
   * @param quiet whether nothing is said to who types the items
   */
  record Request(
      List<String> arguments, boolean alwaysFields, OptionalInt fillFor, boolean quiet) {}

  /**
   * Items, and what is known of their columns.
   *
   * @param items the items
   * @param names the names of the columns; empty without a header
   */
  record Opened(Items items, List<String> names) {}

  /** What an item is: columns also where they come from elsewhere. */
  LineFormat format() {
    return columnSeparator != null || maxArgs != null || argFiles.size() > 1
        ? LineFormat.CSV
        : format;
  }

  boolean hasHeader() {
    return header;
  }

  /** Whether the items are read from standard input. */
  boolean readsStandardInput(List<String> arguments) {
    return arguments.isEmpty()
        && (argFiles.isEmpty() || argFiles.stream().anyMatch(InputOptions::isStandardInput));
  }

  /** Opens the items. */
  Opened open(Request request, CommandContext context) throws IOException {
    if (format() != format && format == LineFormat.JSONL) {
      throw new UsageException("--input jsonl: an item is one value, so it has no columns");
    }
    if (header && format() != LineFormat.CSV) {
      throw new UsageException("--header needs columns: --input csv or --colsep REGEX");
    }
    List<ItemSource> sources = sources(request, context);
    boolean areArguments = sources.get(0) instanceof ListSource;
    ItemSource source = sources.get(0);
    boolean isPlain = false;
    if (sources.size() > 1) {
      refuseBoth("-a given twice");
      source = new LinkedSource(sources);
    } else if (columnSeparator != null || format == LineFormat.CSV) {
      if (maxArgs != null || request.fillFor().isPresent()) {
        throw new UsageException("columns and -N or -X: both say what one item is; give one");
      }
      source =
          format == LineFormat.CSV || columnSeparator == null
              ? source
              : new ColumnSource(source, columns(columnSeparator));
    } else if (request.fillFor().isPresent()) {
      source = new FilledSource(source, request.fillFor().getAsInt());
    } else if (maxArgs != null) {
      if (maxArgs < 1) {
        throw new UsageException("-N: must be at least 1");
      }
      source = new GroupedSource(source, maxArgs);
    } else if (request.alwaysFields()) {
      source = new GroupedSource(source, 1);
    } else {
      isPlain = true;
    }
    List<String> names = header ? names(source) : List.of();
    return new Opened(areArguments ? known(source, isPlain) : new ReadItems(source), names);
  }

  private static List<String> names(ItemSource source) throws IOException {
    String first = source.next();
    return first == null ? List.of() : distinct(Fields.split(first));
  }

  /** Columns without a name are called by their numbers, as they are without a header. */
  private static List<String> distinct(List<String> header) {
    List<String> names = new ArrayList<>();
    for (String name : header) {
      int earlier = name.isEmpty() ? -1 : names.indexOf(name);
      if (earlier >= 0) {
        throw new UsageException(
            "--header: columns %d and %d are both called %s"
                .formatted(earlier + 1, names.size() + 1, ItemConverter.quoted(name)));
      }
      names.add(name.isEmpty() ? Integer.toString(names.size() + 1) : name);
    }
    return List.copyOf(names);
  }

  private static Items known(ItemSource source, boolean isPlain) throws IOException {
    List<String> all = new ArrayList<>();
    for (String item = source.next(); item != null; item = source.next()) {
      all.add(item);
    }
    return isPlain || !all.isEmpty() ? new ArgumentItems(List.copyOf(all)) : new ReadItems(source);
  }

  private void refuseBoth(String what) {
    if (columnSeparator != null || maxArgs != null) {
      throw new UsageException(what + "cannot be combined with --colsep or -N");
    }
  }

  private static Pattern columns(String regex) {
    try {
      return Pattern.compile(regex.equals("\\t") ? "\t" : regex);
    } catch (PatternSyntaxException e) {
      throw new UsageException("--colsep: " + e.getDescription() + " in " + regex);
    }
  }

  private List<ItemSource> sources(Request request, CommandContext context) throws IOException {
    List<String> files = new ArrayList<>(argFiles.stream().map(File::getPath).toList());
    List<String> items = new ArrayList<>(request.arguments());
    if (!items.isEmpty() && items.get(0).equals(FILES_FOLLOW)) {
      refuseSeveral(items.subList(1, items.size()));
      files.addAll(items.subList(1, items.size()));
      items.clear();
    } else if (!items.isEmpty() && items.get(0).equals(ITEMS_FOLLOW)) {
      items.remove(0);
      if (files.isEmpty()) {
        refuseFurther(items);
        return List.of(arguments(items));
      }
    }
    refuseFurther(items);
    if (!items.isEmpty()) {
      if (!files.isEmpty()) {
        throw new UsageException("items are given twice: as arguments and with --arg-file");
      }
      return List.of(arguments(items));
    }
    if (format == LineFormat.CSV && files.size() < 2) {
      refuseSeparator("the records of --input csv");
      String file = files.isEmpty() ? "-" : files.get(0);
      InputStream in = file.equals("-") ? context.in() : openFile(file);
      return List.of(new CsvSource(in, csvSeparator(), file.equals("-") ? "standard input" : file));
    }
    ItemReader.Separator separator = separator();
    List<ItemSource> sources = new ArrayList<>();
    for (String file : files.isEmpty() ? List.of("-") : files) {
      sources.add(source(file, separator, request.quiet(), context));
    }
    return sources;
  }

  private ItemSource arguments(List<String> items) {
    refuseSeparator("items that are arguments");
    return format == LineFormat.CSV
        ? new CsvSource(
            new ByteArrayInputStream(RawText.encode(String.join("\n", items))),
            csvSeparator(),
            "the arguments")
        : new ListSource(items);
  }

  private char csvSeparator() {
    String given = columnSeparator;
    if (given == null) {
      return ',';
    }
    String separator = given.equals("\\t") ? "\t" : given;
    if (separator.length() != 1) {
      throw new UsageException("--colsep: with --input csv it is one character, not " + given);
    }
    return separator.charAt(0);
  }

  /** GNU parallel would combine each line of one with each of the others. */
  private static void refuseSeveral(List<String> files) {
    refuseFurther(files);
    if (files.size() > 1) {
      throw new UsageException(
          ":::: takes one file; for pairs of lines, write -a "
              + files.get(0)
              + " -a "
              + files.get(1));
    }
  }

  private static void refuseFurther(List<String> items) {
    for (String item : items) {
      if (item.matches(":::?:?\\+?")) {
        throw new UsageException(
            item
                + " after other items: items come from one list; for pairs of two, give -a FILE twice,"
                + " or columns with --colsep");
      }
    }
  }

  /** What looks like an option may be meant as an item, such as a negative zero. */
  private void refuseSeparator(String unseparated) {
    if (nullSeparated || delimiter != null) {
      throw new UsageException(
          "%s has no effect on %s; an item like that follows --"
              .formatted(nullSeparated ? "-0" : "-d", unseparated));
    }
  }

  /** What is between items that are neither arguments nor records of CSV. */
  ItemReader.Separator separator() {
    String given = delimiter;
    if (given != null) {
      if (nullSeparated) {
        throw new UsageException("-0 and -d cannot be combined");
      }
      return ItemReader.Separator.of(given);
    }
    return nullSeparated ? ItemReader.Separator.NUL : ItemReader.Separator.LINE;
  }

  private static ItemSource source(
      String file, ItemReader.Separator separator, boolean quiet, CommandContext context)
      throws IOException {
    if (!file.equals("-")) {
      return new ItemReader(openFile(file), separator, file);
    }
    if (context.terminal().in() && !quiet) {
      context.messages().error("reading items, one per line; end with Ctrl-D");
    }
    return new ItemReader(context.in(), separator, "standard input");
  }

  private static InputStream openFile(String file) throws IOException {
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw new UsageException("--arg-file: " + file + " is a folder");
    }
    if (!Files.exists(path)) {
      throw new UsageException("--arg-file: there is no " + file);
    }
    // Not a channel, which would seek in a pipe.
    return new BufferedInputStream(new FileInputStream(file));
  }

  private static boolean isStandardInput(File file) {
    return file.getPath().equals("-");
  }

  /** How many lines the only file of items has, where that can be found out beforehand. */
  OptionalLong lineCount(List<String> arguments) {
    boolean isOneFile =
        arguments.isEmpty() && argFiles.size() == 1 && maxArgs == null && format != LineFormat.CSV;
    if (!isOneFile || !argFiles.get(0).isFile() || argFiles.get(0).length() > MAX_COUNTED_BYTES) {
      return OptionalLong.empty();
    }
    try (InputStream in = new FileInputStream(argFiles.get(0))) {
      return OptionalLong.of(count(in, separator().end()));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private static long count(InputStream in, byte end) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long items = 0;
    boolean inItem = false;
    for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
      for (int i = 0; i < read; i++) {
        if (buffer[i] == end) {
          items++;
        }
      }
      inItem = buffer[read - 1] != end;
    }
    return inItem ? items + 1 : items;
  }

  /**
   * Rejects an output file that is the input file.
   *
   * @param option the option of the output file
   */
  void refuseToOverwriteItems(String option, @Nullable String file) throws IOException {
    if (file == null || !Files.exists(Path.of(file))) {
      return;
    }
    Optional<File> same = Optional.empty();
    for (File source : argFiles) {
      if (source.exists() && Files.isSameFile(source.toPath(), Path.of(file))) {
        same = Optional.of(source);
      }
    }
    if (same.isPresent()) {
      throw new UsageException(option + ": " + file + " is the input file");
    }
  }
}
