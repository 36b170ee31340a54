package dev.procession.cli;

import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Distinguishes negative numbers, which are items, from misspelled options.
 *
 * <p>The parser treats unknown options as items, because it cannot distinguish them; here a word
 * that looks like an option, and does not follow {@code --}, is rejected with the parser's own
 * suggestions.
 */
final class StrayOptions {
  private static final Pattern NEGATIVE_NUMBER = Pattern.compile("-\\.?\\d.*");

  private StrayOptions() {}

  static void refuse(CommandLine command, List<String> positional) {
    List<String> arguments = command.getParseResult().originalArgs();
    int end = arguments.indexOf("--");
    int literal = end < 0 ? 0 : arguments.size() - end - 1;
    for (String argument : positional.subList(0, Math.max(0, positional.size() - literal))) {
      if (argument.length() > 1
          && argument.startsWith("-")
          && !NEGATIVE_NUMBER.matcher(argument).matches()) {
        // Otherwise the parser sees no option, and has no suggestions.
        command.setUnmatchedOptionsArePositionalParams(false);
        throw new UnmatchedArgumentException(command, List.of(argument));
      }
    }
  }
}
