package dev.procession.protocol.codec;

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

  private static final ClassValue<Method> WRITE_REPLACE =
      new ClassValue<>() {
        @Override
        protected Method computeValue(Class<?> type) {
          return method(type, "writeReplace");
        }
      };

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
      return (SerializedLambda) WRITE_REPLACE.get(lambda.getClass()).invoke(lambda);
    } catch (ReflectiveOperationException | RuntimeException e) {
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
