package dev.procession.protocol.codec;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value cannot be sent; tells the object at fault, its place and the reason. */
public final class EncodingException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * A limit that was exceeded.
   *
   * @param limitBytes the limit
   * @param sizeBytes the size of the value, or of its part that exceeded the limit
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

  /**
   * The same with another message, for what is part of something larger.
   *
   * @param message the message
   * @param part why a part of it cannot be sent
   */
  public EncodingException(String message, EncodingException part) {
    super(message, part.getCause());
    this.className = part.className;
    this.path = part.path;
    this.sizeLimit = part.sizeLimit;
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
   * The path to the object from the value, like {@code Order.lines[3].connection}.
   *
   * @return the path; the value's class if nothing more is known
   */
  public String path() {
    return path;
  }

  /**
   * The size limit that was exceeded.
   *
   * @return the limit and the size, or empty if size was not the reason
   */
  public Optional<SizeLimit> sizeLimit() {
    return Optional.ofNullable(sizeLimit);
  }
}
