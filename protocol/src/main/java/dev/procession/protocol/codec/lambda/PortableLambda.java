package dev.procession.protocol.codec.lambda;

import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.graph.DecodingNames;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a user's lambda inside Java serialization, which would rebuild it with javac's method
 * only. See {@link LambdaLinks} for the problem with that.
 *
 * @param capturing the name of the class that contains it
 * @param functional class, method and signature of its interface, and the instantiated type
 * @param implKind the kind of call of its method
 * @param implementation class, method and signature of its method
 * @param captured the values that it captured
 */
public record PortableLambda(
    String capturing,
    String[] functional,
    int implKind,
    String[] implementation,
    @Nullable Object[] captured)
    implements Serializable {

  public static PortableLambda of(SerializedLambda lambda) {
    return new PortableLambda(
        LambdaDescription.capturingName(lambda),
        new String[] {
          lambda.getFunctionalInterfaceClass(),
          lambda.getFunctionalInterfaceMethodName(),
          lambda.getFunctionalInterfaceMethodSignature(),
          lambda.getInstantiatedMethodType()
        },
        lambda.getImplMethodKind(),
        new String[] {
          lambda.getImplClass(), lambda.getImplMethodName(), lambda.getImplMethodSignature()
        },
        LambdaDescription.captured(lambda));
  }

  /** The lambda, of the class of that name that the decoder knows. */
  public Object link(Class<?> type, DecodingNames names) {
    if (functional.length != 4 || implementation.length != 3) {
      throw new BadBytes("The description of a lambda is not complete");
    }
    names.admitAll(functional[3]);
    return LambdaLinks.link(
        type,
        new SerializedLambda(
            type,
            functional[0],
            functional[1],
            functional[2],
            implKind,
            implementation[0],
            implementation[1],
            implementation[2],
            functional[3],
            captured));
  }
}
