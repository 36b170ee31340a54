package dev.procession.protocol.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Serializable lambdas and method references: what Java serialization would write about them, with
 * every string as a number of the name table, and the captured values as part of the graph.
 *
 * <p>One that has captured nothing, as most functions, needs no graph. So a worker whose items are
 * numbers or texts never has to start Kryo, which takes as long as all else that it does before its
 * first result.
 */
final class LambdaForm extends Form {
  /** Stands for the class of every lambda, whose own class has no name to load it by. */
  static final class Lambda {
    private Lambda() {}
  }

  private static final ClassValue<Describing> DESCRIBING =
      new ClassValue<>() {
        @Override
        protected Describing computeValue(Class<?> type) {
          return new Describing(method(type, "writeReplace"));
        }
      };

  /**
   * How the lambdas of one class describe themselves. Up to Java 17 the method of a hidden class is
   * called by native code, however often that is: a fifth of what a small task costs who submits
   * it. But a handle takes longer to make than many such calls.
   */
  private static final class Describing {
    private static final int CALLS_BEFORE_HANDLE = 100;
    private static final MethodType ANY = MethodType.methodType(Object.class, Object.class);

    private final Method method;

    /** Threads may miss each other's calls: it is then made a little later. */
    private int calls;

    private volatile @Nullable MethodHandle handle;

    Describing(Method method) {
      this.method = method;
    }

    Object describe(Object lambda) throws Throwable {
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

  private static final ClassValue<Boolean> IS_ALONE =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return Choice.travelsAs(type) == Lambda.class && !Origin.hasInstanceFields(type);
        }
      };

  private static final @Nullable Object[] NOTHING = {};

  static Method method(Class<?> type, String name, Class<?>... parameters) {
    try {
      Method method = type.getDeclaredMethod(name, parameters);
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type.getName() + " has no method " + name, e);
    }
  }

  static SerializedLambda describe(Object lambda) {
    try {
      return (SerializedLambda) DESCRIBING.get(lambda.getClass()).describe(lambda);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      throw new Untransportable(lambda, "the lambda does not describe itself: " + e, e);
    }
  }

  @Override
  void write(Graph graph, ItemBuffer buffer, Object object) {
    SerializedLambda lambda = describe(object);
    writeDescription(lambda, buffer, graph.encoding());
    graph.startUnmade();
    CollectionForm.writeElements(graph, buffer, captured(lambda));
    graph.endUnmade();
  }

  /** Whether an object is a lambda of the user's that has captured nothing. */
  static boolean isAlone(Object object) {
    return IS_ALONE.get(object.getClass());
  }

  static void writeAlone(Object lambda, ItemBuffer buffer, EncodingNames names) {
    writeDescription(describe(lambda), buffer, names);
  }

  private static void writeDescription(
      SerializedLambda lambda, ItemBuffer buffer, EncodingNames names) {
    name(buffer, names, capturingName(lambda));
    name(buffer, names, lambda.getFunctionalInterfaceClass());
    name(buffer, names, lambda.getFunctionalInterfaceMethodName());
    name(buffer, names, lambda.getFunctionalInterfaceMethodSignature());
    name(buffer, names, lambda.getImplClass());
    name(buffer, names, lambda.getImplMethodName());
    name(buffer, names, lambda.getImplMethodSignature());
    name(buffer, names, lambda.getInstantiatedMethodType());
    buffer.writeVarInt(lambda.getImplMethodKind(), true);
  }

  static String capturingName(SerializedLambda lambda) {
    return lambda.getCapturingClass().replace('/', '.');
  }

  static @Nullable Object[] captured(SerializedLambda lambda) {
    @Nullable Object[] captured = new @Nullable Object[lambda.getCapturedArgCount()];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = lambda.getCapturedArg(i);
    }
    return captured;
  }

  private static void name(ItemBuffer buffer, EncodingNames names, String name) {
    buffer.writeVarInt(names.idOf(name), true);
  }

  @Override
  Object read(Graph graph, ItemInput input, Class<?> ignored) {
    return read(graph.decoding(), input, graph);
  }

  static Object readAlone(DecodingNames names, ItemInput input) {
    return read(names, input, null);
  }

  private static Object read(
      DecodingNames names, ItemInput input, @Nullable Graph graphOfCaptured) {
    Class<?> capturing = names.neededType(name(input, names));
    String functionalClass = name(input, names);
    String functionalMethod = name(input, names);
    String functionalSignature = name(input, names);
    String implClass = name(input, names);
    String implMethod = name(input, names);
    String implSignature = name(input, names);
    String instantiatedType = name(input, names);
    names.admitAll(instantiatedType);
    int kind = input.readVarInt(true);
    @Nullable Object[] captured =
        graphOfCaptured == null ? NOTHING : readCaptured(graphOfCaptured, input);
    return LambdaLinks.link(
        capturing,
        new SerializedLambda(
            capturing,
            functionalClass,
            functionalMethod,
            functionalSignature,
            kind,
            implClass,
            implMethod,
            implSignature,
            instantiatedType,
            captured));
  }

  private static @Nullable Object[] readCaptured(Graph graph, ItemInput input) {
    try {
      return CollectionForm.readElements(graph, input);
    } catch (RuntimeException e) {
      throw Misread.of(e, Misread.UNKNOWN).at(".captured");
    }
  }

  private static String name(ItemInput input, DecodingNames names) {
    return names.name(input.readVarInt(true));
  }
}
