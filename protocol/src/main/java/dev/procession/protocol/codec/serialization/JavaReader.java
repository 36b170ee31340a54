package dev.procession.protocol.codec.serialization;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.procession.protocol.ErrorText;
import dev.procession.protocol.codec.bytes.BadBytes;
import dev.procession.protocol.codec.graph.DecodingNames;
import dev.procession.protocol.codec.graph.Forms;
import dev.procession.protocol.codec.graph.Graph;
import dev.procession.protocol.codec.lambda.PortableLambda;
import dev.procession.protocol.codec.trust.DecodingBudget;
import dev.procession.protocol.codec.trust.HashCost;
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
 * Java deserialization that loads classes from the decoder's loader, and trusts no length.
 *
 * <p>It fills hash tables itself, so the cost is counted when a collection has been read, for the
 * collections that contain it. That misses a collection with many references to the same part, for
 * which there is a time limit that only an attack approaches.
 */
class JavaReader extends ObjectInputStream {
  /** A hash table is up to 8 / 3 times as long as its contents, which have bytes themselves. */
  private static final int ELEMENTS_PER_BYTE = 4;

  private static final int SPARE_ELEMENTS = 1024;
  private static final long SPARE_NANOS = 5_000_000_000L;
  private static final long NANOS_PER_BYTE = 1000;

  /** Our own placeholder classes, which the users' loader need not know. */
  private static final Map<String, Class<?>> OWN =
      Map.of(
          NestedGraphs.Carried.class.getName(), NestedGraphs.Carried.class,
          FailureNode.Reference.class.getName(), FailureNode.Reference.class,
          ComputedText.State.class.getName(), ComputedText.State.class,
          PortableLambda.class.getName(), PortableLambda.class);

  /** The methods by which a class reads itself. */
  private static final Set<String> HOOKS = Set.of("readObject", "readResolve", "readExternal");

  private static final Set<String> READERS =
      Set.of(ObjectInputStream.class.getName(), JavaReader.class.getName());

  private final DecodingNames names;
  private final Forms forms;
  private final int length;
  private final int maxDepth;
  private final long startNanos = System.nanoTime();

  /** Owned by the decoding thread, like all that follows. */
  private long elementsLeft;

  private int depth;

  /** The number of steps for the hash codes of the collections read. */
  private final IdentityHashMap<Object, Long> hashSteps = new IdentityHashMap<>();

  /** An object that must not get into a hash table. */
  private @Nullable URL url;

  private boolean hashes;

  /** Made when first needed. */
  private @Nullable Graph graph;

  /** The class that was resolved last. */
  private String latest = BadBytes.UNKNOWN;

  JavaReader(byte[] bytes, DecodingNames names, Forms forms) throws IOException {
    super(new ByteArrayInputStream(bytes));
    this.names = names;
    this.forms = forms;
    length = bytes.length;
    maxDepth = names.budget().javaDepth();
    elementsLeft = (long) length * ELEMENTS_PER_BYTE + SPARE_ELEMENTS;
    enableResolveObject(true);
    setObjectInputFilter(
        ObjectInputFilter.merge(this::check, ObjectInputFilter.Config.getSerialFilter()));
  }

  /**
   * Reads the value.
   *
   * @throws BadBytes if the bytes are not a value, with the class at fault
   */
  Object value() throws IOException {
    try {
      Object object = readObject();
      if (object == null) {
        throw new BadBytes("Java serialization gave null");
      }
      return object;
    } catch (ClassNotFoundException e) {
      throw new BadBytes(
          "Its class cannot be loaded here: " + ErrorText.of(e),
          String.valueOf(ErrorText.messageOf(e)),
          e);
    } catch (KryoException | VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      if (ErrorText.causeOf(e).orElse(null) instanceof BadBytes why) {
        throw why;
      }
      throw new BadBytes("Java serialization failed: " + ErrorText.of(e), culprit(e), e);
    }
  }

  /** Java serialization does not report the class, but its hooks run in that class. */
  private String culprit(Throwable error) {
    if (error instanceof InvalidClassException invalid && invalid.classname != null) {
      return invalid.classname;
    }
    for (StackTraceElement frame : ErrorText.traceOf(error)) {
      if (HOOKS.contains(frame.getMethodName()) && !READERS.contains(frame.getClassName())) {
        return frame.getClassName();
      }
    }
    return latest;
  }

  /** Called for each class, each array, and each object read before. */
  private ObjectInputFilter.Status check(ObjectInputFilter.FilterInfo info) {
    depth = (int) Math.min(info.depth(), DecodingBudget.MAX_DEPTH);
    elementsLeft -= Math.max(0, info.arrayLength());
    if (elementsLeft < 0 || info.references() > length) {
      throw new BadBytes("Its collections claim far more elements than it has bytes");
    } else if (depth > maxDepth) {
      throw new BadBytes("It is nested more than " + maxDepth + " levels deep");
    } else if (names.isWary() && System.nanoTime() - startNanos > maxNanos()) {
      throw new BadBytes("Reading its %d bytes takes too long".formatted(length));
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
    } else if (object instanceof NestedGraphs.Carried carried) {
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
      throw HashCost.nameLookup(url);
    }
  }

  private Object unpacked(NestedGraphs.Carried carried) {
    DecodingBudget budget = names.budget();
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
      reading = Graph.decoding(names, forms);
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
    return Proxy.newProxyInstance(names.proxyLoader(types), types, (proxy, method, args) -> null)
        .getClass();
  }
}
