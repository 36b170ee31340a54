package dev.procession.protocol.codec;

import dev.procession.protocol.codec.lambda.PortableLambda;
import dev.procession.protocol.codec.serialization.NestedGraphs;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectStreamConstants;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import javax.management.BadAttributeValueExpException;
import javax.management.ObjectName;
import javax.naming.CompositeName;
import javax.swing.tree.TreePath;
import org.apache.commons.beanutils.BeanComparator;
import org.apache.commons.collections.functors.InvokerTransformer;

/** Streams of Java serialization that name gadgets, or take much more than they are. */
final class JavaAttacks {
  private static final int LEVELS = 50;

  private JavaAttacks() {}

  static List<Attack> gadgets() throws Exception {
    Object annotation = FunctionalInterface.class.getAnnotations()[0];
    PriorityQueue<Object> queue = new PriorityQueue<>(List.of(1, 2));
    PriorityQueue<Object> comparing = new PriorityQueue<>(new BeanComparator());
    comparing.addAll(queue);
    BeanComparator.COMPARED.set(0);
    return List.of(
        serialized("transformer", new InvokerTransformer()),
        serialized("transformer in a list", list(new InvokerTransformer())),
        serialized("transformers", new InvokerTransformer[1]),
        serialized("queue with a comparator that calls methods", comparing),
        serialized("annotation", annotation),
        serialized("handler of annotations", Proxy.getInvocationHandler(annotation)),
        serialized("exception that asks for texts", new BadAttributeValueExpException("text")),
        serialized("tree of windows", new TreePath("x")),
        serialized("name of a bean", new ObjectName("a:b=c")),
        serialized("composite name", new CompositeName("a")),
        lookup(),
        named("com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl"),
        named("com.sun.org.apache.xpath.internal.objects.XString"),
        named("java.rmi.server.UnicastRemoteObject"),
        named("com.sun.rowset.JdbcRowSetImpl"),
        named("javax.script.ScriptEngineManager"),
        named("org.springframework.aop.target.HotSwappableTargetSource"),
        named("org.codehaus.groovy.runtime.MethodClosure"),
        named("com.mchange.v2.c3p0.PoolBackedDataSource"),
        named("no.such.Class"));
  }

  private static Attack serialized(String name, Object object) throws IOException {
    return Forge.java(name, Forge.serialized(object));
  }

  private static List<Object> list(Object object) {
    return new ArrayList<>(Collections.singletonList(object));
  }

  /** The host is put in afterwards, so that it is not looked up here. */
  @SuppressWarnings("URLEqualsHashCode") // That is the attack.
  private static Attack lookup() throws IOException {
    byte[] stream = Forge.serialized(new HashSet<>(List.of(new URL("http:file"))));
    byte[] noHost = {0x74, 0, 0, 0x74, 0, 4, 'h', 't', 't', 'p'};
    byte[] host = {0x74, 0, 3, 'b', '.', 'c', 0x74, 0, 4, 'h', 't', 't', 'p'};
    return Forge.java("URL in a set", Forge.replaced(stream, noHost, host));
  }

  private static Attack named(String className) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    start(out);
    out.writeByte(ObjectStreamConstants.TC_OBJECT);
    describe(out, className);
    return Forge.java(className, bytes.toByteArray());
  }

  private static void start(DataOutputStream out) throws IOException {
    out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
    out.writeShort(ObjectStreamConstants.STREAM_VERSION);
  }

  private static void describe(DataOutputStream out, String className) throws IOException {
    out.writeByte(ObjectStreamConstants.TC_CLASSDESC);
    out.writeUTF(className);
    out.writeLong(1);
    out.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
    out.writeShort(0);
    out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
    out.writeByte(ObjectStreamConstants.TC_NULL);
  }

  @SuppressWarnings("JdkObsolete") // An attacker may have it.
  static List<Attack> sizes() throws Exception {
    byte[] table = Forge.serialized(new Hashtable<>(Map.of("a", "b")));
    byte[] size = {0x77, 8, 0, 0, 0, 11, 0, 0, 0, 1};
    byte[] huge = {0x77, 8, 0x7f, -1, -1, -1, 0x7f, -1, -1, -1};
    byte[] graph = {1, 2, 3};
    return List.of(
        Forge.java("array of 2^31-1", array("[I", Integer.MAX_VALUE)),
        Forge.java("objects, 2^31-1", array("[Ljava.lang.Object;", Integer.MAX_VALUE)),
        Forge.java("arrays that claim the same bytes", nestedArrays(20_000, 19_000)),
        Forge.java("a million levels", nestedArrays(1_000_000, 1)),
        Forge.java("table of 2^31-1", Forge.replaced(table, size, huge)),
        serialized("sets of sets", setsOfSets()),
        serialized("graph that is unpacked many times", manyCarried()),
        Forge.java("nothing", new byte[0]),
        Forge.java("no stream", new byte[] {1, 2, 3, 4, 5}),
        Forge.java("stream that ends", Arrays.copyOf(table, table.length / 2)),
        Forge.java("null", new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 0x70}),
        serialized("lambda that exits", exit()),
        serialized("our own lambda that exits", PortableLambda.of(exit())),
        serialized("graph that is none", new NestedGraphs.Carried(graph)));
  }

  private static byte[] array(String className, int length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    start(out);
    out.writeByte(ObjectStreamConstants.TC_ARRAY);
    describe(out, className);
    out.writeInt(length);
    return bytes.toByteArray();
  }

  private static byte[] nestedArrays(int levels, int length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(array("[Ljava.lang.Object;", length));
    DataOutputStream out = new DataOutputStream(bytes);
    for (int i = 0; i < levels; i++) {
      out.writeByte(ObjectStreamConstants.TC_ARRAY);
      out.writeByte(ObjectStreamConstants.TC_REFERENCE);
      out.writeInt(ObjectStreamConstants.baseWireHandle);
      out.writeInt(length);
    }
    return bytes.toByteArray();
  }

  private static Set<Object> setsOfSets() {
    Set<Object> root = new HashSet<>();
    Set<Object> left = root;
    Set<Object> right = new HashSet<>();
    for (int i = 0; i < LEVELS; i++) {
      Set<Object> nextLeft = new HashSet<>();
      Set<Object> nextRight = new HashSet<>();
      nextLeft.add("different");
      left.add(nextLeft);
      left.add(nextRight);
      right.add(nextLeft);
      right.add(nextRight);
      left = nextLeft;
      right = nextRight;
    }
    return root;
  }

  /** The stream of a set that is to have the same list many times. */
  static byte[] setOfMany(List<Object> list, int times) throws IOException {
    byte[] one = Forge.serialized(new HashSet<>(List.of(list)));
    byte[] size = {0, 0, 0, 1, 0x73};
    byte[] many = ByteBuffer.allocate(5).putInt(times).put((byte) 0x73).array();
    byte[] stream = Forge.replaced(one, size, many);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(stream, 0, stream.length - 1);
    for (int i = 1; i < times; i++) {
      out.writeByte(ObjectStreamConstants.TC_REFERENCE);
      // After the class and the set, and the class of the list.
      out.writeInt(ObjectStreamConstants.baseWireHandle + 3);
    }
    out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
    return bytes.toByteArray();
  }

  private static List<Object> manyCarried() {
    Forge forge = Forge.graph().object(ArrayList.class).number(50_000).bytes(new byte[50_000]);
    byte[] tagged = forge.attack("").items().copyOf(0);
    byte[] graph = Arrays.copyOfRange(tagged, 1, tagged.length);
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      list.add(new NestedGraphs.Carried(graph));
    }
    return list;
  }

  private static SerializedLambda exit() {
    return new SerializedLambda(
        JavaAttacks.class,
        "java/util/function/IntConsumer",
        "accept",
        "(I)V",
        MethodHandleInfo.REF_invokeStatic,
        "java/lang/System",
        "exit",
        "(I)V",
        "(I)V",
        new Object[0]);
  }
}
