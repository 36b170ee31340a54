package dev.procession.protocol.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import org.jspecify.annotations.Nullable;

/** Thrown out of the midst of a graph that is being encoded, at an object that cannot travel. */
final class Untransportable extends KryoException {
  private static final long serialVersionUID = 1L;

  private final transient Object culprit;

  Untransportable(Object culprit, String why, @Nullable Throwable cause) {
    super(why, cause);
    this.culprit = culprit;
  }

  Object culprit() {
    return culprit;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
