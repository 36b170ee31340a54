package dev.procession.cli;

import dev.procession.cli.console.ExitCode;
import dev.procession.cli.console.UsageException;
import dev.procession.cluster.Cluster;
import dev.procession.process.remote.ClusterEngine;
import java.io.File;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code drain}. */
@Command(
    name = "drain",
    header = "Have a node leave its cluster when its workers have finished.",
    customSynopsis = "procession drain HOST --cluster=FOLDER",
    description = {
      "Programs launch no more workers on HOST, and those that run there finish what they have begun;"
          + " all else runs on other hosts. Then the node ends, and so does this command. Nothing runs twice.",
      "",
      "Exit: 0 the node has left; 2 wrong usage; 3 it could not be drained."
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class DrainCommand implements Callable<Integer> {
  private final CommandContext context;

  // Picocli sets these, on the main thread, before call().

  @Parameters(paramLabel = "HOST", description = "the node's address, as procession hosts shows it")
  private String host = "";

  @Option(
      names = "--cluster",
      required = true,
      paramLabel = "FOLDER",
      description = "the cluster that it belongs to")
  private File folder = new File("");

  DrainCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      Cluster cluster = HostsOption.cluster(null, null, folder).orElseThrow();
      String named = UsageException.naming("HOST", () -> Cluster.at(host)).hosts().get(0);
      ClusterEngine.find()
          .drain(
              new ClusterEngine.Joining(
                  cluster.hosts(), cluster.certificates(), OptionalInt.empty()),
              named,
              sentence -> context.messages().line("procession: " + sentence));
      return ExitCode.DONE.status();
    } catch (UsageException | IllegalArgumentException e) {
      context.messages().error(String.valueOf(e.getMessage()));
      return ExitCode.USAGE.status();
    } catch (IllegalStateException | IOException e) {
      context.messages().error("drain: " + e.getMessage());
      return ExitCode.NO_POOL.status();
    }
  }
}
