package dev.procession;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one item ended: with a value or with a failure. What {@link ProcessPool#outcomes} gives for
 * each item.
 *
 * <pre>{@code
 * try (Stream<Outcome<Integer>> outcomes = pool.outcomes(x -> 6 / x, List.of(3, 0, 2))) {
 *   for (Outcome<Integer> outcome : outcomes.toList()) {
 *     if (outcome instanceof Outcome.Failure<Integer> failure) {
 *       System.out.println(failure.item() + ": " + failure.error().getMessage());
 *     } else {
 *       System.out.println(outcome.item() + ": " + outcome.get());
 *     }
 *   }
 * }
 * }</pre>
 *
 * @param <R> the type of the value
 */
public sealed interface Outcome<R extends @Nullable Object> {
  /**
   * The item's place in the input.
   *
   * @return the index, from 0
   */
  long index();

  /**
   * The item itself, the very object that the input gave.
   *
   * @return the item, which may be null
   */
  @Nullable Object item();

  /**
   * Whether the item ended with a value.
   *
   * @return true for a {@link Success}, false for a {@link Failure}
   */
  boolean isSuccess();

  /**
   * The value.
   *
   * @return what the function returned, which may be null
   * @throws ProcessionException the failure, if there is no value
   */
  R get();

  /**
   * The failure.
   *
   * @return what went wrong; empty if the item ended with a value
   */
  Optional<ProcessionException> failure();

  /**
   * The failure, or null. A {@link Failure} always has one.
   *
   * @return what went wrong; null if the item ended with a value
   */
  @Nullable ProcessionException error();

  /**
   * An item that ended with a value.
   *
   * @param <R> the type of the value
   * @param index the item's place in the input, from 0
   * @param item the item, which may be null
   * @param value what the function returned, which may be null
   */
  record Success<R extends @Nullable Object>(long index, @Nullable Object item, R value)
      implements Outcome<R> {
    @Override
    public boolean isSuccess() {
      return true;
    }

    @Override
    public R get() {
      return value;
    }

    @Override
    public Optional<ProcessionException> failure() {
      return Optional.empty();
    }

    @Override
    public @Nullable ProcessionException error() {
      return null;
    }
  }

  /**
   * An item that ended with a failure.
   *
   * @param <R> the type of the value that is missing
   * @param index the item's place in the input, from 0
   * @param item the item, which may be null
   * @param error what went wrong; its type says what kind of failure it was
   */
  record Failure<R extends @Nullable Object>(
      long index, @Nullable Object item, ProcessionException error) implements Outcome<R> {
    /**
     * A failure, as pools make them.
     *
     * @param index the item's place in the input
     * @param item the item, which may be null
     * @param error what went wrong
     * @throws NullPointerException if there is no error
     */
    public Failure {
      Objects.requireNonNull(error, "error");
    }

    @Override
    public boolean isSuccess() {
      return false;
    }

    @Override
    public R get() {
      throw error;
    }

    @Override
    public Optional<ProcessionException> failure() {
      return Optional.of(error);
    }
  }
}
