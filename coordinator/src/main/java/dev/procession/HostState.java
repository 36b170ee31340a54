package dev.procession;

/**
 * Whether a host of a pool can be used.
 *
 * <pre>{@code
 * boolean all = pool.hosts().stream().allMatch(h -> h.state() == HostState.CONNECTED);
 * }</pre>
 */
public enum HostState {
  /** It has not been there yet, and is tried again and again. */
  CONNECTING,
  /** Workers run there, or can be launched there. */
  CONNECTED,
  /** It was there and is not any more, and is tried again and again. */
  LOST
}
