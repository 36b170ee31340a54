package dev.procession.protocol.codec;

import java.io.Serializable;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/** Views and wrappers of collections, and comparators. */
@SuppressWarnings("JdkObsolete") // Users have them.
final class ViewKinds {
  private ViewKinds() {}

  static List<Kind> views() {
    HashMap<String, Object> map = new HashMap<>(Map.of("a", 1, "b", 2));
    TreeMap<String, Object> tree = new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3));
    TreeSet<Integer> set = new TreeSet<>(List.of(1, 2, 3));
    ConcurrentSkipListMap<Integer, Integer> skip = new ConcurrentSkipListMap<>(Map.of(1, 2, 3, 4));
    Class<?> list = ArrayList.class;
    return List.of(
        Kind.as(list, "sub-list", new ArrayList<>(List.of(1, 2, 3)).subList(1, 3)),
        Kind.as(list, "sub-list of a linked list", new LinkedList<>(List.of(1, 2)).subList(1, 2)),
        Kind.as(list, "sub-list of an array", Arrays.asList(1, 2, 3).subList(1, 3)),
        Kind.as(List.of(1, 2).getClass(), "sub-list of List.of", List.of(1, 2, 3).subList(0, 2)),
        Kind.elements(list, "values", map.values()),
        Kind.elements(list, "values of a tree", tree.values()),
        Kind.as(LinkedHashSet.class, "keys", map.keySet()),
        Kind.as(LinkedHashSet.class, "entries", map.entrySet()),
        Kind.as(LinkedHashSet.class, "entries of an enum map", enumMap().entrySet()),
        Kind.as(LinkedHashSet.class, "keys of an identity map", new IdentityHashMap<>().keySet()),
        Kind.as(TreeSet.class, "keys of a tree", tree.navigableKeySet()),
        Kind.elements(TreeSet.class, "descending keys", tree.descendingKeySet()),
        Kind.of("head of a tree map", tree.headMap("b")),
        Kind.of("tail of a tree map", tree.tailMap("b", false)),
        Kind.of("part of a tree map", tree.subMap("a", "c")),
        Kind.of("descending map", tree.descendingMap()),
        Kind.of("head of a tree set", set.headSet(2)),
        Kind.elements("descending set", set.descendingSet()),
        Kind.of("part of a skip list map", skip.headMap(2)),
        Kind.of("keys of a concurrent map", new ConcurrentHashMap<>(Map.of(1, 2)).keySet()),
        Kind.elements("values of a concurrent map", new ConcurrentHashMap<>(Map.of(1, 2)).values()),
        Kind.as(AbstractMap.SimpleEntry.class, "entry of a map", map.entrySet().iterator().next()),
        Kind.as(
            AbstractMap.SimpleImmutableEntry.class,
            "first entry of a tree",
            Objects.requireNonNull(tree.firstEntry())));
  }

  private static Map<Thread.State, Object> enumMap() {
    return new EnumMap<>(Map.of(Thread.State.NEW, 1));
  }

  static List<Kind> unmodifiable() {
    TreeMap<String, Object> tree = new TreeMap<>(Map.of("a", 1));
    TreeSet<Object> set = new TreeSet<>(List.of(1));
    return List.of(
        Kind.of("unmodifiable list", Collections.unmodifiableList(new ArrayList<>(List.of(1)))),
        Kind.of("unmodifiable links", Collections.unmodifiableList(new LinkedList<>(List.of(1)))),
        Kind.elements("unmodifiable collection", Collections.unmodifiableCollection(set)),
        Kind.of("unmodifiable set", Collections.unmodifiableSet(new HashSet<>(List.of(1)))),
        Kind.of("unmodifiable sorted set", Collections.unmodifiableSortedSet(set)),
        Kind.of("unmodifiable navigable set", Collections.unmodifiableNavigableSet(set)),
        Kind.of("unmodifiable map", Collections.unmodifiableMap(new HashMap<>(tree))),
        Kind.of("unmodifiable sorted map", Collections.unmodifiableSortedMap(tree)),
        Kind.of("unmodifiable navigable map", Collections.unmodifiableNavigableMap(tree)),
        Kind.of("synchronized list", Collections.synchronizedList(new ArrayList<>(List.of(1)))),
        Kind.of("synchronized links", Collections.synchronizedList(new LinkedList<>(List.of(1)))),
        Kind.elements("synchronized collection", Collections.synchronizedCollection(set)),
        Kind.of("synchronized set", Collections.synchronizedSet(new HashSet<>(List.of(1)))),
        Kind.of("synchronized sorted set", Collections.synchronizedSortedSet(set)),
        Kind.of("synchronized navigable set", Collections.synchronizedNavigableSet(set)),
        Kind.of("synchronized map", Collections.synchronizedMap(new HashMap<>(tree))),
        Kind.of("synchronized sorted map", Collections.synchronizedSortedMap(tree)),
        Kind.of("synchronized navigable map", Collections.synchronizedNavigableMap(tree)));
  }

  static List<Kind> checked() {
    List<Zoo.Point> notSerializable = new ArrayList<>(List.of(new Zoo.Point(1, 2)));
    return List.of(
        Kind.of("checked list", Collections.checkedList(notSerializable, Zoo.Point.class)),
        Kind.of("checked set", Collections.checkedSet(new HashSet<>(List.of(1)), Integer.class)),
        Kind.of("checked sorted set", Collections.checkedSortedSet(new TreeSet<>(), Integer.class)),
        Kind.of(
            "checked map",
            Collections.checkedMap(new HashMap<>(Map.of(1, "x")), Integer.class, String.class)),
        Kind.elements(
            "checked collection",
            Collections.checkedCollection(new ArrayDeque<>(List.of(1)), Integer.class)));
  }

  record Person(String name, int age) {}

  record ByAge() implements Comparator<Person> {
    @Override
    public int compare(Person a, Person b) {
      return Integer.compare(a.age(), b.age());
    }
  }

  static List<Kind> comparators() {
    Comparator<String> byLength =
        Comparator.comparing((Function<String, Integer> & Serializable) String::length);
    return List.of(
        Kind.of("natural order", Comparator.naturalOrder()),
        Kind.of("reverse order", Comparator.reverseOrder()),
        Kind.of("order without case", String.CASE_INSENSITIVE_ORDER),
        comparator("comparing", byLength),
        comparator("comparing, then comparing", byLength.thenComparing(Comparator.reverseOrder())),
        comparator("comparing, reversed", byLength.reversed()),
        comparator("nulls first", Comparator.nullsFirst(byLength)),
        comparator("nulls last", Comparator.nullsLast(Comparator.<String>naturalOrder())),
        comparator("reverse order of a comparator", Collections.reverseOrder(byLength)),
        comparator(
            "comparing lambda", (Comparator<String> & Serializable) (a, b) -> b.compareTo(a)),
        Kind.of("comparator of the user's", new ByAge()));
  }

  private static Kind comparator(String name, Comparator<String> comparator) {
    // Lambdas arrive as lambdas, but of a class that is made for them there.
    return new Kind(name, comparator, Comparator.class, ViewKinds::sorted);
  }

  private static Object sorted(Object comparator) {
    List<String> words = new ArrayList<>(List.of("ccc", "a", "dd", "b"));
    @SuppressWarnings("unchecked")
    Comparator<String> order = (Comparator<String>) comparator;
    words.sort(order);
    return words;
  }
}
