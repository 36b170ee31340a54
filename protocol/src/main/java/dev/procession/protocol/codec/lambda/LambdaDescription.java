package dev.procession.protocol.codec.lambda;

import dev.procession.protocol.codec.bytes.CannotTravel;
import dev.procession.protocol.codec.graph.Constants;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Reads the descriptions of serializable lambdas and method references. */
public final class LambdaDescription {
  private static final ClassValue<Describing> DESCRIBING =
      new ClassValue<>() {
        @Override
        protected Describing computeValue(Class<?> type) {
          return new Describing(method(type, "writeReplace"));
        }
      };

  /**
   * How the lambdas of one class are described. Up to Java 17, a method of a hidden class is always
   * called through native code, which is a fifth of the cost of submitting a small task. But
   * creating a method handle takes longer than many such calls.
   */
  private static final class Describing {
    private static final int CALLS_BEFORE_HANDLE = 100;
    private static final MethodType ANY = MethodType.methodType(Object.class, Object.class);

    private final Method method;

    /** Threads may miss each other's calls; the handle is then created a little later. */
    private int calls;

    private volatile @Nullable MethodHandle handle;

    Describing(Method method) {
      this.method = method;
    }

    /** Several threads may do this; the results are equal. */
    private boolean known;

    SerializedLambda describe(Object lambda) throws Throwable {
      SerializedLambda description = (SerializedLambda) describedBy(lambda);
      if (!known) {
        known = true;
        ClassLoader loader = lambda.getClass().getClassLoader();
        Constants.known(Class.forName(capturingName(description), false, loader));
      }
      return description;
    }

    private Object describedBy(Object lambda) throws Throwable {
      MethodHandle made = handle;
      if (made != null) {
        return (Object) made.invokeExact(lambda);
      }
      if (++calls == CALLS_BEFORE_HANDLE) {
        handle = MethodHandles.lookup().unreflect(method).asType(ANY);
      }
      return method.invoke(lambda);
    }
  }

  private LambdaDescription() {}

  /** The description that Java serialization would write for a lambda. */
  public static SerializedLambda of(Object lambda) {
    try {
      return DESCRIBING.get(lambda.getClass()).describe(lambda);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      throw new CannotTravel(lambda, "the lambda does not describe itself: " + e, e);
    }
  }

  /** The name of the class that contains a lambda. */
  public static String capturingName(SerializedLambda lambda) {
    return lambda.getCapturingClass().replace('/', '.');
  }

  /** The values that a lambda captured. */
  static @Nullable public Object[] captured(SerializedLambda lambda) {
    @Nullable Object[] captured = new @Nullable Object[lambda.getCapturedArgCount()];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = lambda.getCapturedArg(i);
    }
    return captured;
  }

  /** A method of a class, made accessible. */
  static Method method(Class<?> type, String name, Class<?>... parameters) {
    try {
      Method method = type.getDeclaredMethod(name, parameters);
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type.getName() + " has no method " + name, e);
    }
  }
}
