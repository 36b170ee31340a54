package dev.procession.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells negative numbers, which are items, from misspelled options.
 *
 * <p>The parser takes whatever is no option of ours as an item, because it cannot make this
 * difference; here what looks like an option, and does not come after {@code --}, is refused with
 * the parser's own suggestions.
 */
final class StrayOptions {
  private static final Pattern NEGATIVE_NUMBER = Pattern.compile("-\\.?\\d.*");

  private StrayOptions() {}

  static void refuse(CommandLine command, String function, List<String> items) {
    List<String> arguments = command.getParseResult().originalArgs();
    int end = arguments.indexOf("--");
    int literal = end < 0 ? 0 : arguments.size() - end - 1;
    List<String> parsed = new ArrayList<>();
    parsed.add(function);
    parsed.addAll(items);
    for (String argument : parsed.subList(0, Math.max(0, parsed.size() - literal))) {
      if (argument.length() > 1
          && argument.startsWith("-")
          && !NEGATIVE_NUMBER.matcher(argument).matches()) {
        // Else the parser sees nothing that resembles an option, and has no suggestions.
        command.setUnmatchedOptionsArePositionalParams(false);
        throw new UnmatchedArgumentException(command, List.of(argument));
      }
    }
  }
}
