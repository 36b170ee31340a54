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
  /** It was connected and has been lost; the pool keeps trying. */
  LOST
}
