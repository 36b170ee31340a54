package dev.procession.protocol.shared;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import dev.procession.task.SerializableBiFunction;
import dev.procession.task.SharedMap;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@SuppressWarnings("serial") // A reference is written in its place.
final class MapHandle<K, V> extends SharedHandle implements SharedMap<K, V> {
  private static final long serialVersionUID = 1L;

  private static final byte[] NONE = {};

  private static final Set<Class<?>> KEYS =
      Set.of(
          String.class,
          Integer.class,
          Long.class,
          Short.class,
          Byte.class,
          Double.class,
          Float.class,
          Character.class,
          Boolean.class,
          BigInteger.class,
          BigDecimal.class,
          UUID.class,
          URI.class);

  MapHandle(SharedReference reference, @Nullable SharedClient client) {
    super(reference, client);
  }

  @Override
  public @Nullable V get(K key) {
    return decoded(ask(new SharedOperation.Get(encodedKey(key))));
  }

  @Override
  public @Nullable V put(K key, V value) {
    return store(key, value, SharedOperation.When.ALWAYS);
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value) {
    return store(key, value, SharedOperation.When.ABSENT);
  }

  @Override
  public @Nullable V replace(K key, V value) {
    return store(key, value, SharedOperation.When.PRESENT);
  }

  private @Nullable V store(K key, V value, SharedOperation.When when) {
    byte[] encoded = client().encode(Objects.requireNonNull(value, "value"));
    return decoded(ask(new SharedOperation.Store(encodedKey(key), encoded, when)));
  }

  @Override
  public @Nullable V remove(K key) {
    return decoded(ask(new SharedOperation.Remove(encodedKey(key))));
  }

  @Override
  public @Nullable V compute(
      K key,
      SerializableBiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
    Objects.requireNonNull(function, "function");
    byte[] encodedKey = encodedKey(key);
    while (true) {
      SharedReply before = ask(new SharedOperation.Get(encodedKey));
      V value = applied(key, function, decoded(before));
      byte[] expected = before instanceof SharedReply.Value v ? v.bytes() : NONE;
      byte[] next = value == null ? NONE : client().encode(value);
      SharedReply changed = ask(new SharedOperation.Exchange(encodedKey, expected, next));
      if (((SharedReply.Flag) changed).value()) {
        return value;
      }
    }
  }

  @SuppressWarnings("NullAway") // The function takes null for no value.
  private static <K, V> @Nullable V applied(
      K key,
      SerializableBiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function,
      @Nullable V before) {
    try {
      return function.apply(key, before);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("The function of compute() failed: " + e, e);
    }
  }

  @Override
  public int size() {
    return (int) number(new SharedOperation.Size());
  }

  private byte[] encodedKey(K key) {
    Class<?> type = Objects.requireNonNull(key, "key").getClass();
    if (!KEYS.contains(type) && !type.getName().startsWith("java.time.")) {
      throw new IllegalArgumentException(
          "A key of the "
              + this
              + " must be a String, a number, a Boolean, a Character, a UUID, a URI or a value of"
              + " java.time, but this is a "
              + type.getTypeName()
              + ": use its id or its text");
    }
    return client().encode(key);
  }

  @SuppressWarnings("unchecked") // Only values of this type are stored.
  private @Nullable V decoded(SharedReply reply) {
    return reply instanceof SharedReply.Value value ? (V) client().decode(value.bytes()) : null;
  }

  @Override
  public void close() {
    remove();
  }
}
