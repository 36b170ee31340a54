package dev.procession.cli;

import dev.procession.cli.console.ExitCode;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code procession completion}: prints a script for shell completion. */
@Command(
    name = "completion",
    header = "Print a script for shell completion.",
    customSynopsis = "procession completion [bash|zsh]",
    description = {
      "The script works in bash and in zsh. To use it now, and in each new shell:",
      "",
      "  source <(procession completion bash)",
      "  procession completion bash >> ~/.bashrc",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class CompletionCommand implements Callable<Integer> {
  /** The supported shells, named as users write them. */
  enum Shell {
    bash,
    zsh
  }

  // Picocli sets these, on the main thread, before call().

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "SHELL", description = "bash or zsh (bash)")
  private Shell shell = Shell.bash;

  @Override
  public Integer call() {
    CommandLine root = Objects.requireNonNull(spec).root().commandLine();
    PrintWriter out = root.getOut();
    out.print(AutoComplete.bash(root.getCommandName(), root));
    if (shell == Shell.zsh) {
      out.print("# zsh runs this script with bashcompinit, which is loaded above.\n");
    }
    out.flush();
    return ExitCode.DONE.status();
  }
}
