package dev.procession;

import java.util.Objects;
import java.util.Optional;

/**
 * One host of a pool, as it was when it was asked for.
 *
 * <pre>{@code
 * for (HostInfo host : pool.hosts()) {
 *   System.out.println(host.name() + ": " + host.workers() + " of " + host.slots());
 * }
 * }</pre>
 *
 * @param name its name, as it was given to the pool
 * @param state whether it can be used
 * @param slots how many workers may run there at once; 0 unless it is {@link HostState#CONNECTED}
 * @param workers how many run there now, or are being launched
 * @param workersLost how many worker processes were lost because the host was; those that ended for
 *     a reason of their own do not count
 * @param trouble what was last heard of it where it is not {@link HostState#CONNECTED}; empty where
 *     it is, or nothing is known yet
 */
public record HostInfo(
    String name,
    HostState state,
    int slots,
    int workers,
    long workersLost,
    Optional<String> trouble) {
  /**
   * A description, as pools make them.
   *
   * @param name its name
   * @param state whether it can be used
   * @param slots how many workers may run there
   * @param workers how many run there
   * @param workersLost how many were lost with it
   * @param trouble what was last heard of it
   * @throws NullPointerException if anything is null
   */
  public HostInfo {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(trouble, "trouble");
  }
}
