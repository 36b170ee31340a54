package dev.procession;

import dev.procession.process.job.RetryRule;
import dev.procession.scheduler.JobOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How one submitted task is carried out. Immutable: each of the methods that takes a setting
 * returns a new object.
 *
 * <pre>{@code
 * TaskOptions options =
 *     TaskOptions.defaults()
 *         .name("fetch prices")
 *         .timeout(Duration.ofSeconds(30))
 *         .retries(3)
 *         .retryOn(IOException.class)
 *         .retryDelay(Duration.ofSeconds(1));
 * }</pre>
 */
public final class TaskOptions {
  /** More would be a mistake, or a task that never ends. */
  static final int MAX_RETRIES = 1000;

  static final int MAX_PRIORITY = 100;
  static final int MAX_NAME_CHARS = 200;

  private static final TaskOptions DEFAULTS = new TaskOptions(new Draft());

  private final @Nullable Duration timeout;
  private final @Nullable Integer crashRetries;
  private final RetryOptions retrying;
  private final @Nullable String name;
  private final int priority;

  private TaskOptions(Draft draft) {
    timeout = draft.timeout;
    crashRetries = draft.crashRetries;
    retrying = draft.retrying;
    name = draft.name;
    priority = draft.priority;
  }

  /**
   * The options of a task that is submitted without options: the pool's own time limit and crash
   * retries, no retries after exceptions, no name, priority 0.
   *
   * @return the defaults
   */
  public static TaskOptions defaults() {
    return DEFAULTS;
  }

  /**
   * How long one attempt of the task may run, as {@link ProcessPool.Builder#taskTimeout}.
   *
   * <p>Default: what the pool was built with.
   *
   * @param limit more than zero; more than 36,500 days is no limit
   * @return options with this setting
   * @throws IllegalArgumentException if the duration is out of range
   */
  public TaskOptions timeout(Duration limit) {
    Draft draft = new Draft(this);
    draft.timeout =
        Arguments.positive(
            "timeout",
            limit,
            "the time limit of one attempt of the task; omit it for the pool's own");
    return new TaskOptions(draft);
  }

  /**
   * How many more attempts the task gets if a worker dies while it runs it, as {@link
   * ProcessPool.Builder#crashRetries}. They do not count as {@link #retries}.
   *
   * <p>Default: what the pool was built with.
   *
   * @param retries 0 to 100
   * @return options with this setting
   * @throws IllegalArgumentException if the number is out of range
   */
  public TaskOptions crashRetries(int retries) {
    Draft draft = new Draft(this);
    draft.crashRetries = PoolOptions.checkCrashRetries(retries);
    return new TaskOptions(draft);
  }

  /**
   * How many more attempts the task gets after it has thrown an exception or exceeded its timeout.
   * If all fail, the future ends with the last failure. A task can ask for the number of its
   * attempt with {@link dev.procession.task.WorkerContext#attempt()}. A task whose result cannot be
   * encoded, and one that is cancelled, is not tried again.
   *
   * <p>Default: 0.
   *
   * @param retries 0 to 1000
   * @return options with this setting
   * @throws IllegalArgumentException if the number is out of range
   */
  public TaskOptions retries(int retries) {
    Draft draft = new Draft(this);
    draft.retrying = retrying.retries(retries);
    return new TaskOptions(draft);
  }

  /**
   * After which failures there are {@link #retries}: the task threw an instance of one of these
   * classes, or it exceeded its timeout and {@link TaskTimeoutException} is an instance of one of
   * them.
   *
   * <p>Default: {@code Throwable.class}, so after all of them.
   *
   * @param types the classes
   * @return options with this setting
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // They are only copied.
  public final TaskOptions retryOn(Class<? extends Throwable>... types) {
    Draft draft = new Draft(this);
    draft.retrying = retrying.retryOn(types);
    return new TaskOptions(draft);
  }

  /**
   * How long the task waits before its first retry, twice as long before each one that follows, up
   * to an hour or to this delay if that is longer. Its worker does other work meanwhile.
   *
   * <p>Default: zero.
   *
   * @param delay zero or more
   * @return options with this setting
   * @throws IllegalArgumentException if the duration is out of range
   */
  public TaskOptions retryDelay(Duration delay) {
    Draft draft = new Draft(this);
    draft.retrying = retrying.retryDelay(delay);
    return new TaskOptions(draft);
  }

  /**
   * What the task is called in error messages, logs and flight recordings. What the task throws is
   * the cause of its future's {@code ExecutionException} as it is, without the name.
   *
   * <p>Default: none; it is called by its number.
   *
   * @param name 1 to 200 characters, no line breaks or other control characters
   * @return options with this setting
   * @throws IllegalArgumentException if it is empty or too long, or has a control character
   */
  public TaskOptions name(String name) {
    Draft draft = new Draft(this);
    draft.name = checkName(name);
    return new TaskOptions(draft);
  }

  /**
   * Tasks of a higher priority are begun before those of a lower one, however long those have been
   * waiting. A task that runs is not interrupted.
   *
   * <p>Default: 0, as for everything else that the pool does.
   *
   * @param priority -100 to 100
   * @return options with this setting
   * @throws IllegalArgumentException if the number is out of range
   */
  public TaskOptions priority(int priority) {
    Draft draft = new Draft(this);
    draft.priority = checkPriority(priority);
    return new TaskOptions(draft);
  }

  static int checkPriority(int priority) {
    return Arguments.between(
        "priority",
        priority,
        -MAX_PRIORITY,
        MAX_PRIORITY,
        "tasks with a higher priority start first; the default is 0");
  }

  static String checkName(String name) {
    Objects.requireNonNull(name, "name");
    if (name.isBlank()
        || name.length() > MAX_NAME_CHARS
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "name must be 1 to "
              + MAX_NAME_CHARS
              + " characters in one line, not blank: '"
              + name.substring(0, Math.min(name.length(), MAX_NAME_CHARS))
              + "'");
    }
    return name;
  }

  /**
   * How long one attempt may run.
   *
   * @return the limit; empty for the pool's own
   */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /**
   * How many more attempts there are after a worker's death.
   *
   * @return the number; empty for the pool's own
   */
  public OptionalInt crashRetries() {
    return crashRetries == null ? OptionalInt.empty() : OptionalInt.of(crashRetries);
  }

  /**
   * How many more attempts there are after an exception or a timeout.
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
   * What the task is called.
   *
   * @return the name; empty if it has none
   */
  public Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /**
   * Its priority.
   *
   * @return -100 to 100
   */
  public int priority() {
    return priority;
  }

  RetryOptions retrying() {
    return retrying;
  }

  @Override
  public String toString() {
    return "TaskOptions["
        + (name == null ? "" : "name=" + name + ", ")
        + "timeout="
        + (timeout == null ? "the pool's" : MessageText.duration(timeout))
        + ", crashRetries="
        + (crashRetries == null ? "the pool's" : crashRetries)
        + retrying.text()
        + (priority == 0 ? "" : ", priority=" + priority)
        + "]";
  }

  /**
   * Further attempts of what has failed.
   *
   * @param retries how many
   * @param rule after which failures
   * @param delay how long the first waits
   */
  record RetryOptions(int retries, RetryRule rule, Duration delay) {
    static final RetryOptions NONE =
        new RetryOptions(0, new RetryRule(List.of(Throwable.class)), Duration.ZERO);

    RetryOptions retries(int most) {
      int checked =
          Arguments.between(
              "retries",
              most,
              0,
              MAX_RETRIES,
              "the number of retries after an exception or a timeout");
      return new RetryOptions(checked, rule, delay);
    }

    RetryOptions retryOn(Class<? extends Throwable>[] types) {
      for (Class<? extends Throwable> type : Objects.requireNonNull(types, "retryOn")) {
        Objects.requireNonNull(type, "a class of retryOn");
      }
      return new RetryOptions(retries, new RetryRule(List.of(types)), delay);
    }

    RetryOptions retryDelay(Duration first) {
      return new RetryOptions(
          retries,
          rule,
          Arguments.notNegative(
              "retryDelay", first, "the delay before the first retry; later ones wait longer"));
    }

    /** Whether a failure that is known here was the last of all attempts. */
    boolean covers(Throwable failure) {
      return retries > 0 && rule.covers(failure);
    }

    /** Settings that have no effect without retries are omitted. */
    RetryRule ruleIfAny() {
      return retries == 0 ? RetryRule.NONE : rule;
    }

    JobOptions.Retry scheduling() {
      // First, since every pool asks for its usual settings, and its start needs no streams.
      if (retries == 0) {
        return JobOptions.Retry.NONE;
      }
      boolean afterTimeout =
          rule.types().stream().anyMatch(type -> type.isAssignableFrom(TaskTimeoutException.class));
      return new JobOptions.Retry(retries, Arguments.nanos(delay), afterTimeout);
    }

    String text() {
      return retries == 0
          ? ""
          : ", retries="
              + retries
              + ", retryDelay="
              + MessageText.duration(delay)
              + ", retryOn="
              + rule.types().stream().map(Class::getSimpleName).toList();
    }
  }

  /** The settings while they are being changed, by one thread and before they are published. */
  private static final class Draft {
    private @Nullable Duration timeout;
    private @Nullable Integer crashRetries;
    private RetryOptions retrying = RetryOptions.NONE;
    private @Nullable String name;
    private int priority;

    Draft() {}

    Draft(TaskOptions options) {
      timeout = options.timeout;
      crashRetries = options.crashRetries;
      retrying = options.retrying;
      name = options.name;
      priority = options.priority;
    }
  }
}
