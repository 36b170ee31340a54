package dev.procession.task;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of an exception whose own object could not travel: because a field of it is not
 * serializable, or because its class does not exist here. It has the original's message, stack
 * trace, cause and suppressed exceptions, and prints like the original.
 *
 * <pre>{@code
 * try {
 *   pool.map(Files::size, files);
 * } catch (TaskFailedException e) {
 *   if (e.getCause() instanceof StandInException standIn) {
 *     System.out.println("in place of " + standIn.originalClassName());
 *   }
 * }
 * }</pre>
 */
public final class StandInException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the original exception was. */
  private final String originalClassName;

  /** What the original's {@code toString} said. */
  private final String text;

  /**
   * A stand-in without cause or stack trace; the decoder adds them.
   *
   * @param originalClassName the class of the original
   * @param message the original's message, or null
   * @param text what the original's {@code toString} said
   */
  public StandInException(String originalClassName, @Nullable String message, String text) {
    super(message);
    this.originalClassName = Objects.requireNonNull(originalClassName, "originalClassName");
    this.text = Objects.requireNonNull(text, "text");
  }

  /**
   * The class of the exception that this one stands for.
   *
   * @return its binary name
   */
  public String originalClassName() {
    return originalClassName;
  }

  /**
   * Does nothing: the place where a stand-in is made says nothing, and a worker that sends many
   * could fill the memory with it.
   */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  /** Returns what the original's {@code toString} said. */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // It has to print as the original did.
  public String toString() {
    return text;
  }
}
