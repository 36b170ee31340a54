package dev.procession.protocol.codec;

import org.jspecify.annotations.Nullable;

/** Received bytes cannot be decoded here; tells the class, the place and the reason. */
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
   * @return its name; empty if unknown
   */
  public String className() {
    return className;
  }

  /**
   * The place of the failure in the value, as far as is known.
   *
   * @return the path; empty if unknown
   */
  public String path() {
    return path;
  }
}
