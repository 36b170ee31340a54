package dev.procession.protocol.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Java serialization that takes classes from the decoder's loader, and believes no length. */
class JavaReader extends ObjectInputStream {
  private static final int MAX_DEPTH = 100_000;
  private static final int SPARE_ELEMENTS = 1024;

  /** Classes of ours that stand for something; the users' loader need not know them. */
  private static final Map<String, Class<?>> OWN =
      Map.of(
          Carrying.Carried.class.getName(), Carrying.Carried.class,
          FailureNode.Reference.class.getName(), FailureNode.Reference.class,
          PortableLambda.class.getName(), PortableLambda.class);

  private final DecodingNames names;

  /** Owned by the decoding thread; made when first needed. */
  private @Nullable Graph graph;

  JavaReader(byte[] bytes, DecodingNames names) throws IOException {
    super(new ByteArrayInputStream(bytes));
    this.names = names;
    enableResolveObject(true);
    ObjectInputFilter ours = info -> check(info, bytes.length);
    setObjectInputFilter(ObjectInputFilter.merge(ours, ObjectInputFilter.Config.getSerialFilter()));
  }

  private static ObjectInputFilter.Status check(ObjectInputFilter.FilterInfo info, int length) {
    boolean bad =
        info.arrayLength() > (long) length + SPARE_ELEMENTS
            || info.references() > length
            || info.depth() > MAX_DEPTH;
    return bad ? ObjectInputFilter.Status.REJECTED : ObjectInputFilter.Status.UNDECIDED;
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass desc) throws ClassNotFoundException {
    Class<?> own = OWN.get(desc.getName());
    return own != null ? own : names.type(desc.getName());
  }

  @Override
  protected @Nullable Object resolveObject(@Nullable Object object) throws IOException {
    if (object instanceof PortableLambda lambda) {
      return link(lambda);
    } else if (object instanceof Carrying.Carried carried) {
      return carried.unpacked(graph());
    }
    return object;
  }

  private Object link(PortableLambda lambda) throws IOException {
    try {
      return lambda.link(names.type(lambda.capturing()), names);
    } catch (ClassNotFoundException e) {
      throw new InvalidObjectException("The class of a lambda cannot be loaded: " + e);
    }
  }

  private Graph graph() {
    Graph reading = graph;
    if (reading == null) {
      reading = Graph.decoding(names);
      reading.setAutoReset(false);
      graph = reading;
    }
    return reading;
  }

  @Override
  protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
    Class<?>[] types = new Class<?>[interfaces.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = names.type(interfaces[i]);
    }
    return Proxy.newProxyInstance(names.loader(), types, (proxy, method, args) -> null).getClass();
  }
}
