package dev.procession.protocol.codec;

import org.jspecify.annotations.Nullable;

/** Bytes that arrived cannot be turned into a value here: which class, where, and why. */
public final class DecodingException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String className;
  private final String path;

  DecodingException(String message, String className, String path, @Nullable Throwable cause) {
    super(message, cause);
    this.className = className;
    this.path = path;
  }

  /**
   * The class that could not be loaded or rebuilt.
   *
   * @return its name; empty where the bytes did not tell
   */
  public String className() {
    return className;
  }

  /**
   * Where in the value the trouble was, as far as it is known.
   *
   * @return the path; empty where nothing is known
   */
  public String path() {
    return path;
  }
}
