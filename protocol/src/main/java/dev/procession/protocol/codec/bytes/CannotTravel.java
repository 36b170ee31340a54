package dev.procession.protocol.codec.bytes;

import com.esotericsoftware.kryo.kryo5.KryoException;
import org.jspecify.annotations.Nullable;

/** Thrown while a graph is being encoded, at an object that cannot be sent. */
public final class CannotTravel extends KryoException {
  private static final long serialVersionUID = 1L;

  private final transient Object culprit;

  public CannotTravel(Object culprit, String why, @Nullable Throwable cause) {
    super(why, cause);
    this.culprit = culprit;
  }

  public Object culprit() {
    return culprit;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
