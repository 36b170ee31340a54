package dev.procession.cli;

import dev.procession.cli.console.ExitCode;
import dev.procession.cli.console.Suggestion;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command without a subcommand: help and version. */
@Command(
    name = "procession",
    header = "Multiprocessing for Java: items run in worker processes with separate memory.",
    customSynopsis = "procession COMMAND [OPTIONS] ...",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    footer = {
      "",
      "Examples:",
      "  procession map 'x -> x * x' 1 2 3 4 5",
      "  find . -type f | procession map '(Path p) -> Files.size(p) + \"  \" + p'",
      "  procession map -cp app.jar --keep-going com.acme.Parser::parse < files.txt",
      "  find . -name '*.puml' | procession run -jar plantuml.jar -- -tsvg {}",
      "  procession sh 'gzip -k {}' ::: *.txt",
      "",
      "procession map -h lists the options."
    })
public final class ProcessionCommand implements Callable<Integer> {
  /** So that each option has its line; --max-tasks-per-worker=N is the longest. */
  private static final int LONGEST_OPTION = 26;

  // Picocli sets these, on the main thread, before call().

  @Spec private @Nullable CommandSpec spec;

  /**
   * Creates the command line, with its streams for help and errors.
   *
   * @param arguments the arguments: commands that are not needed for them are omitted
   */
  public static CommandLine commandLine(
      CommandContext context, PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine command = new CommandLine(new ProcessionCommand());
    addCommands(command, context, arguments.length == 0 ? "" : arguments[0]);
    command.setOut(out);
    command.setErr(err);
    // An item may begin with @, and must not be replaced by the content of a file of that name.
    command.setExpandAtFiles(false);
    command.setUsageHelpAutoWidth(false);
    command.setUsageHelpLongOptionsMaxWidth(LONGEST_OPTION);
    command.setParameterExceptionHandler(
        (exception, given) -> {
          if (isUnknownCommand(exception)) {
            err.println("procession: " + unknownCommand(exception));
            return ExitCode.USAGE.status();
          }
          Optional<String> advice = adviceOn(exception);
          if (advice.isPresent()) {
            err.println("procession: " + advice.get());
            return ExitCode.USAGE.status();
          }
          err.println("procession: " + exception.getMessage());
          if (!CommandLine.UnmatchedArgumentException.printSuggestions(exception, err)) {
            err.println(
                "Try '"
                    + exception.getCommandLine().getCommandSpec().qualifiedName()
                    + " --help'.");
          }
          err.flush();
          return ExitCode.USAGE.status();
        });
    return command;
  }

  /**
   * Picocli takes long to read a command's options. So a command that is independent of the others
   * is the only one added.
   */
  private static void addCommands(CommandLine command, CommandContext context, String named) {
    Map<String, Supplier<CommandLine>> alone = new LinkedHashMap<>();
    alone.put("map", () -> withItems(new MapCommand(context)));
    alone.put("run", () -> withWords(new RunCommand(context)));
    alone.put("sh", () -> withWords(new ShCommand(context)));
    alone.put("compare", () -> withItems(new CompareCommand(context)));
    alone.put("prepare", () -> withProgram(new PrepareCommand(context)));
    alone.put("doctor", () -> new CommandLine(new DoctorCommand(context)));
    alone.put("hosts", () -> new CommandLine(new HostsCommand(context)));
    alone.put("node", () -> new CommandLine(new NodeCommand(context)));
    alone.put("drain", () -> new CommandLine(new DrainCommand(context)));
    alone.put("cluster", () -> new CommandLine(new ClusterCommand(context)));
    alone.put("demo", () -> new CommandLine(new DemoCommand(context)));
    Supplier<CommandLine> asked = alone.get(named);
    if (asked != null) {
      command.addSubcommand(asked.get());
      return;
    }
    alone.values().forEach(each -> command.addSubcommand(each.get()));
    command.addSubcommand(new CompletionCommand());
    command.addSubcommand(help());
  }

  /** What comes after the program is the program's. */
  private static CommandLine withProgram(Object command) {
    CommandLine line = new CommandLine(command);
    line.setStopAtPositional(true);
    return line;
  }

  private static CommandLine withItems(Object command) {
    CommandLine line = new CommandLine(command);
    line.addMixin("help", new HelpOptions());
    line.setUnmatchedOptionsArePositionalParams(true);
    return line;
  }

  /** After the first word that is no option, all words are the program's. */
  private static CommandLine withWords(Object command) {
    CommandLine line = new CommandLine(command);
    line.addMixin("help", new HelpOptions());
    line.setStopAtPositional(true);
    return line;
  }

  /** Supports "help map"; hidden on the page of all commands. */
  private static CommandLine help() {
    CommandLine help = new CommandLine(new CommandLine.HelpCommand());
    help.getCommandSpec().usageMessage().hidden(true);
    return help;
  }

  private static boolean isUnknownCommand(ParameterException exception) {
    return exception instanceof UnmatchedArgumentException unmatched
        && exception.getCommandLine().getParent() == null
        && !unmatched.getUnmatched().get(0).startsWith("-");
  }

  private static Optional<String> adviceOn(ParameterException exception) {
    if (!(exception instanceof UnmatchedArgumentException unmatched)) {
      return Optional.empty();
    }
    String option = unmatched.getUnmatched().get(0);
    boolean isRun = exception.getCommandLine().getCommandName().equals("run");
    Optional<String> foreign = ForeignOptions.advice(option);
    if (!isRun) {
      return foreign;
    }
    String ofProgram = "if it is one of the program, write -- before its arguments";
    return foreign
        .map(advice -> advice + "; " + ofProgram)
        .or(
            () ->
                unmatched.getSuggestions().isEmpty()
                    ? Optional.of("there is no option " + option + "; " + ofProgram)
                    : Optional.empty());
  }

  /** The parser's suggestions count common letters, and so prefer long names. */
  private static String unknownCommand(ParameterException exception) {
    String written = ((UnmatchedArgumentException) exception).getUnmatched().get(0);
    Set<String> known = exception.getCommandLine().getSubcommands().keySet();
    return "there is no command "
        + written
        + Suggestion.to(written, known).map(meant -> "; did you mean " + meant + "?").orElse("")
        + "\nCommands: "
        + String.join(", ", known);
  }

  @Override
  public Integer call() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
    return ExitCode.DONE.status();
  }
}
