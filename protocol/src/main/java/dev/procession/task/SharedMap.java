package dev.procession.task;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A map that the tasks of a pool, and the program, share. Every method is atomic.
 *
 * <pre>{@code
 * SharedMap<String, Integer> counts = pool.shared().map();
 * pool.map(word -> counts.compute(word, (key, n) -> n == null ? 1 : n + 1), names);
 * Integer of = counts.get("of");
 * }</pre>
 *
 * <p>Keys are values of the JDK: texts, numbers, characters, booleans, {@code UUID}, {@code URI},
 * {@code BigInteger}, {@code BigDecimal} and the classes of {@code java.time}. Neither keys nor
 * values are null. Values travel as results do.
 *
 * <p>All methods throw an {@link IllegalStateException} if the map has been closed or belongs to
 * another pool, or the pool has ended, and an {@link IllegalArgumentException} for a key of another
 * class or a value that cannot travel.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public interface SharedMap<K, V> extends Serializable, AutoCloseable {

  /**
   * The value of a key.
   *
   * @param key the key
   * @return a copy of its value, or null if it has none
   */
  @Nullable V get(K key);

  /**
   * Sets the value of a key.
   *
   * @param key the key
   * @param value its new value
   * @return the value that it had, or null
   */
  @Nullable V put(K key, V value);

  /**
   * Sets the value of a key that has none.
   *
   * @param key the key
   * @param value its new value
   * @return the value that it has and keeps, or null if it had none
   */
  @Nullable V putIfAbsent(K key, V value);

  /**
   * Sets the value of a key that has one.
   *
   * @param key the key
   * @param value its new value
   * @return the value that it had, or null if it had none and has none
   */
  @Nullable V replace(K key, V value);

  /**
   * Removes a key.
   *
   * @param key the key
   * @return the value that it had, or null
   */
  @Nullable V remove(K key);

  /**
   * Sets the value of a key to what a function makes of it. The function runs in the caller, on its
   * copy of the value, and runs again with the new value if somebody else has changed that in the
   * meantime. So it must have no other effect, and nobody waits while it runs.
   *
   * @param key the key
   * @param function takes the key and its value, or null if it has none; gives the new value, or
   *     null to remove the key
   * @return the new value, or null
   * @throws IllegalStateException also if the function throws a checked exception, which is its
   *     cause; unchecked ones are thrown as they are
   */
  @Nullable V compute(
      K key,
      SerializableBiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function);

  /**
   * How many keys have a value at the moment.
   *
   * @return their number
   */
  int size();

  /** Removes the map. Later uses fail. */
  @Override
  void close();
}
