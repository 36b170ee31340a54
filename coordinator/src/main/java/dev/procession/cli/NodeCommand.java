package dev.procession.cli;

import dev.procession.cli.console.ExitCode;
import dev.procession.cli.console.UsageException;
import dev.procession.cluster.Cluster;
import dev.procession.process.remote.ClusterEngine;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code node}. */
@Command(
    name = "node",
    header = "Run workers for programs on other machines, until it is ended.",
    customSynopsis = "procession node [OPTIONS] [FOLDER]",
    description = {
      "FOLDER is one that \"procession cluster\" has made, or a copy of it. Whoever has a certificate"
          + " of the same authority runs code here as the user of this process.",
      ""
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class)
final class NodeCommand implements Callable<Integer> {
  private static final int MAX_SLOTS = 1024;

  private final CommandContext context;

  // Picocli sets these, on the main thread, before call().

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "addresses and certificates of the cluster")
  private @Nullable File folder;

  @Option(
      names = "--addresses",
      paramLabel = "ADDRESS,...",
      description = "nodes on this machine, without certificates")
  private @Nullable String addresses;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "its own address (the one of this machine)")
  private @Nullable String bind;

  @Option(names = "--slots", paramLabel = "N", description = "workers at once (one per processor)")
  private @Nullable Integer slots;

  NodeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      Cluster cluster = cluster();
      ClusterEngine.NodePlan plan =
          new ClusterEngine.NodePlan(
              cluster.hosts(), cluster.certificates(), Optional.ofNullable(bind), slots());
      ClusterEngine.find().runNode(plan);
      return ExitCode.DONE.status();
    } catch (UsageException | IllegalArgumentException e) {
      context.messages().error(String.valueOf(e.getMessage()));
      return ExitCode.USAGE.status();
    } catch (IllegalStateException | IOException | UncheckedIOException e) {
      context.messages().error(String.valueOf(e.getMessage()));
      return ExitCode.NO_POOL.status();
    }
  }

  private Cluster cluster() {
    File given = folder;
    String names = addresses;
    if ((given == null) == (names == null)) {
      throw new UsageException(
          "node: give either the folder of the cluster, or --addresses of this machine alone, as in"
              + " node --addresses 127.0.0.1");
    }
    return given != null
        ? Cluster.load(given.toPath())
        : Cluster.at(String.valueOf(names).strip().split("\\s*,\\s*"));
  }

  private OptionalInt slots() {
    Integer number = slots;
    if (number == null) {
      return OptionalInt.empty();
    }
    if (number < 1 || number > MAX_SLOTS) {
      throw new UsageException("--slots: a number from 1 to " + MAX_SLOTS + ", not " + number);
    }
    return OptionalInt.of(number);
  }
}
