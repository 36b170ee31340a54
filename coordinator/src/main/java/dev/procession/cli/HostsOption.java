package dev.procession.cli;

import dev.procession.cli.console.UsageException;
import dev.procession.cluster.Cluster;
import org.jspecify.annotations.Nullable;

/** Converts the values of {@code --hosts} and {@code --ssh} to a {@link Cluster}. */
final class HostsOption {
  private HostsOption() {}

  /**
   * The hosts.
   *
   * @param names separated by commas
   * @param command what reaches them, separated by spaces; null for ssh
   */
  static Cluster cluster(String names, @Nullable String command) {
    Cluster cluster =
        UsageException.naming("--hosts", () -> Cluster.ssh(names.strip().split("\\s*,\\s*", -1)));
    return command == null
        ? cluster
        : UsageException.naming("--ssh", () -> cluster.command(command.strip().split("\\s+")));
  }
}
