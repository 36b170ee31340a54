package dev.procession.cli;

import dev.procession.cli.compile.UserClassPath;
import dev.procession.cli.console.ExitCode;
import dev.procession.cli.console.UsageException;
import dev.procession.cli.program.ShellFunction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code procession sh}: runs a shell command for each item. */
@Command(
    name = "sh",
    header = "Run a shell command for each item.",
    customSynopsis = "procession sh [OPTIONS] COMMAND [::: ITEM...]",
    description = {
      "In COMMAND, {} is the item, {.} without extension, {/} its file name, {//} its",
      "folder, {/.} both; {2} the second column; {#} the number of the call, {%%} of the",
      "worker. With no ITEM, items come from standard input, one per line. What",
      "commands print is printed whole, in input order. Failed items are reported."
    },
    optionListHeading = "%n",
    sortOptions = false,
    versionProvider = VersionText.class,
    footer = {
      "",
      "Examples:",
      "  procession sh 'gzip -k {}' ::: *.txt",
      "  find . -name '*.png' | procession sh --joblog log 'convert {} {.}.jpg'",
      "Exit: 0 done; 1 an item failed; 2 usage; 3 no worker starts; 130 Ctrl-C."
    })
final class ShCommand implements Callable<Integer> {
  private final CommandContext context;

  // Picocli sets these, on the main thread, before call().

  @Mixin private final ProgramOptions program = new ProgramOptions();

  @Parameters(arity = "0..*", paramLabel = "COMMAND", hidden = true)
  private List<String> words = new ArrayList<>();

  ShCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return program
        .run()
        .watch(
            "procession sh " + String.join(" ", words), program.input(), context, this::carryOut);
  }

  private ExitCode carryOut() throws IOException {
    ProgramOptions.Words given = ProgramOptions.Words.of(words);
    if (given.words().isEmpty()) {
      throw new UsageException("COMMAND is missing; write for example 'gzip -k {}'");
    }
    String folder = program.folder();
    if (folder != null) {
      ProgramOptions.refuseNoFolder(folder);
    }
    return program.carryOut(
        columns ->
            new ShellFunction(
                program.template(given.words(), columns),
                program.printing(),
                program.standardInput(),
                folder),
        given.items(),
        program.settings(UserClassPath.on(List.of()), null),
        context);
  }
}
