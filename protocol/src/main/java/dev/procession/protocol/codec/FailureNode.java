package dev.procession.protocol.codec;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One throwable of a failure as data. Throwables refer to each other by number, so that circles are
 * harmless.
 *
 * @param className its class
 * @param message its message
 * @param text what its toString said
 * @param cause the number of its cause + 1, or 0 for none
 * @param suppressed the numbers of those it suppressed
 * @param stack its stack trace
 */
record FailureNode(
    String className,
    @Nullable String message,
    String text,
    int cause,
    int[] suppressed,
    StackTraceElement[] stack) {

  /** What takes the place of one throwable of the failure in the serialized object of another. */
  record Reference(int number) implements Serializable {}
}
