package dev.procession.protocol.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import org.jspecify.annotations.Nullable;

/** Thrown out of the midst of a graph that is being decoded; collects the way out as a path. */
final class Misread extends KryoException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_STEPS = 30;

  /** The name of a class that the bytes do not tell. */
  static final String UNKNOWN = "";

  private final String className;
  private final StringBuilder path = new StringBuilder();

  /** Owned by the decoding thread. */
  private int steps;

  Misread(String message) {
    this(message, UNKNOWN, null);
  }

  Misread(String message, String className, @Nullable Throwable cause) {
    super(message, cause);
    this.className = className;
  }

  static Misread of(Throwable error, String className) {
    // Kryo wraps what is thrown while it resolves a reference.
    for (Throwable e = error; e instanceof KryoException; e = e.getCause()) {
      if (e instanceof Misread misread) {
        return misread;
      }
    }
    String why = error instanceof KryoException ? error.getMessage() : error.toString();
    return new Misread(String.valueOf(why), className, error);
  }

  String className() {
    return className;
  }

  /** Puts a step in front of the path, such as {@code .lines} or {@code [3]}. */
  Misread at(String step) {
    if (steps++ < MAX_STEPS) {
      path.insert(0, step);
    }
    return this;
  }

  String path() {
    return steps > MAX_STEPS ? "…" + path : path.toString();
  }

  /** Kryo's own trace is not used. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
