package dev.procession.process.job;

import dev.procession.protocol.codec.Answer;
import org.jspecify.annotations.Nullable;

/**
 * Decoded answers to consecutive items: an element is the value itself, or an {@link Answer} that
 * is not a value.
 *
 * @param elements values and failures
 * @param firstFailure the position of the first failure; the length if there is none
 * @param sizeBytes the encoded length of the answers
 */
public record Answers(@Nullable Object[] elements, int firstFailure, long sizeBytes) {
  /** How many of the answers {@code from + i}, for {@code i < count}, are failures. */
  public int failures(int from, int count) {
    int failures = 0;
    for (int i = Math.max(from, firstFailure); i < from + count; i++) {
      failures += elements[i] instanceof Answer ? 1 : 0;
    }
    return failures;
  }
}
