package dev.procession.protocol.codec;

import com.esotericsoftware.kryo.kryo5.KryoException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Java serialization that takes classes from the decoder's loader, and believes no length.
 *
 * <p>It fills hash tables by itself, so what that costs is counted when a collection has been read,
 * for those that contain it. One that has the same part many times is not noticed by that; for it
 * there is a time limit, which nothing but an attack comes near.
 */
class JavaReader extends ObjectInputStream {
  /** A hash table is up to 8 / 3 times as long as what is in it, and that has bytes of its own. */
  private static final int ELEMENTS_PER_BYTE = 4;

  private static final int SPARE_ELEMENTS = 1024;
  private static final long SPARE_NANOS = 5_000_000_000L;
  private static final long NANOS_PER_BYTE = 1000;

  /** Classes of ours that stand for something; the users' loader need not know them. */
  private static final Map<String, Class<?>> OWN =
      Map.of(
          Carrying.Carried.class.getName(), Carrying.Carried.class,
          FailureNode.Reference.class.getName(), FailureNode.Reference.class,
          PortableLambda.class.getName(), PortableLambda.class);

  /** The methods by which a class reads itself. */
  private static final Set<String> HOOKS = Set.of("readObject", "readResolve", "readExternal");

  private static final Set<String> READERS =
      Set.of(ObjectInputStream.class.getName(), JavaReader.class.getName());

  private final DecodingNames names;
  private final int length;
  private final int maxDepth;
  private final long startNanos = System.nanoTime();

  /** Owned by the decoding thread, like all that follows. */
  private long elementsLeft;

  private int depth;

  /** How many steps the hash codes of the collections take that were read. */
  private final IdentityHashMap<Object, Long> hashSteps = new IdentityHashMap<>();

  /** One that must not get into a hash table. */
  private @Nullable URL url;

  private boolean hashes;

  /** Made when first needed. */
  private @Nullable Graph graph;

  /** The class that was resolved last. */
  private String latest = Misread.UNKNOWN;

  JavaReader(byte[] bytes, DecodingNames names) throws IOException {
    super(new ByteArrayInputStream(bytes));
    this.names = names;
    length = bytes.length;
    maxDepth = names.budget().javaDepth();
    elementsLeft = (long) length * ELEMENTS_PER_BYTE + SPARE_ELEMENTS;
    enableResolveObject(true);
    setObjectInputFilter(
        ObjectInputFilter.merge(this::check, ObjectInputFilter.Config.getSerialFilter()));
  }

  /**
   * The value that the bytes are.
   *
   * @throws Misread if they are none, with the class that is to blame
   */
  Object value() throws IOException {
    try {
      Object object = readObject();
      if (object == null) {
        throw new Misread("Java serialization gave null");
      }
      return object;
    } catch (ClassNotFoundException e) {
      throw new Misread("Its class cannot be loaded here: " + e, String.valueOf(e.getMessage()), e);
    } catch (KryoException | VirtualMachineError e) {
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      if (e.getCause() instanceof Misread why) {
        throw why;
      }
      throw new Misread("Java serialization failed: " + e, culprit(e), e);
    }
  }

  /** Java serialization does not tell, but its hooks run in the class that has them. */
  private String culprit(Throwable error) {
    if (error instanceof InvalidClassException invalid && invalid.classname != null) {
      return invalid.classname;
    }
    for (StackTraceElement frame : error.getStackTrace()) {
      if (HOOKS.contains(frame.getMethodName()) && !READERS.contains(frame.getClassName())) {
        return frame.getClassName();
      }
    }
    return latest;
  }

  /** Asked for each class, each array, and each object that was met before. */
  private ObjectInputFilter.Status check(ObjectInputFilter.FilterInfo info) {
    depth = (int) Math.min(info.depth(), Budget.MAX_DEPTH);
    elementsLeft -= Math.max(0, info.arrayLength());
    if (elementsLeft < 0 || info.references() > length) {
      throw new Misread("Its collections claim far more elements than it has bytes");
    } else if (depth > maxDepth) {
      throw new Misread("It is nested more than " + maxDepth + " levels deep");
    } else if (names.isWary() && System.nanoTime() - startNanos > maxNanos()) {
      throw new Misread("To read its %d bytes takes too long".formatted(length));
    }
    return ObjectInputFilter.Status.UNDECIDED;
  }

  private long maxNanos() {
    return SPARE_NANOS + length * NANOS_PER_BYTE;
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass desc) throws ClassNotFoundException {
    latest = desc.getName();
    Class<?> own = OWN.get(desc.getName());
    if (own != null) {
      return own;
    }
    Class<?> type = names.type(desc.getName());
    hashes |= Map.class.isAssignableFrom(type) || Set.class.isAssignableFrom(type);
    refuseLookups();
    return type;
  }

  @Override
  protected @Nullable Object resolveObject(@Nullable Object object) throws IOException {
    if (object instanceof PortableLambda lambda) {
      return link(lambda);
    } else if (object instanceof Carrying.Carried carried) {
      return unpacked(carried);
    } else if (object instanceof URL read && HashCost.asksForName(read)) {
      url = read;
      refuseLookups();
    } else if (names.isWary() && (object instanceof Collection || object instanceof Map)) {
      hashSteps.put(object, HashCost.ofCollection(object, hashSteps, names.budget().steps()));
    }
    return object;
  }

  /** Whatever the order, a URL and a hash table in one stream may be one in the other. */
  private void refuseLookups() {
    if (names.isWary() && hashes && url != null) {
      throw Budget.asksForName(url);
    }
  }

  private Object unpacked(Carrying.Carried carried) {
    Budget budget = names.budget();
    int before = budget.enterFromJava(depth);
    try {
      Graph reading = graph();
      reading.maxDepth(budget.graphDepth());
      return carried.unpacked(reading);
    } finally {
      budget.leave(before);
    }
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
    ClassLoader loader = ProxyLoader.of(types, names.loader());
    return Proxy.newProxyInstance(loader, types, (proxy, method, args) -> null).getClass();
  }
}
