package dev.procession.process.observe;

import java.util.Optional;

/**
 * What is known of another host.
 *
 * @param host its name
 * @param slots how many workers run there at once; 0 if none can be launched there now
 * @param workers how many run there
 * @param workersLost how many were lost with it so far
 * @param trouble what was last heard of it if it cannot be used
 */
public record HostFigures(
    String host, State state, int slots, int workers, long workersLost, Optional<String> trouble) {

  /** Whether it can be used. */
  public enum State {
    /** It was never there. */
    CONNECTING,
    CONNECTED,
    /** It takes no more workers, and is left when those that run there are gone. */
    DRAINING,
    /** It says nothing, and workers may still run there. */
    SILENT,
    /** It was there, and nothing of it runs any more. */
    LOST
  }
}
