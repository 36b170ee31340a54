package dev.procession.protocol.codec;

import com.google.common.collect.HashBasedTable;
import com.google.common.collect.HashBiMap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableTable;
import com.google.common.collect.Lists;
import com.google.common.collect.Range;
import com.google.common.collect.TreeMultiset;
import dev.procession.task.SerializableFunction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Graphs, exceptions, functions, proxies, and collections of Guava. */
public final class GraphKinds {
  static final int DEEP = 100_000;

  private GraphKinds() {}

  static List<Kind> graphs() {
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    Map<String, Object> map = new HashMap<>();
    map.put("map", new Object[] {map});
    Zoo.Node ring = new Zoo.Node(1);
    ring.next = new Zoo.Node(2);
    ring.next.next = ring;
    List<Object> shared = new ArrayList<>();
    return List.of(
        Kind.shown("list that contains itself", itself, o -> ((List<?>) o).get(0) == o),
        Kind.shown("map that contains itself", map, GraphKinds::containsItself),
        Kind.shown("ring", ring, o -> next(next(o)) == o),
        Kind.shown(
            "shared list",
            new ArrayList<>(List.of(shared, List.of(shared))),
            o -> ((List<?>) ((List<?>) o).get(1)).get(0) == ((List<?>) o).get(0)),
        Kind.shown("list and its unmodifiable view", new Guarded(), o -> ((Guarded) o).isGuarded()),
        Kind.shown("deep list", deep(), GraphKinds::length));
  }

  private static boolean containsItself(Object map) {
    return ((Object[]) Objects.requireNonNull(((Map<?, ?>) map).get("map")))[0] == map;
  }

  private static Object next(Object node) {
    return Objects.requireNonNull(((Zoo.Node) node).next);
  }

  /** A list, and what others may see of it. */
  static final class Guarded {
    private final List<String> elements = new ArrayList<>();
    private final List<String> view = Collections.unmodifiableList(elements);

    boolean isGuarded() {
      elements.add("new");
      return view.get(view.size() - 1).equals("new");
    }
  }

  private static Zoo.Node deep() {
    Zoo.Node first = new Zoo.Node(0);
    for (int i = 1; i < DEEP; i++) {
      Zoo.Node before = new Zoo.Node(i);
      before.next = first;
      first = before;
    }
    return first;
  }

  private static int length(Object first) {
    int length = 0;
    for (Zoo.Node node = (Zoo.Node) first; node != null; node = node.next) {
      length++;
    }
    return length;
  }

  /** Fields of its own, also such as are not serializable. */
  public static final class Detailed extends Exception {
    private static final long serialVersionUID = 1L;
    final int code;

    @SuppressWarnings("serial")
    public final Object detail;

    public Detailed(int code, Object detail, @Nullable Throwable cause) {
      super("code " + code, cause);
      this.code = code;
      this.detail = detail;
    }
  }

  static List<Kind> errors() {
    Exception suppressing = new IllegalStateException("outer", new IOException("inner"));
    suppressing.addSuppressed(new Error("beside"));
    return List.of(
        error("exception", new IllegalArgumentException("what")),
        error("exception with a cause and suppressed", suppressing),
        error("exception of nothing", new RuntimeException((String) null)),
        error("error", new OutOfMemoryError("heap")),
        error("unchecked I/O", new UncheckedIOException(new IOException("disk"))),
        Kind.shown(
            "exception with fields",
            new Detailed(3, new Zoo.Point(1, 2), new Detailed(4, Optional.of("x"), null)),
            o -> printed(o) + ((Detailed) o).detail + ((Detailed) o).code));
  }

  private static Kind error(String name, Throwable error) {
    return Kind.shown(name, error, GraphKinds::printed);
  }

  private static String printed(Object error) {
    StringWriter text = new StringWriter();
    ((Throwable) error).printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  public record Greeting(String word) implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) {
      return word + " from " + method.getName();
    }
  }

  public interface Greeter {
    String greet();
  }

  @FunctionalInterface
  private interface Marked extends SerializableFunction<Integer, Object> {}

  static List<Kind> functions() {
    String captured = "captured ";
    Zoo.Plain notSerializable = new Zoo.Plain(1, 2, "p", "q");
    Object proxy =
        Proxy.newProxyInstance(
            GraphKinds.class.getClassLoader(),
            new Class<?>[] {Greeter.class},
            new Greeting("hello"));
    return List.of(
        function("lambda", x -> x + 1),
        function("capturing lambda", x -> captured + x),
        function("lambda that captured what is not serializable", x -> notSerializable),
        function("method reference", Integer::toBinaryString),
        function("bound method reference", captured::charAt),
        function("constructor reference", ArrayList::new),
        function("array constructor reference", x -> new int[x].length),
        new Kind("proxy", proxy, Greeter.class, o -> ((Greeter) o).greet()),
        new Kind(
            "annotation",
            Objects.requireNonNull(Marked.class.getAnnotation(FunctionalInterface.class)),
            FunctionalInterface.class,
            o -> o));
  }

  private static Kind function(String name, SerializableFunction<Integer, Object> function) {
    return new Kind(name, function, SerializableFunction.class, GraphKinds::applied);
  }

  @SuppressWarnings("unchecked")
  private static Object applied(Object function) throws Exception {
    return ((SerializableFunction<Integer, Object>) function).apply(3);
  }

  static List<Kind> guava() {
    HashBasedTable<Integer, Integer, String> table = HashBasedTable.create();
    table.put(1, 2, "x");
    return List.of(
        Kind.of("Guava's empty list", ImmutableList.of()),
        Kind.of("Guava's list", ImmutableList.of(1, 2, 3)),
        Kind.of("Guava's list of what is not serializable", ImmutableList.of(new Zoo.Point(1, 2))),
        Kind.of("Guava's set", ImmutableSet.of("b", "a")),
        Kind.of("Guava's map", ImmutableMap.of("a", 1, "b", Optional.empty())),
        Kind.of("Guava's sorted map", ImmutableSortedMap.of("b", 1, "a", 2)),
        Kind.of("Guava's multimap", ImmutableListMultimap.of(1, 2, 1, 3)),
        Kind.of("Guava's two-way map", HashBiMap.create(Map.of(1, 2))),
        Kind.of("Guava's table", table),
        Kind.of("Guava's immutable table", ImmutableTable.copyOf(table)),
        Kind.of("Guava's range", Range.closedOpen(1, 5)),
        Kind.of("Guava's multiset", TreeMultiset.create(List.of(1, 1, 2))),
        Kind.of("Guava's reversed list", Lists.reverse(new ArrayList<>(List.of(1, 2)))),
        Kind.of("Guava's optional", com.google.common.base.Optional.of(1)));
  }
}
