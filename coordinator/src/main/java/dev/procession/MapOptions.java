package dev.procession;

import java.time.Duration;
import java.util.List;
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
  private final boolean atMostOnce;
  private final TaskOptions.RetryOptions retrying;
  private final @Nullable String name;
  private final int priority;
  private final @Nullable Integer window;
  private final @Nullable Consumer<? super Progress> onProgress;

  private MapOptions(Draft draft) {
    chunkSize = draft.chunkSize;
    unordered = draft.unordered;
    taskTimeout = draft.taskTimeout;
    crashRetries = draft.crashRetries;
    atMostOnce = draft.atMostOnce;
    retrying = draft.retrying;
    name = draft.name;
    priority = draft.priority;
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
            "the number of items sent together; omit it for automatic chunks");
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
   * @param limit more than zero; more than 36,500 days is no limit
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
   * How many more attempts an item gets after the function has thrown an exception or the item has
   * exceeded its timeout. If all fail, the last failure counts. Crashes of workers have {@link
   * #crashRetries(int)} of their own. An item that cannot be encoded or decoded, and one whose
   * result cannot, is not tried again.
   *
   * <p>Default: 0.
   *
   * @param retries 0 to 1000
   * @return options with this setting
   * @throws IllegalArgumentException if the number is out of range
   */
  public MapOptions retries(int retries) {
    Draft draft = new Draft(this);
    draft.retrying = retrying.retries(retries);
    return new MapOptions(draft);
  }

  /**
   * After which failures there are {@link #retries(int)}: the function threw an instance of one of
   * these classes, or the item exceeded its timeout and {@link TaskTimeoutException} is an instance
   * of one of them.
   *
   * <p>Default: {@code Throwable.class}, so after all of them.
   *
   * @param types the classes
   * @return options with this setting
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // They are only copied.
  public final MapOptions retryOn(Class<? extends Throwable>... types) {
    Draft draft = new Draft(this);
    draft.retrying = retrying.retryOn(types);
    return new MapOptions(draft);
  }

  /**
   * How long an item waits before its first retry, twice as long before each one that follows, up
   * to an hour or to this delay if that is longer. Other items run meanwhile.
   *
   * <p>Default: zero.
   *
   * @param delay zero or more
   * @return options with this setting
   * @throws IllegalArgumentException if the duration is out of range
   */
  public MapOptions retryDelay(Duration delay) {
    Draft draft = new Draft(this);
    draft.retrying = retrying.retryDelay(delay);
    return new MapOptions(draft);
  }

  /**
   * What the work is called in error messages and flight recordings.
   *
   * <p>Default: none.
   *
   * @param name 1 to 200 characters, no line breaks or other control characters
   * @return options with this setting
   * @throws IllegalArgumentException if it is empty or too long, or has a control character
   */
  public MapOptions name(String name) {
    Draft draft = new Draft(this);
    draft.name = TaskOptions.checkName(name);
    return new MapOptions(draft);
  }

  /**
   * Items of a higher priority are begun before everything of a lower one that waits. An item that
   * runs is not interrupted.
   *
   * <p>Default: 0.
   *
   * @param priority -100 to 100
   * @return options with this setting
   * @throws IllegalArgumentException if the number is out of range
   */
  public MapOptions priority(int priority) {
    Draft draft = new Draft(this);
    draft.priority = TaskOptions.checkPriority(priority);
    return new MapOptions(draft);
  }

  /**
   * Never begins an item twice. Without this, an item that took less than a millisecond may run
   * again if its worker died before its answer had left it. With it, such an item fails with {@link
   * WorkerCrashedException}, which says that it had been begun; {@link #crashRetries(int)} and
   * {@link #retries(int)} have no effect. Items that had not been begun run elsewhere all the same.
   *
   * <p>Default: such items run again.
   *
   * @return options with this setting
   */
  public MapOptions atMostOnce() {
    Draft draft = new Draft(this);
    draft.atMostOnce = true;
    return new MapOptions(draft);
  }

  /**
   * How many items may be under way: pulled from the input, but their results not yet taken. A
   * stream pulls no more than this beyond what its consumer has taken.
   *
   * <p>Default: automatic, enough to keep all workers busy. Results that wait for an earlier item,
   * which takes long, are not counted as items then: they are bounded by 64 MiB in all, with their
   * inputs, where each counts with its encoded size and 128 bytes. So a slow item does not leave
   * the other workers without work, and a source is read at most about half a million items ahead.
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
            "the number of items in progress at once; omit it for an automatic window");
    return new MapOptions(draft);
  }

  /**
   * Reports progress while the work continues. The consumer is called in the coordinator, on a
   * thread that the work does not depend on, never twice at once; however long it takes, no worker
   * waits for it. Its exceptions are logged as warnings, and it still receives further updates.
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
   * Whether no item is ever begun twice.
   *
   * @return true after {@link #atMostOnce}
   */
  public boolean isAtMostOnce() {
    return atMostOnce;
  }

  /**
   * How many more attempts an item gets after an exception or a timeout.
   *
   * @return the number
   */
  public int retries() {
    return retrying.retries();
  }

  /**
   * After which failures there are retries.
   *
   * @return the classes
   */
  public List<Class<? extends Throwable>> retryOn() {
    return retrying.rule().types();
  }

  /**
   * How long the first retry waits.
   *
   * @return the delay
   */
  public Duration retryDelay() {
    return retrying.delay();
  }

  /**
   * What the work is called.
   *
   * @return the name; empty if it has none
   */
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /**
   * The priority of the items.
   *
   * @return -100 to 100
   */
  public int priority() {
    return priority;
  }

  /** Further attempts, none where no item may be begun twice. */
  TaskOptions.RetryOptions retrying() {
    return atMostOnce ? TaskOptions.RetryOptions.NONE : retrying;
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
   * The consumer of progress.
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
        + (taskTimeout == null ? "the pool's" : MessageText.duration(taskTimeout))
        + ", crashRetries="
        + (crashRetries == null ? "the pool's" : crashRetries)
        + (atMostOnce ? ", atMostOnce" : "")
        + retrying.text()
        + (name == null ? "" : ", name=" + name)
        + (priority == 0 ? "" : ", priority=" + priority)
        + ", window="
        + (window == null ? "automatic" : window)
        + (onProgress == null ? "" : ", onProgress")
        + "]";
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  /** The settings while they are being changed, by one thread and before they are published. */
  private static final class Draft {
    private @Nullable Integer chunkSize;
    private boolean unordered;
    private @Nullable Duration taskTimeout;
    private @Nullable Integer crashRetries;
    private boolean atMostOnce;
    private TaskOptions.RetryOptions retrying = TaskOptions.RetryOptions.NONE;
    private @Nullable String name;
    private int priority;
    private @Nullable Integer window;
    private @Nullable Consumer<? super Progress> onProgress;

    Draft() {}

    Draft(MapOptions options) {
      chunkSize = options.chunkSize;
      unordered = options.unordered;
      taskTimeout = options.taskTimeout;
      crashRetries = options.crashRetries;
      atMostOnce = options.atMostOnce;
      retrying = options.retrying;
      name = options.name;
      priority = options.priority;
      window = options.window;
      onProgress = options.onProgress;
    }
  }
}
