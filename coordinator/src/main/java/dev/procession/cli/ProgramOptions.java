package dev.procession.cli;

import dev.procession.MapOptions;
import dev.procession.WorkerOutput;
import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.console.ExitCode;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.item.Fields;
import dev.procession.cli.item.ItemReader;
import dev.procession.cli.item.Items;
import dev.procession.cli.item.LineFormat;
import dev.procession.cli.item.RawText;
import dev.procession.cli.pool.WorkerSettings;
import dev.procession.cli.program.Call;
import dev.procession.cli.program.Printing;
import dev.procession.cli.program.ProgramFunction;
import dev.procession.cli.program.StandardInput;
import dev.procession.cli.program.Template;
import dev.procession.cli.result.FailureText;
import dev.procession.cli.result.Halt;
import dev.procession.cli.result.ItemHash;
import dev.procession.cli.result.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that run programs. */
final class ProgramOptions {
  // Picocli sets these, on the main thread, before call().

  @Mixin private final InputOptions input = new InputOptions();

  @Option(names = "-X", description = "as many items in a call as fit")
  private boolean filled;

  @Option(names = "--pipe-item", description = "pass the item as standard input, too")
  private boolean pipesItem;

  @Option(names = "--line-buffer", description = "print each line at once")
  private boolean lines;

  @Option(names = "--chdir", paramLabel = "DIR", description = "working directory")
  private @Nullable String folder;

  @Option(names = "--dry-run", description = "print the commands without running them")
  private boolean dryRun;

  // Without -n, which is -N to who knows xargs.
  @Option(
      names = "--chunk-size",
      paramLabel = "N",
      description = "items sent together (by measured time)")
  private @Nullable Integer chunkSize;

  @Mixin private final RunOptions run = new RunOptions();

  @Mixin private final WorkerOptions workers = new WorkerOptions();

  /**
   * What a command line of such a command has beside options.
   *
   * @param words the program's own arguments
   * @param items items, with what is before them
   */
  record Words(List<String> words, List<String> items) {
    static Words of(List<String> all) {
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i).equals(":::") || all.get(i).equals("::::")) {
          return new Words(all.subList(0, i), all.subList(i, all.size()));
        }
      }
      return new Words(all, List.of());
    }
  }

  RunOptions run() {
    return run;
  }

  InputOptions input() {
    return input;
  }

  WorkerOptions workers() {
    return workers;
  }

  /** With items that end at another character, the end is no part of them. */
  StandardInput standardInput() {
    if (!pipesItem) {
      return StandardInput.EMPTY;
    }
    ItemReader.Separator separator = input.separator();
    return separator.equals(ItemReader.Separator.LINE)
        ? StandardInput.LINES
        : StandardInput.unchanged(Character.toString(separator.end()));
  }

  @Nullable String folder() {
    return folder;
  }

  /** The program's words; with the item as its input, it need not be one of them. */
  Template template(List<String> words, List<String> columns) {
    Template template = pipesItem ? Template.asGiven(words, columns) : Template.of(words, columns);
    return filled ? template.repeating() : template;
  }

  /** What becomes of what programs print. */
  Printing printing() {
    return new Printing(lines ? Printing.When.LINES : Printing.When.WHOLE, run.tag());
  }

  /**
   * Runs the program for the items.
   *
   * @param ofColumns the program, by the names of columns
   */
  ExitCode carryOut(
      Function<List<String>, ProgramFunction> ofColumns,
      List<String> arguments,
      WorkerSettings settings,
      CommandContext context)
      throws IOException {
    if (input.format() == LineFormat.JSONL) {
      throw new UsageException("--input jsonl: programs take text; give it to procession map");
    }
    InputOptions.Opened opened =
        input.open(
            new InputOptions.Request(
                arguments,
                true,
                filled ? OptionalInt.of(workers.count()) : OptionalInt.empty(),
                workers.quiet()),
            context);
    Items items = opened.items();
    ProgramFunction program = ofColumns.apply(opened.names());
    if (dryRun) {
      return print(program, items, context.out());
    }
    MapOptions options = run.mapOptions(WorkerOptions.mapOptions(chunkSize), workers.count());
    run.explain(settings, context);
    Work work =
        new Work(
            program,
            items,
            new FailureText(Optional.empty(), workers.verbose()),
            new ItemHash(program.identity()),
            item -> program.commandLine(call(item)),
            true);
    RunOptions.Run whole =
        new RunOptions.Run(
            work,
            lines ? settings.printingTo(output(context)) : settings,
            options,
            Halt.NEVER,
            workers.quiet(),
            input.readsStandardInput(arguments),
            input.lineCount(arguments));
    return run.carryOut(whole, context);
  }

  /** Runs on the threads that read what workers print; each call is a whole line. */
  private static WorkerOutput output(CommandContext context) {
    OutputStream out = context.out();
    OutputStream shared = context.terminal().out() ? context.messages().sharing(out) : out;
    return (worker, stream, line) -> {
      byte[] bytes = RawText.encode(line + "\n");
      if (stream == WorkerOutput.Stream.ERR) {
        context.messages().bytes(bytes);
        return;
      }
      try {
        synchronized (shared) {
          shared.write(bytes);
          shared.flush();
        }
      } catch (IOException e) {
        // Nobody reads it any more; what has to be said of that, the results say.
      }
    };
  }

  private static Call call(Items.Item item) {
    return new Call(item.number() + 1, Call.UNKNOWN_SLOT, Fields.split(item.text()));
  }

  private static ExitCode print(ProgramFunction program, Items items, OutputStream out)
      throws IOException {
    long number = 0;
    for (String item : items.all()) {
      String line = program.commandLine(call(new Items.Item(number, item)));
      items.done(number);
      number++;
      out.write(RawText.encode(line + "\n"));
    }
    out.flush();
    if (items.failure().isPresent()) {
      throw items.failure().get();
    }
    return ExitCode.DONE;
  }

  /** What the pool is to be like. */
  WorkerSettings settings(UserClassPath classes, @Nullable Integer callsPerProcess) {
    return workers.settings(classes, callsPerProcess);
  }

  /** Refuses a folder that no program can run in. */
  static void refuseNoFolder(String folder) {
    if (!folder.contains("{") && !RawText.path(folder).toFile().isDirectory()) {
      throw new UsageException("--chdir: there is no folder " + folder);
    }
  }
}
