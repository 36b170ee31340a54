package dev.procession.protocol.codec;

import dev.procession.protocol.ErrorText;
import dev.procession.protocol.codec.bytes.CannotTravel;
import dev.procession.protocol.codec.trust.RefusalReason;
import java.io.NotSerializableException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the object of a value that could not be encoded, and the reason, after the failure. */
final class EncodingTrouble {
  private EncodingTrouble() {}

  static EncodingException explain(@Nullable Object value, Throwable error) {
    if (value == null) {
      throw new AssertionError(error);
    }
    if (error instanceof CannotTravel u && u.getCause() instanceof NotSerializableException n) {
      return notSerializable(value, u, String.valueOf(ErrorText.messageOf(n)));
    } else if (error instanceof CannotTravel u) {
      return at(value, u.culprit(), String.valueOf(u.getMessage()), u.getCause());
    } else if (error instanceof StackOverflowError) {
      return at(value, value, "it is nested too deeply for this thread's stack", error);
    }
    return at(value, value, "encoding it threw " + ErrorText.of(error), error);
  }

  /** Java serialization tells only the class of the object. */
  private static EncodingException notSerializable(
      Object value, CannotTravel error, String className) {
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
    String className = RefusalReason.nameOf(culprit.getClass());
    return new EncodingException(
        "Cannot send %s (%s): %s".formatted(path, className, why), className, path, cause);
  }
}
