package dev.procession.protocol.codec;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of one item in a worker.
 *
 * <p>If a value could not be sent, {@code className} is the class of the object at fault, and
 * {@code path} leads to it from the value, like {@code Order.lines[3].connection}; the path ends
 * where it is no longer known.
 */
public sealed interface Answer {

  /**
   * The function returned.
   *
   * @param value the returned value
   */
  record Value(@Nullable Object value) implements Answer {}

  /**
   * The function threw.
   *
   * @param error the exception; after decoding a {@code StandInException} if the original could not
   *     be rebuilt
   */
  record Threw(Throwable error) implements Answer {}

  /**
   * The worker could not decode the item.
   *
   * @param className the class in question
   * @param path where in the item
   * @param message what was wrong
   */
  record Unreadable(String className, String path, String message) implements Answer {}

  /**
   * The worker could not encode the result.
   *
   * @param className the class in question
   * @param path where in the result
   * @param message what was wrong
   */
  record Unwritable(String className, String path, String message) implements Answer {}

  /** The item was cancelled before it started. */
  record Skipped() implements Answer {}

  /**
   * The coordinator could not decode the worker's answer; made by the decoder, never sent.
   *
   * @param className the class in question
   * @param path where in the answer
   * @param message what was wrong
   */
  record Undecodable(String className, String path, String message) implements Answer {}
}
