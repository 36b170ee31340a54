package dev.procession.protocol.codec.serialization;

import dev.procession.protocol.ErrorText;
import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.bytes.CannotTravel;
import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.graph.DecodingNames;
import dev.procession.protocol.codec.graph.Form;
import dev.procession.protocol.codec.graph.Forms;
import dev.procession.protocol.codec.graph.Graph;
import dev.procession.protocol.codec.graph.SerializationNesting;
import dev.procession.protocol.codec.trust.ClassTraits;
import dev.procession.protocol.codec.trust.DecodingBudget;
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
 * The form of objects that only Java serialization can copy completely: serializable JDK classes,
 * whose fields are not accessible, and classes that customize their serialization.
 *
 * <p>Java serialization tracks shared objects separately. If such an object may share others with
 * the rest of a graph, the whole value is therefore encoded by Java serialization ({@link
 * WholeValue}). Only if that is impossible, the object is encoded separately, with its
 * non-Serializable parts as nested graphs ({@link NestedGraphs}).
 */
public final class JavaForm extends Form {

  /** Thrown at an object that should not be encoded separately. */
  public static final class WholeValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WholeValue() {
      super("The value needs Java serialization", null, false, false);
    }
  }

  @Override
  protected void write(Graph graph, ItemBuffer buffer, Object object) {
    if (isLeaf(object.getClass())) {
      writeBytes(buffer, object);
    } else if (graph.mayNestJava()) {
      SerializationNesting inside = SerializationNesting.enter(object, graph.around());
      int maxBytes = buffer.maxItemBytes();
      write(buffer, object, new NestedGraphs(graph.encoding(), graph.forms(), inside, maxBytes));
    } else {
      throw new WholeValue();
    }
  }

  /** Whether objects of a class are known to share nothing with others. */
  private static boolean isLeaf(Class<?> type) {
    return ClassTraits.isJdk(type)
        && !Collection.class.isAssignableFrom(type)
        && !Map.class.isAssignableFrom(type)
        && !Comparator.class.isAssignableFrom(type)
        && type != AtomicReferenceArray.class;
  }

  /** Writes an object whose contents are all Serializable. */
  public static void writeBytes(ItemBuffer buffer, Object object) {
    write(buffer, object, null);
  }

  private static void write(ItemBuffer buffer, Object object, @Nullable NestedGraphs carrying) {
    JavaWriter.Bytes bytes = new JavaWriter.Bytes(buffer.maxItemBytes());
    try (ObjectOutputStream out = new JavaWriter(bytes, carrying)) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new CannotTravel(object, because(e), e);
    }
    buffer.writeVarInt(bytes.size(), true);
    buffer.raw(bytes.toByteArray());
  }

  static String because(IOException e) {
    return e instanceof NotSerializableException
        ? "it needs Java serialization, and " + ErrorText.messageOf(e) + " is not Serializable"
        : ErrorText.of(e);
  }

  @Override
  protected Object read(Graph graph, ItemInput input, Class<?> type) {
    DecodingBudget budget = graph.decoding().budget();
    int before = budget.enterFromGraph(graph.getDepth());
    try {
      return readBytes(graph.decoding(), graph.forms(), input);
    } finally {
      budget.leave(before);
    }
  }

  public static Object readBytes(DecodingNames names, Forms forms, ItemInput input) {
    byte[] bytes = input.counted();
    names.budget().unpack(bytes.length);
    try (JavaReader in = new JavaReader(bytes, names, forms)) {
      return in.value();
    } catch (IOException e) {
      throw new BadBytes("Java serialization failed: " + e, BadBytes.UNKNOWN, e);
    }
  }

  /** The class that represents all such objects when a class is written. */
  public static Class<?> marker() {
    return Serializable.class;
  }
}
