package dev.procession.protocol.codec;

import dev.procession.protocol.codec.form.LambdaForm;
import java.beans.EventHandler;
import java.lang.invoke.MethodHandleInfo;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.beanutils.BeanComparator;
import org.apache.commons.collections.functors.InvokerTransformer;
import org.jspecify.annotations.Nullable;

/** Graphs that name classes, code and places that a result has no business with. */
final class NameAttacks {
  /** How often the handler of a proxy was called. */
  static final AtomicInteger CALLED = new AtomicInteger();

  private static final String HOST = "http://attacker.invalid/";

  private NameAttacks() {}

  abstract static class AbstractTrap {}

  record Silent() implements InvocationHandler {
    @Override
    public @Nullable Object invoke(
        Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
      CALLED.incrementAndGet();
      return null;
    }
  }

  private static Forge of(Class<?> type) {
    return Forge.graph().object(type);
  }

  static List<Attack> classes() {
    return List.of(
        Forge.graph().objectOf("").attack("class without a name"),
        Forge.graph().objectOf("../../etc/passwd").attack("path for a class"),
        Forge.graph().objectOf("[".repeat(300) + "I").attack("array of 300 dimensions"),
        Forge.graph().objectOf("[Lno.such.Class;").number(1).attack("array of what is not"),
        of(Socket.class).attack("socket"),
        of(ProcessBuilder.class).attack("process"),
        of(Runtime.class).attack("runtime"),
        of(URLClassLoader.class).attack("class loader"),
        of(AbstractTrap.class).attack("abstract class"),
        of(Runnable.class).attack("interface"),
        Forge.graph().plain(void.class).number(1).attack("nothing that is something"),
        Forge.graph().objectOf("com.sun.rowset.JdbcRowSetImpl").number(0).attack("row set"),
        Forge.graph().objectOf("javax.swing.JEditorPane").number(0).attack("window"),
        Forge.graph()
            .objectOf(InvokerTransformer.class.getName())
            .number(0)
            .attack("transformer by its fields"),
        of(PriorityQueue.class)
            .object(BeanComparator.class)
            .number(2)
            .value(1)
            .value(2)
            .attack("queue with a comparator that calls methods"));
  }

  static List<Attack> code() {
    return List.of(
        lambda(NameAttacks.class, "java/lang/System", "exit").attack("lambda that exits"),
        lambda(String.class, "java/lang/System", "exit").attack("lambda of the JDK"),
        lambda(Kind.class, "dev/procession/No", "no").attack("lambda of a class without"),
        alone(NameAttacks.class, "java/lang/System", "exit").attack("lone lambda that exits"),
        alone(String.class, "java/lang/System", "exit").attack("lone lambda of the JDK"),
        proxy("java.lang.Runnable").value("no handler").attack("proxy without a handler"),
        proxy("java.lang.String").value(new Silent()).attack("proxy for a class"),
        proxy("java.util.Comparator")
            .object(EventHandler.class)
            .attack("proxy that calls methods by their names"),
        of(TreeSet.class).value("no comparator").number(0).attack("text to compare with"));
  }

  private static Forge proxy(String type) {
    return of(Proxy.class).number(1).name(type);
  }

  private static Forge lambda(Class<?> capturing, String owner, String method) {
    return described(of(LambdaForm.Lambda.class), capturing, owner, method).number(0);
  }

  private static Forge alone(Class<?> capturing, String owner, String method) {
    return described(new Forge(Tag.LAMBDA), capturing, owner, method);
  }

  private static Forge described(Forge forge, Class<?> capturing, String owner, String method) {
    return forge
        .name(capturing.getName())
        .name("java/util/function/IntConsumer")
        .name("accept")
        .name("(I)V")
        .name(owner)
        .name(method)
        .name("(I)V")
        .name("(I)V")
        .number(MethodHandleInfo.REF_invokeStatic);
  }

  static List<Attack> places() {
    return List.of(
        of(HashSet.class).number(1).object(URL.class).text(HOST).attack("URL in a set"),
        of(HashMap.class).number(1).object(URL.class).text(HOST).number(0).attack("URL as a key"),
        of(HashSet.class)
            .number(1)
            .object(ArrayList.class)
            .number(1)
            .object(URL.class)
            .text(HOST)
            .attack("URL in a list in a set"),
        of(URL.class).text("nonsense:x").attack("URL of no protocol"),
        of(Path.class).text("a\0b").attack("path with a zero"),
        of(Charset.class).text("no such charset").attack("charset that is not"));
  }
}
