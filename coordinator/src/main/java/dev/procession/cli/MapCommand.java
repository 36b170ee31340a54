package dev.procession.cli;

import dev.procession.MapOptions;
import dev.procession.cli.compile.MemoryCompiler;
import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.console.ExitCode;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.function.ContextLoader;
import dev.procession.cli.function.FunctionSource;
import dev.procession.cli.function.InitSource;
import dev.procession.cli.item.ItemType;
import dev.procession.cli.item.LineFormat;
import dev.procession.cli.pool.WorkerSettings;
import dev.procession.cli.result.Halt;
import dev.procession.cli.result.Work;
import java.io.IOException;
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
    versionProvider = VersionText.class,
    footer = {
      "",
      "Examples:",
      "  procession map 'x -> x * x' 1 2 3 4 5",
      "  find . -type f | procession map '(Path p) -> Files.size(p) + \"  \" + p'",
      "  procession map -cp app.jar --joblog log --resume com.acme.Parser::parse < list",
      "Exit: 0 done; 1 an item failed; 2 usage; 3 no worker starts; 130 Ctrl-C."
    })
final class MapCommand implements Callable<Integer> {
  private final CommandContext context;

  // Picocli sets these, on the main thread, before call().

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final WorkOptions work = new WorkOptions();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      converter = FormatOption.class,
      completionCandidates = FormatOption.Names.class,
      description = "output format: text or jsonl")
  private LineFormat outputFormat = LineFormat.TEXT;

  @Option(
      names = "--max-tasks-per-worker",
      paramLabel = "N",
      description = "items a worker runs before it is replaced")
  private @Nullable Integer maxTasksPerWorker;

  @Option(
      names = "--init",
      paramLabel = "CODE",
      description = "code or Class::method that workers run first")
  private @Nullable String init;

  @Mixin private final RunOptions run = new RunOptions();

  MapCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (spec != null) {
      work.refuseStrayOptions(spec.commandLine());
    }
    return run.watch("procession map " + work.function(), work.input(), context, this::carryOut);
  }

  private ExitCode carryOut() throws IOException {
    UserClassPath classes = work.classes();
    MemoryCompiler compiler = work.compiler(classes);
    WorkerSettings settings = settings(compiler);
    MapOptions options = run.mapOptions(work.mapOptions(), work.workers().count());
    if (outputFormat == LineFormat.CSV) {
      throw new UsageException("--output: results are text or jsonl; csv is for --input");
    }
    Optional<ItemType> given = work.givenType(classes);
    FunctionSource source = work.source(compiler);
    run.explain(settings, context);
    Optional<Work> todo = work.work(source, given, outputFormat, context);
    if (todo.isEmpty()) {
      return ExitCode.DONE;
    }
    RunOptions.Run whole =
        new RunOptions.Run(
            todo.get(),
            settings,
            options,
            Halt.AT_FIRST_FAILURE,
            work.workers().quiet(),
            work.readsStandardInput(),
            work.itemCount());
    // So the user's classes are the same for compiled code and for named methods.
    return ContextLoader.during(
        compiler.loader().orElse(Thread.currentThread().getContextClassLoader()),
        () -> run.carryOut(whole, context));
  }

  private WorkerSettings settings(MemoryCompiler compiler) {
    WorkerSettings settings = work.workers().settings(compiler.classes(), maxTasksPerWorker);
    return init == null ? settings : settings.initializedBy(InitSource.of(init, compiler));
  }
}
