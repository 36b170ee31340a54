package dev.procession.process.observe;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Registers observers for the pools that are opened on a thread while an action runs.
 *
 * <p>The command line uses it to observe pools opened by other code, such as its lessons, which
 * open pools like any user program because they serve as examples.
 */
public final class ObserverScope {
  private static final ThreadLocal<Supplier<WorkerObserver>> HERE = new ThreadLocal<>();

  private ObserverScope() {}

  /**
   * The action that runs meanwhile.
   *
   * @param <T> the type of its result
   * @param <E> the type of its exception
   */
  @FunctionalInterface
  public interface Action<T, E extends Exception> {
    /**
     * Runs the action.
     *
     * @return its result
     * @throws E if it fails
     */
    T run() throws E;
  }

  /**
   * Runs an action. Existing observers stay registered.
   *
   * @param observers supplies an observer for each pool that the action opens on this thread
   * @return the result of the action
   * @throws E if the action throws it
   */
  public static <T, E extends Exception> T by(
      Supplier<WorkerObserver> observers, Action<T, E> action) throws E {
    Supplier<WorkerObserver> before = HERE.get();
    HERE.set(before == null ? observers : () -> WorkerObserver.both(before.get(), observers.get()));
    try {
      return action.run();
    } finally {
      if (before == null) {
        HERE.remove();
      } else {
        HERE.set(before);
      }
    }
  }

  /** The observer of the pool that is being opened, if there is one. */
  public static Optional<WorkerObserver> newPool() {
    Supplier<WorkerObserver> observers = HERE.get();
    return observers == null ? Optional.empty() : Optional.of(observers.get());
  }
}
