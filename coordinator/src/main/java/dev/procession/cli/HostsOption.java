package dev.procession.cli;

import dev.procession.cli.console.UsageException;
import dev.procession.cluster.Cluster;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts the values of the options that name hosts to a {@link Cluster}. */
final class HostsOption {
  private HostsOption() {}

  /**
   * The hosts; empty if none are named.
   *
   * @param names the value of {@code --hosts}: names separated by commas
   * @param command the value of {@code --ssh}: what reaches them, separated by spaces
   * @param folder the value of {@code --cluster}
   */
  static Optional<Cluster> cluster(
      @Nullable String names, @Nullable String command, @Nullable File folder) {
    if (folder != null) {
      if (names != null || command != null) {
        throw new UsageException(
            "--cluster names the hosts, so --hosts and --ssh do not go with it");
      }
      return Optional.of(load(folder.toPath()));
    }
    if (names == null) {
      if (command != null) {
        throw new UsageException("--ssh needs --hosts, the hosts that it reaches");
      }
      return Optional.empty();
    }
    return Optional.of(reachedBy(names, command));
  }

  private static Cluster load(Path folder) {
    try {
      return UsageException.naming("--cluster", () -> Cluster.load(folder));
    } catch (UncheckedIOException e) {
      throw new UsageException("--cluster: " + e.getMessage());
    }
  }

  private static Cluster reachedBy(String names, @Nullable String command) {
    Cluster cluster =
        UsageException.naming("--hosts", () -> Cluster.ssh(names.strip().split("\\s*,\\s*", -1)));
    return command == null
        ? cluster
        : UsageException.naming("--ssh", () -> cluster.command(command.strip().split("\\s+")));
  }
}
