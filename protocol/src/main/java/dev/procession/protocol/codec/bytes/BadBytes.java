package dev.procession.protocol.codec.bytes;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.procession.protocol.ErrorText;
import org.jspecify.annotations.Nullable;

/** Thrown while a graph is being decoded; collects the path on the way out. */
public class BadBytes extends KryoException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_STEPS = 30;

  /** The name of an unknown class. */
  public static final String UNKNOWN = "";

  private final String className;
  private final StringBuilder path = new StringBuilder();

  /** Owned by the decoding thread. */
  private int steps;

  public BadBytes(String message) {
    this(message, UNKNOWN, null);
  }

  public BadBytes(String message, String className, @Nullable Throwable cause) {
    super(message, cause);
    this.className = className;
  }

  public static BadBytes of(Throwable error, String className) {
    // Kryo wraps what is thrown while it resolves a reference.
    for (Throwable e = error; e instanceof KryoException; e = e.getCause()) {
      if (e instanceof BadBytes misread) {
        return misread;
      }
    }
    String why = error instanceof KryoException ? error.getMessage() : ErrorText.of(error);
    return new BadBytes(String.valueOf(why), className, error);
  }

  public String className() {
    return className;
  }

  /** Prepends a step to the path, such as {@code .lines} or {@code [3]}. */
  public final BadBytes at(String step) {
    if (steps++ < MAX_STEPS) {
      path.insert(0, step);
    }
    return this;
  }

  public String path() {
    return steps > MAX_STEPS ? "…" + path : path.toString();
  }

  /** Kryo's own trace is not used. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
