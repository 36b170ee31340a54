package dev.procession.protocol.codec;

import java.io.NotSerializableException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Says, after the fact, which object of a value could not be encoded, and why. */
final class WhyNot {
  private WhyNot() {}

  static EncodingException explain(@Nullable Object value, Throwable error) {
    if (value == null) {
      throw new AssertionError(error);
    }
    if (error instanceof Untransportable u && u.getCause() instanceof NotSerializableException n) {
      return notSerializable(value, u, String.valueOf(n.getMessage()));
    } else if (error instanceof Untransportable u) {
      return at(value, u.culprit(), String.valueOf(u.getMessage()), u.getCause());
    } else if (error instanceof StackOverflowError) {
      return at(value, value, "it is nested too deeply for this thread's stack", error);
    }
    return at(value, value, "encoding it threw " + error, error);
  }

  /** Java serialization does not tell which object it was, only its class. */
  private static EncodingException notSerializable(
      Object value, Untransportable error, String className) {
    String path =
        ObjectPath.find(value, object -> object.getClass().getName().equals(className))
            .or(() -> ObjectPath.find(value, object -> object == error.culprit()))
            .orElseGet(() -> ObjectPath.root(value));
    return new EncodingException(
        "Cannot send %s (%s): %s".formatted(path, className, error.getMessage()),
        className,
        path,
        error.getCause());
  }

  private static EncodingException at(
      Object value, Object culprit, String why, @Nullable Throwable cause) {
    Predicate<Object> wanted = object -> object == culprit;
    String path = ObjectPath.find(value, wanted).orElseGet(() -> ObjectPath.root(value));
    String className = Refusal.nameOf(culprit.getClass());
    return new EncodingException(
        "Cannot send %s (%s): %s".formatted(path, className, why), className, path, cause);
  }
}
