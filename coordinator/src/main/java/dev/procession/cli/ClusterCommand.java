package dev.procession.cli;

import dev.procession.cli.console.ExitCode;
import dev.procession.cli.console.UsageException;
import dev.procession.cluster.Cluster;
import dev.procession.process.remote.ClusterEngine;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code cluster}. */
@Command(
    name = "cluster",
    header = "Make the certificates of a cluster of nodes.",
    customSynopsis = {
      "procession cluster init FOLDER --addresses=ADDRESS,...",
      "       procession cluster certificate FOLDER NAME"
    },
    description = {
      "init makes FOLDER with an authority, a certificate and the nodes' addresses. certificate makes"
          + " one more member's in FOLDER/NAME, which is to be copied to that member. Keep FOLDER"
          + " itself: its authority.p12 lets others in.",
      ""
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class ClusterCommand implements Callable<Integer> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final CommandContext context;

  // Picocli sets these, on the main thread, before call().

  @Parameters(index = "0", paramLabel = "ACTION", description = "init or certificate")
  private String action = "";

  @Parameters(index = "1", paramLabel = "FOLDER", description = "the folder of the cluster")
  private File folder = new File("");

  @Parameters(index = "2", arity = "0..1", paramLabel = "NAME", description = "of the member")
  private @Nullable String name;

  @Option(
      names = "--addresses",
      paramLabel = "ADDRESS,...",
      description = "of the nodes: 10.0.0.1,10.0.0.2")
  private @Nullable String addresses;

  ClusterCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    try {
      run(folder.toPath());
      return ExitCode.DONE.status();
    } catch (UsageException | IllegalArgumentException e) {
      context.messages().error("cluster: " + e.getMessage());
      return ExitCode.USAGE.status();
    } catch (FileAlreadyExistsException e) {
      context.messages().error("cluster: " + e.getMessage() + " exists already");
      return ExitCode.NO_POOL.status();
    } catch (IllegalStateException | IOException e) {
      context.messages().error("cluster: " + e.getMessage());
      return ExitCode.NO_POOL.status();
    }
  }

  private void run(Path cluster) throws IOException {
    String member = name;
    String given = addresses;
    if (action.equals("init") && given != null && member == null) {
      Cluster named = Cluster.at(given.strip().split("\\s*,\\s*"));
      ClusterEngine.find().init(cluster, named.hosts());
      context.messages().line("procession: made " + cluster + "; its files are yours alone");
    } else if (action.equals("certificate") && member != null && given == null) {
      if (!NAME.matcher(member).matches()) {
        throw new UsageException("NAME: letters, digits, dots and hyphens, not " + member);
      }
      Path made = ClusterEngine.find().certificate(cluster, member);
      context.messages().line("procession: made " + made + "; copy it to " + member);
    } else {
      throw new UsageException(
          "write init FOLDER --addresses=10.0.0.1,10.0.0.2, or certificate FOLDER NAME");
    }
  }
}
