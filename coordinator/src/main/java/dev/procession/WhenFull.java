package dev.procession;

/**
 * What {@code submit} and {@code execute} do while as many tasks wait as may.
 *
 * <pre>{@code
 * ProcessPool pool = ProcessPool.builder().maxQueued(1_000).whenFull(WhenFull.REJECT).build();
 * }</pre>
 */
public enum WhenFull {
  /** They wait until there is room. */
  BLOCK,
  /** They throw {@link java.util.concurrent.RejectedExecutionException}. */
  REJECT
}
