package dev.procession.protocol.codec.form;

import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.graph.DecodingNames;
import dev.procession.protocol.codec.graph.EncodingNames;
import dev.procession.protocol.codec.graph.Form;
import dev.procession.protocol.codec.graph.Graph;
import dev.procession.protocol.codec.lambda.LambdaDescription;
import dev.procession.protocol.codec.lambda.LambdaLinks;
import dev.procession.protocol.codec.trust.ClassTraits;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/**
 * Serializable lambdas and method references: the data that Java serialization would write, with
 * every string as a number of the name table, and the captured values as part of the graph.
 *
 * <p>A lambda without captured values, like most functions, needs no graph. So a worker whose items
 * are numbers or texts never initializes Kryo, which takes as long as everything else before its
 * first result.
 */
public final class LambdaForm extends Form {
  /** Represents the class of every lambda, since lambda classes cannot be loaded by name. */
  public static final class Lambda {
    private Lambda() {}
  }

  private static final ClassValue<Boolean> IS_ALONE =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return carries(type) && !ClassTraits.hasInstanceFields(type);
        }
      };

  private static final @Nullable Object[] NOTHING = {};

  @Override
  protected void write(Graph graph, ItemBuffer buffer, Object object) {
    SerializedLambda lambda = LambdaDescription.of(object);
    writeDescription(lambda, buffer, graph.encoding());
    graph.startUnmade();
    CollectionForm.writeElements(graph, buffer, LambdaDescription.captured(lambda));
    graph.endUnmade();
  }

  /** Whether a class is that of a serializable user lambda; only the JDK links its own. */
  static boolean carries(Class<?> type) {
    return ClassTraits.isLambda(type)
        && Serializable.class.isAssignableFrom(type)
        && !ClassTraits.isJdk(type);
  }

  /** Whether an object is a user lambda without captured values. */
  public static boolean isAlone(Object object) {
    return IS_ALONE.get(object.getClass());
  }

  public static void writeAlone(Object lambda, ItemBuffer buffer, EncodingNames names) {
    writeDescription(LambdaDescription.of(lambda), buffer, names);
  }

  private static void writeDescription(
      SerializedLambda lambda, ItemBuffer buffer, EncodingNames names) {
    name(buffer, names, LambdaDescription.capturingName(lambda));
    name(buffer, names, lambda.getFunctionalInterfaceClass());
    name(buffer, names, lambda.getFunctionalInterfaceMethodName());
    name(buffer, names, lambda.getFunctionalInterfaceMethodSignature());
    name(buffer, names, lambda.getImplClass());
    name(buffer, names, lambda.getImplMethodName());
    name(buffer, names, lambda.getImplMethodSignature());
    name(buffer, names, lambda.getInstantiatedMethodType());
    buffer.writeVarInt(lambda.getImplMethodKind(), true);
  }

  /** The values captured by a lambda. */
  static @Nullable public Object[] capturedBy(Object lambda) {
    return LambdaDescription.captured(LambdaDescription.of(lambda));
  }

  private static void name(ItemBuffer buffer, EncodingNames names, String name) {
    buffer.writeVarInt(names.idOf(name), true);
  }

  @Override
  protected Object read(Graph graph, ItemInput input, Class<?> ignored) {
    return read(graph.decoding(), input, graph);
  }

  public static Object readAlone(DecodingNames names, ItemInput input) {
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
      throw BadBytes.of(e, BadBytes.UNKNOWN).at(".captured");
    }
  }

  private static String name(ItemInput input, DecodingNames names) {
    return names.name(input.readVarInt(true));
  }
}
