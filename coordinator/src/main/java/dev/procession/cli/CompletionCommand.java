package dev.procession.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code procession completion}: what a shell needs to complete commands and options. */
@Command(
    name = "completion",
    header = "Print what a shell needs to complete commands and options.",
    customSynopsis = "procession completion [bash|zsh]",
    description = {
      "Without a name, for bash; the script suits both. To have it now, and in each new",
      "shell:",
      "",
      "  source <(procession completion bash)",
      "  procession completion bash >> ~/.bashrc",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = ProcessionCommand.Version.class)
final class CompletionCommand implements Callable<Integer> {
  /** The shells that there is a script for. Named as users write them. */
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
    out.print(CompletionScript.of(root));
    if (shell == Shell.zsh) {
      out.print("# zsh runs it by its own bashcompinit, which is loaded above.\n");
    }
    out.flush();
    return ExitCode.DONE.status();
  }
}
