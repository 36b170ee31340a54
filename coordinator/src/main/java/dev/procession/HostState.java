package dev.procession;

/**
 * Whether a host of a pool can be used.
 *
 * <pre>{@code
 * boolean all = pool.hosts().stream().allMatch(h -> h.state() == HostState.CONNECTED);
 * }</pre>
 */
public enum HostState {
  /** It has not been connected yet; the pool keeps trying. */
  CONNECTING,
  /** Workers run there, or can be launched there. */
  CONNECTED,
  /** It takes no more workers, and leaves when those that run there have finished their tasks. */
  DRAINING,
  /**
   * Nothing is heard of it, so it is given no more tasks. Its workers may still run, and what they
   * have runs elsewhere when that is impossible: then it is {@link #LOST}.
   */
  SILENT,
  /** It was connected and has been lost or drained; the pool keeps trying. */
  LOST
}
