package dev.procession.protocol.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Objects that only Java serialization can carry whole: serializable classes of the JDK whose
 * fields are closed, and classes that say themselves how they are serialized.
 *
 * <p>Java serialization keeps its own account of shared objects. An object in the midst of a graph
 * that may share others with the rest of it therefore asks for the whole value to be carried so
 * ({@link WholeValue}); only where that is impossible it is carried for itself.
 */
final class JavaForm extends Form {
  private static final int MAX_DEPTH = 100_000;
  private static final int SPARE_ELEMENTS = 1024;

  /** Serializable classes of the JDK that do something when they are read. */
  private static final List<String> NEVER =
      List.of(
          "com.sun.org.apache.",
          "com.sun.rowset.",
          "java.beans.EventHandler",
          "java.rmi.",
          "javax.management.BadAttributeValueExpException",
          "javax.naming.",
          "javax.script.",
          "sun.rmi.");

  /** Classes of ours that stand for something; the users' loader need not know them. */
  private static final Map<String, Class<?>> OWN =
      Map.of(
          FailureNode.Reference.class.getName(), FailureNode.Reference.class,
          PortableLambda.class.getName(), PortableLambda.class);

  /** Thrown at an object that would rather not be carried for itself. */
  static final class WholeValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WholeValue() {
      super("The value needs Java serialization", null, false, false);
    }
  }

  @Override
  void write(Graph graph, ItemBuffer buffer, Object object) {
    if (!graph.mayNestJava() && !isLeaf(object.getClass())) {
      throw new WholeValue();
    }
    writeBytes(buffer, object);
  }

  /** Whether objects of a class share nothing with others, as far as can be told. */
  private static boolean isLeaf(Class<?> type) {
    return Origin.isJdk(type)
        && !Collection.class.isAssignableFrom(type)
        && !Map.class.isAssignableFrom(type)
        && !Comparator.class.isAssignableFrom(type)
        && type != AtomicReferenceArray.class;
  }

  static void writeBytes(ItemBuffer buffer, Object object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new Writer(bytes)) {
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

  /** Refuses what Java serialization would leave out without a word. */
  static class Writer extends ObjectOutputStream {
    Writer(OutputStream out) throws IOException {
      super(out);
      enableReplaceObject(true);
    }

    /** Lambdas of the JDK are left alone, since only the JDK can link them. */
    @Override
    protected @Nullable Object replaceObject(@Nullable Object object) {
      return object instanceof SerializedLambda lambda
              && !LambdaForm.capturingName(lambda).startsWith("java.")
          ? PortableLambda.of(lambda)
          : object;
    }

    @Override
    protected void annotateClass(Class<?> type) throws IOException {
      if (!Serializable.class.isAssignableFrom(type)
          || Externalizable.class.isAssignableFrom(type)
          || type.isEnum()
          || type.isRecord()) {
        return;
      }
      Class<?> c = type;
      while (c != null && Serializable.class.isAssignableFrom(c)) {
        if (Origin.isJdk(c) || Origin.writesItself(c)) {
          return;
        }
        c = c.getSuperclass();
      }
      for (; c != null && !Origin.isJdk(c); c = c.getSuperclass()) {
        if (Origin.hasInstanceFields(c)) {
          throw new NotSerializableException(
              "%s, the superclass of %s,".formatted(c.getName(), type.getName()));
        }
      }
    }
  }

  @Override
  Object read(Graph graph, ItemInput input, Class<?> type) {
    return readBytes(graph.decoding(), input);
  }

  static Object readBytes(DecodingNames names, ItemInput input) {
    byte[] bytes = input.readBytes(input.count(1));
    try (ObjectInputStream in = new Reader(new ByteArrayInputStream(bytes), bytes.length, names)) {
      Object object = in.readObject();
      if (object == null) {
        throw new Misread("Java serialization gave null");
      }
      return object;
    } catch (IOException e) {
      throw new Misread("Java serialization failed: " + e, "unknown", e);
    } catch (ClassNotFoundException e) {
      throw new Misread("Its class cannot be loaded here: " + e, String.valueOf(e.getMessage()), e);
    }
  }

  /** Takes classes from the decoder's loader, and believes no length. */
  static class Reader extends ObjectInputStream {
    private final DecodingNames names;

    Reader(InputStream in, int length, DecodingNames names) throws IOException {
      super(in);
      this.names = names;
      enableResolveObject(true);
      ObjectInputFilter ours = info -> check(info, length);
      setObjectInputFilter(
          ObjectInputFilter.merge(ours, ObjectInputFilter.Config.getSerialFilter()));
    }

    private static ObjectInputFilter.Status check(ObjectInputFilter.FilterInfo info, int length) {
      Class<?> type = info.serialClass();
      boolean bad =
          info.arrayLength() > (long) length + SPARE_ELEMENTS
              || info.references() > length
              || info.depth() > MAX_DEPTH
              || (type != null && NEVER.stream().anyMatch(type.getName()::startsWith));
      return bad ? ObjectInputFilter.Status.REJECTED : ObjectInputFilter.Status.UNDECIDED;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass desc) throws ClassNotFoundException {
      Class<?> own = OWN.get(desc.getName());
      return own != null ? own : names.type(desc.getName());
    }

    @Override
    protected @Nullable Object resolveObject(@Nullable Object object) throws IOException {
      if (!(object instanceof PortableLambda lambda)) {
        return object;
      }
      try {
        return lambda.link(names.type(lambda.capturing()));
      } catch (ClassNotFoundException e) {
        throw new InvalidObjectException("The class of a lambda cannot be loaded: " + e);
      }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
      Class<?>[] types = new Class<?>[interfaces.length];
      for (int i = 0; i < types.length; i++) {
        types[i] = names.type(interfaces[i]);
      }
      return Proxy.newProxyInstance(names.loader(), types, (proxy, method, args) -> null)
          .getClass();
    }
  }

  /** The class that stands for all such objects where a class is written. */
  static Class<?> marker() {
    return Serializable.class;
  }
}
