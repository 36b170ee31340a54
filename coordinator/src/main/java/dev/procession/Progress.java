package dev.procession;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The progress of a {@code map}, {@code stream} or {@code outcomes} call.
 *
 * <pre>{@code
 * MapOptions options =
 *     MapOptions.defaults()
 *         .onProgress(
 *             progress -> {
 *               String of = progress.total().isPresent() ? " of " + progress.total().getAsLong() : "";
 *               System.err.println(progress.done() + of + ", " + progress.failed() + " failed");
 *             });
 * }</pre>
 *
 * @param done how many items have ended, those that failed included
 * @param failed how many items have failed
 * @param total how many items there are in all; empty where the input is no {@link
 *     java.util.Collection} and so does not say
 * @param elapsed the time since the work was handed in
 */
public record Progress(long done, long failed, OptionalLong total, Duration elapsed) {
  /**
   * A report, as pools make them.
   *
   * @param done the items that have ended
   * @param failed those of them that have failed
   * @param total all items, if their number is known
   * @param elapsed the time since the work was handed in
   * @throws NullPointerException if anything is null
   */
  public Progress {
    Objects.requireNonNull(total, "total");
    Objects.requireNonNull(elapsed, "elapsed");
  }
}
