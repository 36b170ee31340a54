package dev.procession.protocol.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/** Java serialization that leaves nothing out without a word. */
class JavaWriter extends ObjectOutputStream {
  private final @Nullable Carrying carrying;

  /**
   * A writer to a stream.
   *
   * @param carrying carries what is not Serializable; null to refuse it
   */
  JavaWriter(OutputStream out, @Nullable Carrying carrying) throws IOException {
    super(out);
    this.carrying = carrying;
    enableReplaceObject(true);
  }

  @Override
  protected @Nullable Object replaceObject(@Nullable Object object) {
    // Lambdas of the JDK are left alone, since only the JDK can link them.
    if (object instanceof SerializedLambda lambda
        && !LambdaForm.capturingName(lambda).startsWith("java.")) {
      return PortableLambda.of(lambda);
    }
    return carrying != null && object != null && Carrying.isFor(object)
        ? carrying.carried(object)
        : object;
  }

  @Override
  protected void annotateClass(Class<?> type) throws IOException {
    Class<?> lost = Origin.losesState(type);
    if (lost != null) {
      throw new NotSerializableException(
          "%s, the superclass of %s,".formatted(lost.getName(), type.getName()));
    }
  }

  /** Bytes with a limit, so that what is too long is noticed before it is all there. */
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
