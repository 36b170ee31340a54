package dev.procession.cli;

import dev.procession.cli.item.RawText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments of this process as they were given.
 *
 * <p>A JVM decodes them as the locale says, and what it cannot decode is lost: bytes of a file name
 * that is not UTF-8, and all that is not ASCII where the locale is C or not installed. On Linux the
 * kernel still has the bytes.
 */
final class ExactArguments {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final String UNDECODED = "\ufffd";

  private ExactArguments() {}

  /** The bytes of {@code decoded}, before the JVM decoded them. */
  static String[] of(String[] decoded) {
    return of(decoded, COMMAND_LINE);
  }

  static String[] of(String[] decoded, Path commandLine) {
    if (List.of(decoded).stream().noneMatch(argument -> argument.contains(UNDECODED))) {
      return decoded;
    }
    try {
      List<String> all = texts(Files.readAllBytes(commandLine));
      // The arguments before them belong to the JVM.
      List<String> last = all.subList(all.size() - decoded.length, all.size());
      return last.toArray(String[]::new);
    } catch (IOException | IndexOutOfBoundsException e) {
      // Not Linux.
      return decoded;
    }
  }

  /** Each argument ends with a NUL. */
  private static List<String> texts(byte[] commandLine) {
    List<String> texts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < commandLine.length; i++) {
      if (commandLine[i] == 0) {
        texts.add(RawText.decode(Arrays.copyOfRange(commandLine, start, i)));
        start = i + 1;
      }
    }
    return texts;
  }
}
