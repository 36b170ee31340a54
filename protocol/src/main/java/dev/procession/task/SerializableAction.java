package dev.procession.task;

/**
 * A {@link SerializableRunnable} whose body may throw checked exceptions, which {@link #run} passes
 * on as they are.
 *
 * <pre>{@code
 * SerializableAction prepare = () -> Files.createDirectories(Path.of("cache"));
 * ProcessPool pool = ProcessPool.builder().initializer(prepare).build();
 * }</pre>
 */
@FunctionalInterface
public interface SerializableAction extends SerializableRunnable {
  /**
   * Does it, in a worker.
   *
   * @throws Exception whatever the task wants to report
   */
  void perform() throws Exception;

  /** Does it; what it throws is passed on unchanged, checked or not. */
  @Override
  @SuppressWarnings(
      "FunctionalInterfaceMethodChanged") // It does the same, only that it is declared.
  default void run() {
    try {
      perform();
    } catch (Exception e) {
      throw SneakyThrow.<RuntimeException>unchecked(e);
    }
  }
}
