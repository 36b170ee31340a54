package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Collections with elements whose fields lead back to them. */
@SuppressWarnings({"JdkObsolete", "IdentityHashMapUsage"}) // Users have them.
class CirclesTest {
  private final Trip trip = new Trip();

  /** What decides about equality comes after what leads back, whatever the order of the fields. */
  private static class Name implements Comparable<Name> {
    final String text;

    Name(String text) {
      this.text = text;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Name n && n.text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public int compareTo(Name other) {
      return text.compareTo(other.text);
    }
  }

  private static class Order {
    Object aLines;
    @Nullable Object others;

    Order(Object lines) {
      aLines = lines;
    }
  }

  /** Hashed and compared by an object that is read after the way back. */
  private static final class Line implements Comparable<Line> {
    final Order aOrder;
    final Name id;

    Line(Order order, String id) {
      aOrder = order;
      this.id = new Name(id);
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Line l && l.id.equals(id);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }

    @Override
    public int compareTo(Line other) {
      return id.compareTo(other.id);
    }

    @Override
    public String toString() {
      return "line " + id.text;
    }
  }

  static Stream<Collection<Object>> collections() {
    return Stream.of(
        new HashSet<>(),
        new LinkedHashSet<>(),
        new TreeSet<>(),
        new TreeSet<>(java.util.Collections.reverseOrder()),
        ConcurrentHashMap.newKeySet(),
        new ConcurrentSkipListSet<>(),
        new CopyOnWriteArraySet<>(),
        new PriorityQueue<>());
  }

  @ParameterizedTest
  @MethodSource("collections")
  void elementsAreFoundAfterwards(Collection<Object> lines) throws Exception {
    Order order = new Order(lines);
    List<Line> all = List.of(new Line(order, "c"), new Line(order, "a"), new Line(order, "b"));
    lines.addAll(all);

    for (int i = 0; i < all.size(); i++) {
      assertFound(all, trip.value(all.get(i)).aOrder, lines);
    }
    assertFound(all, trip.value(order), lines);
    assertFound(all, trip.value(new ArrayList<>(all)).get(1).aOrder, lines);
    assertFound(all, trip.value(new Zoo.Box<>(order, "record")).content(), lines);
  }

  private static void assertFound(List<Line> all, @Nullable Order arrived, Collection<?> lines) {
    Collection<?> there = (Collection<?>) Objects.requireNonNull(arrived).aLines;
    assertSame(lines.getClass(), there.getClass());
    assertEquals(List.of(lines.toArray()).toString(), List.of(there.toArray()).toString());
    assertTrue(there.containsAll(all));
    assertTrue(there.containsAll(new ArrayList<>(there)));
    assertEquals(all.size(), there.size());
    for (Object line : there) {
      assertSame(arrived, ((Line) line).aOrder);
    }
  }

  static Stream<Map<Object, Object>> maps() {
    return Stream.of(
        new HashMap<>(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(16, 0.75f, true),
        new TreeMap<>(),
        new TreeMap<>(java.util.Collections.reverseOrder()),
        new Hashtable<>(),
        new WeakHashMap<>(),
        new ConcurrentHashMap<>(),
        new ConcurrentSkipListMap<>());
  }

  @ParameterizedTest
  @MethodSource("maps")
  void keysAreFoundAfterwards(Map<Object, Object> lines) throws Exception {
    Order order = new Order(lines);
    Line first = new Line(order, "z");
    lines.put(new Line(order, "b"), "2");
    lines.put(first, "1");
    lines.put(new Line(order, "a"), first);

    for (Line sent : List.of(first, new Line(order, "none"))) {
      Map<?, ?> arrived = (Map<?, ?>) trip.value(sent).aOrder.aLines;

      assertEquals(lines.toString(), arrived.toString());
      assertEquals("1", arrived.get(first));
      assertEquals("2", arrived.get(new Line(order, "b")));
      assertEquals(first, arrived.get(new Line(order, "a")));
      assertEquals(3, arrived.size());
    }
  }

  @Test
  void identityMapNeedsNoWholeKeys() throws Exception {
    IdentityHashMap<Object, Object> lines = new IdentityHashMap<>();
    Line line = new Line(new Order(lines), "a");
    lines.put(line, "1");

    Line arrived = trip.value(line);

    assertEquals("1", ((Map<?, ?>) arrived.aOrder.aLines).get(arrived));
  }

  @Test
  void immutableOnesThatAreHashedByASimpleFieldArrive() throws Exception {
    for (Function<Keyed, Object> maker :
        List.<Function<Keyed, Object>>of(Set::of, k -> Map.of(k, 1), k -> Set.of(k, "other"))) {
      Keyed keyed = new Keyed("key");
      keyed.around = maker.apply(keyed);

      Object around = Objects.requireNonNull(trip.value(keyed).around);

      assertTrue(
          around instanceof Map<?, ?> map
              ? map.containsKey(keyed)
              : ((Set<?>) around).contains(keyed));
    }
  }

  private static final class Keyed {
    @Nullable Object around;
    private final String id;

    Keyed(String id) {
      this.id = id;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Keyed k && k.id.equals(id);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }
  }

  /** It has to be made before the name of the line is there. */
  @Test
  void immutableOneThatCannotBeRightIsRefused() throws Exception {
    Order order = new Order("");
    Line line = new Line(order, "a");
    order.aLines = Set.of(line, new Line(order, "b"), new Line(order, "c"));

    DecodingException e = assertThrows(DecodingException.class, () -> trip.value(line));

    assertTrue(String.valueOf(e.getMessage()).contains("refer back"), e.getMessage());
    assertTrue(e.path().contains("aOrder"), e.path());
    assertEquals(3, ((Set<?>) order.aLines).size());
  }

  /** Parents are hashed by name, children by their parents; so the parents' set comes first. */
  private static final class Parent {
    final Set<Child> aChildren = new HashSet<>();
    final Name name;

    Parent(String name) {
      this.name = new Name(name);
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Parent p && p.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  private static final class Child {
    final Set<Parent> parents = new HashSet<>();

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Child c && c.parents.equals(parents);
    }

    @Override
    public int hashCode() {
      return parents.hashCode();
    }
  }

  @Test
  void setsThatNeedEachOtherAreFilledInTheRightOrder() throws Exception {
    Parent one = new Parent("one");
    Parent two = new Parent("two");
    for (Set<Parent> parents : List.of(Set.of(one), Set.of(two), Set.of(one, two))) {
      Child child = new Child();
      child.parents.addAll(parents);
      parents.forEach(parent -> parent.aChildren.add(child));
    }

    Parent arrived = trip.value(one);
    Child first = trip.value(one.aChildren.iterator().next());

    assertEquals(2, arrived.aChildren.size());
    assertEquals(one.aChildren, arrived.aChildren);
    for (Parent parent : first.parents) {
      assertTrue(parent.aChildren.contains(first));
    }
  }

  /** As a container that is asked for its elements' sum each time. */
  private static final class OfSum {
    final Set<Object> aElements = new HashSet<>();

    @Override
    public boolean equals(@Nullable Object o) {
      return this == o;
    }

    @Override
    public int hashCode() {
      return aElements.size();
    }
  }

  @Test
  void setThatNoOrderMakesRightIsRefusedWithItsCircle() throws Exception {
    OfSum sum = new OfSum();
    Zoo.Node node = new Zoo.Node(1);
    node.other = sum;
    sum.aElements.add(node);
    sum.aElements.add(sum);

    DecodingException e = assertThrows(DecodingException.class, () -> trip.value(sum));

    assertTrue(String.valueOf(e.getMessage()).contains("aElements"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("refer back"), e.getMessage());
  }

  private record Copying(Set<Line> lines) {
    Copying {
      lines = new HashSet<>(lines);
    }
  }

  private record Keeping(Set<Line> lines) {}

  @Test
  void recordThatCopiesASetWhichIsNotFilledYetIsRefused() throws Exception {
    Set<Line> lines = new HashSet<>();
    Order order = new Order(lines);
    Line line = new Line(order, "a");
    lines.add(line);
    order.others = new Keeping(lines);
    assertEquals(lines, ((Keeping) Objects.requireNonNull(trip.value(line).aOrder.others)).lines);

    order.aLines = "";
    order.others = new Copying(lines);

    DecodingException e = assertThrows(DecodingException.class, () -> trip.value(line));
    assertTrue(String.valueOf(e.getMessage()).contains("refer back"), e.getMessage());
  }

  @Test
  void recordGetsASetOfSharedObjectsFilled() throws Exception {
    Zoo.Dog shared = new Zoo.Dog("x", "y");
    List<Object> both =
        new ArrayList<>(
            List.of(
                shared,
                new Filled(new HashSet<>(Set.of(shared))),
                new Filled(new HashSet<>(Set.of(shared)))));

    assertEquals(both, trip.value(both));
  }

  private record Filled(Set<Zoo.Dog> dogs) {
    Filled {
      dogs = Set.copyOf(dogs);
    }
  }

  @Test
  void orderOfAComparatorThatLeadsBackIsKept() throws Exception {
    Ranking ranking = new Ranking();
    ranking.ranked.addAll(List.of("a", "b", "c"));

    Ranking arrived = trip.value(ranking);

    assertEquals(List.of("c", "b", "a"), List.copyOf(arrived.ranked));
    assertTrue(arrived.ranked.contains("a"));
  }

  private static final class Ranking {
    private final Set<String> ranked = new TreeSet<>(new ByFactor(this));
    private final Name zName = new Name("-1");

    private record ByFactor(Ranking of) implements Comparator<String> {
      @Override
      public int compare(String a, String b) {
        return Integer.parseInt(of.zName() == null ? "-1" : of.zName().text) * a.compareTo(b);
      }
    }

    private @Nullable Name zName() {
      return zName;
    }
  }

  @Test
  void setThatContainsItselfThroughAListArrives() throws Exception {
    Set<Object> set = new HashSet<>();
    Zoo.Node node = new Zoo.Node(1);
    node.other = set;
    set.add(node);

    Set<Object> arrived = trip.value(set);

    assertTrue(arrived.contains(arrived.iterator().next()));
    assertSame(arrived, ((Zoo.Node) arrived.iterator().next()).other);
    assertFalse(arrived.contains(node));
  }
}
