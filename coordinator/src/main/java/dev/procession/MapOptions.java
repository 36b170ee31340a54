package dev.procession;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How one call of {@code map}, {@code mapAsync}, {@code stream} or {@code outcomes} is carried out.
 * Immutable: each of the methods that takes a setting returns a new object.
 *
 * <pre>{@code
 * MapOptions options = MapOptions.defaults().unordered().taskTimeout(Duration.ofSeconds(30));
 * }</pre>
 */
public final class MapOptions {
  /** A chunk's positions are counted in 24 bits. */
  private static final int MAX_CHUNK_SIZE = (1 << 24) - 1;

  private static final MapOptions DEFAULTS = new MapOptions(new Draft());

  private final @Nullable Integer chunkSize;
  private final boolean unordered;
  private final @Nullable Duration taskTimeout;
  private final @Nullable Integer crashRetries;
  private final @Nullable Integer window;
  private final @Nullable Consumer<? super Progress> onProgress;

  private MapOptions(Draft draft) {
    chunkSize = draft.chunkSize;
    unordered = draft.unordered;
    taskTimeout = draft.taskTimeout;
    crashRetries = draft.crashRetries;
    window = draft.window;
    onProgress = draft.onProgress;
  }

  /**
   * The options that a call without options uses: automatic chunks and window, results in input
   * order, the pool's own time limit and retries, no report of progress.
   *
   * @return the defaults
   */
  public static MapOptions defaults() {
    return DEFAULTS;
  }

  /**
   * How many items travel together at most. Larger chunks cost less per item, smaller ones share
   * the work more evenly, also with other users of the pool: a worker keeps the chunk that it has
   * begun to its end, however long the items take, unless another worker has nothing to do.
   *
   * <p>A chunk has fewer items at the end of the input; where the source had no more ready when a
   * worker was free, or the window no more room; before an item that cannot be encoded; and where
   * what a worker had not begun runs elsewhere. It has never more than 1,048,576.
   *
   * <p>Default: automatic. Chunks start small and follow the time that items are measured to take.
   *
   * @param items 1 to 16,777,215
   * @return options with this setting
   * @throws IllegalArgumentException if the number is out of range
   */
  public MapOptions chunkSize(int items) {
    Draft draft = new Draft(this);
    draft.chunkSize =
        Arguments.between(
            "chunkSize",
            items,
            1,
            MAX_CHUNK_SIZE,
            "it is how many items travel together; leave it out for automatic chunks");
    return new MapOptions(draft);
  }

  /**
   * Hands results over as they come, whatever the order of their items, so that a slow item holds
   * up no other. The list that a {@code map} returns is then in order of completion, too.
   *
   * <p>Default: results in input order.
   *
   * @return options with this setting
   */
  public MapOptions unordered() {
    Draft draft = new Draft(this);
    draft.unordered = true;
    return new MapOptions(draft);
  }

  /**
   * How long one item may run. The clock starts when the item starts, not while it waits. An item
   * that runs longer is interrupted and, if that does not end it within the pool's shutdown grace,
   * is ended with its worker; it fails with {@link TaskTimeoutException}.
   *
   * <p>Default: what the pool was built with.
   *
   * @param limit more than zero, at most 36,500 days
   * @return options with this setting
   * @throws IllegalArgumentException if the duration is out of range
   */
  public MapOptions taskTimeout(Duration limit) {
    Draft draft = new Draft(this);
    draft.taskTimeout = PoolOptions.checkTaskTimeout(limit);
    return new MapOptions(draft);
  }

  /**
   * How many more attempts an item gets that was running when its worker died. Other items of the
   * same worker always run again elsewhere, and count no attempt.
   *
   * <p>Default: what the pool was built with.
   *
   * @param retries 0 to 100
   * @return options with this setting
   * @throws IllegalArgumentException if the number is out of range
   */
  public MapOptions crashRetries(int retries) {
    Draft draft = new Draft(this);
    draft.crashRetries = PoolOptions.checkCrashRetries(retries);
    return new MapOptions(draft);
  }

  /**
   * How many items may be under way: pulled from the input, but their results not yet taken. A
   * stream pulls no more than this beyond what its consumer has taken.
   *
   * <p>Default: automatic, enough to keep all workers busy and bounded in bytes as well.
   *
   * @param items 1 or more
   * @return options with this setting
   * @throws IllegalArgumentException if the number is less than 1
   */
  public MapOptions window(int items) {
    Draft draft = new Draft(this);
    draft.window =
        Arguments.between(
            "window",
            items,
            1,
            Integer.MAX_VALUE,
            "it is how many items are under way at once; leave it out for an automatic one");
    return new MapOptions(draft);
  }

  /**
   * Reports progress while the work goes on. The consumer is called in the coordinator, on a thread
   * that the work does not depend on, never twice at once; however long it takes, no worker waits
   * for it. What it throws is logged as a warning, and it is told of the next step all the same.
   * Steps that follow each other quickly, or more quickly than the consumer is, are reported as
   * one, but the last is always reported.
   *
   * <p>When {@code map} returns, or the future of {@code mapAsync} ends with the results, the
   * consumer is through with the last report. They wait for that up to a second; the last report to
   * a slower consumer comes later. A map that fails does not wait, nor does a stream.
   *
   * <p>Default: none.
   *
   * <pre>{@code
   * MapOptions options =
   *     MapOptions.defaults().onProgress(p -> System.err.println(p.done() + " items done"));
   * }</pre>
   *
   * @param consumer takes each report
   * @return options with this setting
   */
  public MapOptions onProgress(Consumer<? super Progress> consumer) {
    Draft draft = new Draft(this);
    draft.onProgress = Objects.requireNonNull(consumer, "consumer");
    return new MapOptions(draft);
  }

  /**
   * The items in a chunk.
   *
   * @return the number; empty for automatic chunks
   */
  public OptionalInt chunkSize() {
    return optional(chunkSize);
  }

  /**
   * Whether results come in the order in which they are ready.
   *
   * @return true after {@link #unordered}
   */
  public boolean isUnordered() {
    return unordered;
  }

  /**
   * How long one item may run.
   *
   * @return the limit; empty for the pool's own
   */
  public Optional<Duration> taskTimeout() {
    return Optional.ofNullable(taskTimeout);
  }

  /**
   * How many more attempts an item gets that was running when its worker died.
   *
   * @return the number; empty for the pool's own
   */
  public OptionalInt crashRetries() {
    return optional(crashRetries);
  }

  /**
   * How many items may be under way.
   *
   * @return the number; empty for an automatic one
   */
  public OptionalInt window() {
    return optional(window);
  }

  /**
   * Who is told of progress.
   *
   * @return the consumer; empty for nobody
   */
  public Optional<Consumer<? super Progress>> onProgress() {
    return Optional.ofNullable(onProgress);
  }

  @Override
  public String toString() {
    return "MapOptions[chunkSize="
        + (chunkSize == null ? "automatic" : chunkSize)
        + (unordered ? ", unordered" : ", ordered")
        + ", taskTimeout="
        + (taskTimeout == null ? "the pool's" : Text.duration(taskTimeout))
        + ", crashRetries="
        + (crashRetries == null ? "the pool's" : crashRetries)
        + ", window="
        + (window == null ? "automatic" : window)
        + (onProgress == null ? "" : ", onProgress")
        + "]";
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /** The settings while they are being changed, by one thread and before anybody else sees them. */
  private static final class Draft {
    private @Nullable Integer chunkSize;
    private boolean unordered;
    private @Nullable Duration taskTimeout;
    private @Nullable Integer crashRetries;
    private @Nullable Integer window;
    private @Nullable Consumer<? super Progress> onProgress;

    Draft() {}

    Draft(MapOptions options) {
      chunkSize = options.chunkSize;
      unordered = options.unordered;
      taskTimeout = options.taskTimeout;
      crashRetries = options.crashRetries;
      window = options.window;
      onProgress = options.onProgress;
    }
  }
}
