package dev.procession.protocol.codec;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/**
 * What takes the place of a user's lambda inside Java serialization, which would rebuild it by
 * javac's own way alone. See {@link LambdaLinks} for what is wrong with that.
 *
 * @param capturing the name of the class that it is written in
 * @param functional class, method and signature of its interface, and the instantiated type
 * @param implKind how its method is called
 * @param implementation class, method and signature of its method
 * @param captured the values that it captured
 */
record PortableLambda(
    String capturing,
    String[] functional,
    int implKind,
    String[] implementation,
    @Nullable Object[] captured)
    implements Serializable {

  static PortableLambda of(SerializedLambda lambda) {
    return new PortableLambda(
        LambdaForm.capturingName(lambda),
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
        LambdaForm.captured(lambda));
  }

  /** The lambda, of the class of that name that the decoder knows. */
  Object link(Class<?> type, DecodingNames names) {
    if (functional.length != 4 || implementation.length != 3) {
      throw new Misread("The description of a lambda is not complete");
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
