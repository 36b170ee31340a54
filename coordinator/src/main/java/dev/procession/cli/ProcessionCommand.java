package dev.procession.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command without a subcommand: help and version. */
@Command(
    name = "procession",
    header = "Multiprocessing for Java: every item in a worker process of its own memory.",
    customSynopsis = "procession COMMAND [OPTIONS] ...",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%n",
    mixinStandardHelpOptions = true,
    versionProvider = ProcessionCommand.Version.class,
    footer = {
      "",
      "Examples:",
      "  procession map 'x -> x * x' 1 2 3 4 5",
      "  find . -type f | procession map '(Path p) -> Files.size(p) + \"  \" + p'",
      "  procession map -cp app.jar --keep-going com.acme.Parser::parse < files.txt",
      "",
      "procession map -h lists the options."
    })
final class ProcessionCommand implements Callable<Integer> {
  /** So that each option has its line; --max-tasks-per-worker=N is the longest. */
  private static final int LONGEST_OPTION = 26;

  // Picocli sets these, on the main thread, before call().

  @Spec private @Nullable CommandSpec spec;

  /**
   * The command line, with the streams that it prints help and errors to.
   *
   * @param arguments what it is going to be given: commands that these do not need are left out
   */
  static CommandLine commandLine(
      Surroundings surroundings, PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine command = new CommandLine(new ProcessionCommand());
    addCommands(command, surroundings, arguments.length == 0 ? "" : arguments[0]);
    command.setOut(out);
    command.setErr(err);
    command.setUsageHelpAutoWidth(false);
    command.setUsageHelpLongOptionsMaxWidth(LONGEST_OPTION);
    command.setParameterExceptionHandler(
        (exception, given) -> {
          if (isUnknownCommand(exception)) {
            err.println("procession: " + unknownCommand(exception));
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
   * Picocli needs long to learn of a command's options. So where one is named that has nothing to
   * do with the others, it is the only one.
   */
  private static void addCommands(CommandLine command, Surroundings surroundings, String named) {
    Map<String, Supplier<CommandLine>> alone = new LinkedHashMap<>();
    alone.put("map", () -> withItems(new MapCommand(surroundings)));
    alone.put("compare", () -> withItems(new CompareCommand(surroundings)));
    alone.put("prepare", () -> new CommandLine(new PrepareCommand(surroundings)));
    alone.put("doctor", () -> new CommandLine(new DoctorCommand(surroundings)));
    alone.put("demo", () -> new CommandLine(new DemoCommand(surroundings)));
    Supplier<CommandLine> asked = alone.get(named);
    if (asked != null) {
      command.addSubcommand(asked.get());
      return;
    }
    alone.values().forEach(each -> command.addSubcommand(each.get()));
    command.addSubcommand(new CompletionCommand());
    command.addSubcommand(help());
  }

  private static CommandLine withItems(Object command) {
    CommandLine line = new CommandLine(command);
    line.addMixin("help", new HelpOptions());
    line.setUnmatchedOptionsArePositionalParams(true);
    return line;
  }

  /** For those who write help map; on the page of all commands it would only be in the way. */
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

  /** The parser's suggestions are by letters in common, and so prefer long names. */
  private static String unknownCommand(ParameterException exception) {
    String written = ((UnmatchedArgumentException) exception).getUnmatched().get(0);
    Set<String> known = exception.getCommandLine().getSubcommands().keySet();
    return "there is no command "
        + written
        + Nearest.to(written, known).map(meant -> "; did you mean " + meant + "?").orElse("")
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

  /** The version that the jar's manifest states. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = ProcessionCommand.class.getPackage().getImplementationVersion();
      return new String[] {
        "procession "
            + (version == null ? "(not packaged)" : version)
            + " on Java "
            + Runtime.version()
      };
    }
  }
}
