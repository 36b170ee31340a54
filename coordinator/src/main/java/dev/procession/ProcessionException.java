package dev.procession;

import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The superclass of the exceptions of a pool. Each kind of failure is a type of its own:
 *
 * <ul>
 *   <li>{@link TaskFailedException}: the task threw;
 *   <li>{@link TaskTimeoutException}: it ran longer than it may;
 *   <li>{@link WorkerCrashedException}: its process ended while it ran;
 *   <li>{@link SerializationException}: the task, its item or its result could not travel;
 *   <li>{@link WorkerStartException}: no worker could be started;
 *   <li>{@link HostLostException}: its worker was lost with the host it ran on, too often;
 *   <li>{@link HostsLostException}: there is no host.
 * </ul>
 *
 * <pre>{@code
 * try {
 *   pool.map(x -> 6 / x, List.of(1, 0));
 * } catch (TaskFailedException e) {
 *   System.out.println("the item at index " + e.index().getAsLong() + " threw " + e.getCause());
 * } catch (ProcessionException e) {
 *   System.out.println(e.getMessage()); // what happened, and what to try
 * }
 * }</pre>
 */
public abstract sealed class ProcessionException extends RuntimeException
    permits TaskFailedException,
        TaskTimeoutException,
        WorkerCrashedException,
        SerializationException,
        WorkerStartException,
        HostLostException,
        HostsLostException {
  private static final long serialVersionUID = 1L;

  /** The item, from 0; null where it is about none. */
  private final @Nullable Long index;

  ProcessionException(OptionalLong index, @Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
    this.index = index.isPresent() ? index.getAsLong() : null;
  }

  /**
   * What happened, to which task and worker, with which numbers, and what to try. In its words
   * items and submitted tasks count from 1, as they do on the command line, in timelines and in
   * traces: the item at {@link #index} 0 is "item 1".
   *
   * @return the message, several lines where there are prints or reports to quote; never null
   */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /**
   * Which item of its input it concerns.
   *
   * @return the index, from 0; empty for a submitted task and for what concerns no item
   */
  public final OptionalLong index() {
    return index == null ? OptionalLong.empty() : OptionalLong.of(index);
  }
}
