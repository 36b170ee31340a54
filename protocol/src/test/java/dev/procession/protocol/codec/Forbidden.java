package dev.procession.protocol.codec;

import dev.procession.task.SerializableCallable;
import java.io.Externalizable;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.Serial;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Classes that a decoder is told not to load. */
public final class Forbidden {
  private Forbidden() {}

  public static final class Plain {}

  public record Pair(int left, int right) {}

  public enum Kind {
    ONE,
    TWO {}
  }

  public interface Face {}

  public static class Saved implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  public static final class Hooked implements Serializable {
    private static final long serialVersionUID = 1L;

    @Serial
    private void readObject(ObjectInputStream in) {
      throw new AssertionError("was read");
    }
  }

  public static final class External implements Externalizable {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("RedundantModifier") // Or else it could not be read.
    public External() {}

    @Override
    public void writeExternal(ObjectOutput out) {}

    @Override
    public void readExternal(ObjectInput in) {
      throw new AssertionError("was read");
    }
  }

  public static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Failure(String message) {
      super(message);
    }
  }

  public record Handler() implements InvocationHandler, Serializable {
    @Override
    public @Nullable Object invoke(
        Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
      return null;
    }
  }

  public static SerializableCallable<String> lambda() {
    return () -> "called";
  }
}
