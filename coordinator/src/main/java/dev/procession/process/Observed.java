package dev.procession.process;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who observes the pools that are opened on a thread for as long as an action runs.
 *
 * <p>That is how the command line sees into pools that others open, such as its lessons, which are
 * read as examples and therefore open theirs as every user does.
 */
public final class Observed {
  private static final ThreadLocal<Supplier<WorkerObserver>> HERE = new ThreadLocal<>();

  private Observed() {}

  /**
   * What is done meanwhile.
   *
   * @param <T> what it returns
   * @param <E> what it throws
   */
  @FunctionalInterface
  public interface Action<T, E extends Exception> {
    /**
     * Does it.
     *
     * @return what comes of it
     * @throws E if it fails
     */
    T run() throws E;
  }

  /**
   * Runs an action. Who observes already goes on to do so.
   *
   * @param observers asked for an observer by each pool that the action opens on this thread
   * @return what the action returns
   * @throws E what the action throws
   */
  public static <T, E extends Exception> T by(
      Supplier<WorkerObserver> observers, Action<T, E> action) throws E {
    Supplier<WorkerObserver> before = HERE.get();
    HERE.set(before == null ? observers : () -> both(before.get(), observers.get()));
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

  private static WorkerObserver both(WorkerObserver first, WorkerObserver second) {
    return (worker, what) -> {
      first.saw(worker, what);
      second.saw(worker, what);
    };
  }

  /** The observer of a pool that is being opened, if it has one. */
  static Optional<WorkerObserver> newPool() {
    return Optional.ofNullable(HERE.get()).map(Supplier::get);
  }
}
