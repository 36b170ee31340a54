package dev.procession;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * There is no host: none could be reached when the pool was made, or all were lost and none came
 * back in time. Every task that waits gets this exception and the pool takes no more.
 *
 * <pre>{@code
 * try (ProcessPool pool = ProcessPool.builder().cluster(Cluster.ssh("a", "b")).build()) {
 *   pool.map(x -> x + 1, List.of(1));
 * } catch (HostsLostException e) {
 *   System.out.println(e.hosts() + " could not be used: " + e.getMessage());
 * }
 * }</pre>
 */
public final class HostsLostException extends ProcessionException {
  private static final long serialVersionUID = 1L;

  /** The names of the hosts. */
  private final String[] hosts;

  /** What is known of one host. */
  record Trouble(String host, String why) {}

  /**
   * Makes the exception.
   *
   * @param waitedNanos for how long there has been no host; 0 at the start
   */
  HostsLostException(long waitedNanos, List<Trouble> hosts) {
    super(OptionalLong.empty(), message(waitedNanos, hosts), null);
    this.hosts = hosts.stream().map(Trouble::host).toArray(String[]::new);
  }

  private static String message(long waitedNanos, List<Trouble> hosts) {
    String title =
        waitedNanos == 0
            ? "No host could be reached:"
            : String.format(Locale.ROOT, "There has been no host for %.0f s:", waitedNanos / 1e9);
    List<String> troubles = hosts.stream().map(each -> each.host() + ": " + each.why()).toList();
    return troubles.size() == 1
        ? title + " " + troubles.get(0)
        : title + "\n  " + String.join("\n  ", troubles);
  }

  /**
   * The hosts that were tried.
   *
   * @return their names, as they were given to the pool
   */
  public List<String> hosts() {
    return List.of(hosts);
  }
}
