package dev.procession.protocol.codec;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value cannot be sent: which object in it, where, and why. */
public final class EncodingException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A limit that was passed.
   *
   * @param limitBytes the limit
   * @param sizeBytes the size of the value, or how much of it there was when it passed the limit
   */
  public record SizeLimit(long limitBytes, long sizeBytes) {}

  private final String className;
  private final String path;
  private final transient @Nullable SizeLimit sizeLimit;

  EncodingException(String message, String className, String path, @Nullable Throwable cause) {
    super(message, cause);
    this.className = className;
    this.path = path;
    this.sizeLimit = null;
  }

  EncodingException(String message, String className, SizeLimit sizeLimit) {
    super(message);
    this.className = className;
    this.path = className;
    this.sizeLimit = sizeLimit;
  }

  /**
   * The class of the object that cannot be sent.
   *
   * @return its name
   */
  public String className() {
    return className;
  }

  /**
   * Where the object is, from the value on, like {@code Order.lines[3].connection}.
   *
   * @return the path; the value's class where nothing more is known
   */
  public String path() {
    return path;
  }

  /**
   * The size limit that was passed.
   *
   * @return the limit and the size, or empty if size was not the reason
   */
  public Optional<SizeLimit> sizeLimit() {
    return Optional.ofNullable(sizeLimit);
  }
}
