package dev.procession.protocol.codec.serialization;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One throwable of a failure as data. Throwables refer to each other by number, so that cycles are
 * harmless.
 *
 * @param className its class
 * @param message its message
 * @param text the result of its toString
 * @param cause the number of its cause + 1, or 0 for none
 * @param suppressed the numbers of its suppressed exceptions
 * @param stack its stack trace
 */
public record FailureNode(
    String className,
    @Nullable String message,
    String text,
    int cause,
    int[] suppressed,
    StackTraceElement[] stack) {

  /** Replaces a throwable of the failure in the serialized object of another. */
  public record Reference(int number) implements Serializable {}
}
