package dev.procession.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procession.cli.console.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * Writes the manual pages of a distribution: one of the program and one of each command.
 *
 * <p>The release profile runs it. It is among the tests because only a build needs it, and because
 * the options are those of the help. Picocli's own generator writes AsciiDoc, which needs a Ruby
 * interpreter to become a manual page.
 */
final class ManualPages {
  private static final int DATE_LENGTH = "2026-01-01".length();

  private ManualPages() {}

  /**
   * Writes the pages.
   *
   * @param arguments the folder; the version; the time of the release, which begins with its date
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    String version = arguments[1];
    String date = arguments[2].substring(0, DATE_LENGTH);
    for (Map.Entry<String, String> page : of(commandLine(), version, date).entrySet()) {
      Files.writeString(folder.resolve(page.getKey()), page.getValue());
    }
  }

  /** The pages by the names of their files. */
  static Map<String, String> of(CommandLine program, String version, String date) {
    List<CommandLine> all = new ArrayList<>(List.of(program));
    program.getSubcommands().values().stream()
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .forEach(all::add);
    Map<String, String> pages = new LinkedHashMap<>();
    for (CommandLine command : all) {
      ManualPage page = new ManualPage(command.getCommandSpec(), version, date);
      pages.put(page.name() + ".1", page.text());
    }
    return pages;
  }

  /** The real one, with all commands. */
  static CommandLine commandLine() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    CommandContext context =
        CommandRun.context(
            InputStream.nullInputStream(), nowhere, new Messages(nowhere), new InProcessWorkers());
    PrintWriter unused = new PrintWriter(nowhere, false, UTF_8);
    return ProcessionCommand.commandLine(context, unused, unused);
  }
}
