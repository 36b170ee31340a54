package dev.procession.cli;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a shell runs to complete a command line.
 *
 * <p>The library writes it. It completes files only for options of a file's type, and forgets the
 * negated form of options that have one; both are put in afterwards. That {@code --class-path} and
 * others are text is no oversight: {@code lib/*} and {@code -} are no files.
 */
final class CompletionScript {
  private static final Set<String> FILE_LABELS = Set.of("FILE", "PATH");

  /** As the library writes it for options of a file's type. */
  private static final String FILES =
      """
            local IFS=$'\\n'
            type compopt &>/dev/null && compopt -o filenames
            COMPREPLY=( $( compgen -f -- "${curr_word}" ) ) # files
            return $?
      """;

  private CompletionScript() {}

  static String of(CommandLine root) {
    String script = AutoComplete.bash(root.getCommandName(), root);
    for (CommandLine command : root.getSubcommands().values()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        script = negatable(option, completingFiles(option, script));
      }
    }
    return script;
  }

  private static String completingFiles(OptionSpec option, String script) {
    if (!FILE_LABELS.contains(option.paramLabel())) {
      return script;
    }
    String names =
        Arrays.stream(option.names())
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining("|"));
    return script.replace(names + ")\n      return\n", names + ")\n" + FILES);
  }

  private static String negatable(OptionSpec option, String script) {
    String name = "'" + option.longestName() + "'";
    String both = name + " " + name.replace("--", "--no-");
    return option.negatable() && !script.contains(both) ? script.replace(name, both) : script;
  }
}
