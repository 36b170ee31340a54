package dev.procession.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command {@code prepare}. */
@Command(
    name = "prepare",
    header = "Make workers start faster from now on.",
    description = {
      "Makes the archive of class data from which workers start with half the work. A pool that is"
          + " open for some seconds does that in the background; this does it now, as for the image"
          + " of a container."
    },
    mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  PrepareCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (surroundings.launcher().prepare()) {
      surroundings.messages().line("procession: workers start from an archive from now on");
      return ExitCode.DONE.status();
    }
    surroundings.messages().line("procession: there is no archive, nor can one be made here");
    return ExitCode.NO_POOL.status();
  }
}
