package dev.procession.protocol.codec;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Objects that only Java serialization can carry whole: serializable classes of the JDK whose
 * fields are closed, and classes that say themselves how they are serialized.
 *
 * <p>Java serialization keeps its own account of shared objects. An object in the midst of a graph
 * that may share others with the rest of it therefore asks for the whole value to be carried so
 * ({@link WholeValue}); only where that is impossible it is carried for itself, and what is not
 * Serializable in it as a graph again ({@link Carrying}).
 */
final class JavaForm extends Form {

  /** Thrown at an object that would rather not be carried for itself. */
  static final class WholeValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WholeValue() {
      super("The value needs Java serialization", null, false, false);
    }
  }

  @Override
  void write(Graph graph, ItemBuffer buffer, Object object) {
    if (isLeaf(object.getClass())) {
      writeBytes(buffer, object);
    } else if (graph.mayNestJava()) {
      Nesting inside = Nesting.enter(object, graph.around());
      write(buffer, object, new Carrying(graph.encoding(), inside, buffer.maxItemBytes()));
    } else {
      throw new WholeValue();
    }
  }

  /** Whether objects of a class share nothing with others, as far as can be told. */
  private static boolean isLeaf(Class<?> type) {
    return Origin.isJdk(type)
        && !Collection.class.isAssignableFrom(type)
        && !Map.class.isAssignableFrom(type)
        && !Comparator.class.isAssignableFrom(type)
        && type != AtomicReferenceArray.class;
  }

  /** Writes an object of which all that it contains is Serializable. */
  static void writeBytes(ItemBuffer buffer, Object object) {
    write(buffer, object, null);
  }

  private static void write(ItemBuffer buffer, Object object, @Nullable Carrying carrying) {
    JavaWriter.Bytes bytes = new JavaWriter.Bytes(buffer.maxItemBytes());
    try (ObjectOutputStream out = new JavaWriter(bytes, carrying)) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new Untransportable(object, because(e), e);
    }
    buffer.writeVarInt(bytes.size(), true);
    buffer.raw(bytes.toByteArray());
  }

  static String because(IOException e) {
    return e instanceof NotSerializableException
        ? "it needs Java serialization, and " + e.getMessage() + " is not Serializable"
        : e.toString();
  }

  @Override
  Object read(Graph graph, ItemInput input, Class<?> type) {
    Budget budget = graph.decoding().budget();
    int before = budget.enterFromGraph(graph.getDepth());
    try {
      return readBytes(graph.decoding(), input);
    } finally {
      budget.leave(before);
    }
  }

  static Object readBytes(DecodingNames names, ItemInput input) {
    byte[] bytes = input.counted();
    names.budget().unpack(bytes.length);
    try (JavaReader in = new JavaReader(bytes, names)) {
      return in.value();
    } catch (IOException e) {
      throw new Misread("Java serialization failed: " + e, Misread.UNKNOWN, e);
    }
  }

  /** The class that stands for all such objects where a class is written. */
  static Class<?> marker() {
    return Serializable.class;
  }
}
