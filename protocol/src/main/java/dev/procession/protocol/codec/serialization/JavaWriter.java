package dev.procession.protocol.codec.serialization;

import dev.procession.protocol.codec.bytes.CannotTravel;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.graph.Constants;
import dev.procession.protocol.codec.lambda.LambdaDescription;
import dev.procession.protocol.codec.lambda.PortableLambda;
import dev.procession.protocol.codec.trust.ClassTraits;
import dev.procession.protocol.codec.trust.RefusalReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/** Java serialization that never omits state silently. */
class JavaWriter extends ObjectOutputStream {
  private final @Nullable NestedGraphs carrying;

  /**
   * A writer to a stream.
   *
   * @param carrying encodes objects that are not Serializable; null to reject them
   */
  JavaWriter(OutputStream out, @Nullable NestedGraphs carrying) throws IOException {
    super(out);
    this.carrying = carrying;
    enableReplaceObject(true);
  }

  /** Sees the written object, after a {@code writeReplace}, if any. */
  @Override
  protected @Nullable Object replaceObject(@Nullable Object object) throws IOException {
    // Lambdas of the JDK are unchanged, since only the JDK can link them.
    if (object instanceof SerializedLambda lambda
        && !LambdaDescription.capturingName(lambda).startsWith("java.")) {
      return PortableLambda.of(lambda);
    }
    if (object == null) {
      return null;
    } else if (object.getClass() == NullPointerException.class) {
      return withItsMessage((NullPointerException) object);
    } else if (carrying != null && NestedGraphs.isFor(object)) {
      return carrying.carried(object);
    }
    Class<?> type = object.getClass();
    Class<?> lost = ClassTraits.losesState(type);
    if (lost != null) {
      throw new NotSerializableException(
          "%s, the superclass of %s,".formatted(lost.getName(), type.getName()));
    }
    if (carrying == null
        && Constants.placeOf(object) != null
        && !ClassTraits.needsJavaSerialization(type)) {
      throw new CannotTravel(object, "it is compared by identity", null);
    }
    String refusal = RefusalReason.ofDangerous(type);
    if (refusal != null) {
      throw new CannotTravel(object, refusal, null);
    }
    return object;
  }

  /**
   * The virtual machine computes the message on demand from state that is not serialized; so an
   * exception with the message is sent instead.
   */
  private static NullPointerException withItsMessage(NullPointerException error) {
    NullPointerException copy = new NullPointerException(error.getMessage());
    copy.setStackTrace(error.getStackTrace());
    if (error.getCause() != null) {
      copy.initCause(error.getCause());
    }
    for (Throwable suppressed : error.getSuppressed()) {
      copy.addSuppressed(suppressed);
    }
    return copy;
  }

  /** A byte stream with a limit, which fails as soon as it is exceeded. */
  static final class Bytes extends ByteArrayOutputStream {
    private final int maxBytes;

    Bytes(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    @Override
    public synchronized void write(int b) {
      check(1);
      super.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      check(length);
      super.write(bytes, from, length);
    }

    private void check(int more) {
      if (more > maxBytes - count) {
        throw new ItemBuffer.TooLong((long) count + more);
      }
    }
  }
}
