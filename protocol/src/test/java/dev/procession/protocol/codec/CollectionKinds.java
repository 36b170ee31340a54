package dev.procession.protocol.codec;

import java.util.*;
import java.util.concurrent.*;
import java.util.stream.Stream;

/** Collections and maps of the JDK that are no views of others. */
@SuppressWarnings("JdkObsolete") // Users have them.
final class CollectionKinds {
  private CollectionKinds() {}

  static List<Kind> lists() {
    return List.of(
        Kind.of("array list", new ArrayList<>(Arrays.asList(1, null, "x"))),
        Kind.of("empty array list", new ArrayList<>()),
        Kind.of("linked list", new LinkedList<>(List.of(1, 2))),
        Kind.of("vector", new Vector<>(List.of(1))),
        Kind.of("stack", stack()),
        Kind.of("copy-on-write list", new CopyOnWriteArrayList<>(List.of(1, 2))),
        Kind.of("List.of()", List.of()),
        Kind.of("List.of(1)", List.of(1)),
        Kind.of("List.of(1, 2)", List.of(1, 2)),
        Kind.of("List.of(1, 2, 3)", List.of(1, 2, 3)),
        Kind.of("Stream.toList with null", Stream.of(1, null, 3).toList()),
        Kind.of("Stream.toList", Stream.of(1, 2, 3).toList()),
        Kind.of("Arrays.asList", Arrays.asList(1, 2, null)),
        Kind.of("empty list", Collections.emptyList()),
        Kind.of("singleton list", Collections.singletonList(null)),
        Kind.of("copies", Collections.nCopies(5, "x")),
        Kind.of("many copies", Collections.nCopies(Integer.MAX_VALUE, "x").subList(0, 3)),
        Kind.of("list of lists", List.of(new ArrayList<>(List.of(List.of(1))), List.of())));
  }

  private static Stack<Object> stack() {
    Stack<Object> stack = new Stack<>();
    stack.push("below");
    stack.push("top");
    return stack;
  }

  static List<Kind> sets() {
    return List.of(
        Kind.of("hash set", new HashSet<>(Arrays.asList(1, null, 3))),
        Kind.elements("linked set", new LinkedHashSet<>(List.of(3, 1, 2))),
        Kind.elements("tree set", new TreeSet<>(List.of(3, 1, 2))),
        Kind.elements("reversed tree set", reversed()),
        Kind.elements("skip list set", new ConcurrentSkipListSet<>(List.of(2, 1))),
        Kind.elements("copy-on-write set", new CopyOnWriteArraySet<>(List.of(2, 1))),
        Kind.of("concurrent set", concurrentSet()),
        Kind.of("set from an identity map", Collections.newSetFromMap(new IdentityHashMap<>())),
        Kind.of("set from a map", setFromMap()),
        Kind.of("enum set", EnumSet.of(TimeUnit.DAYS)),
        Kind.of("empty enum set", EnumSet.noneOf(TimeUnit.class)),
        Kind.of("enum set of many", EnumSet.allOf(Character.UnicodeScript.class)),
        Kind.of("Set.of()", Set.of()),
        Kind.of("Set.of(1)", Set.of(1)),
        Kind.of("Set.of(1, 2, 3)", Set.of(1, 2, 3)),
        Kind.of("empty set", Collections.emptySet()),
        Kind.of("empty sorted set", Collections.emptySortedSet()),
        Kind.of("singleton set", Collections.singleton(1)));
  }

  private static Set<Object> reversed() {
    Set<Object> set = new TreeSet<>(Collections.reverseOrder());
    set.addAll(List.of(1, 2, 3));
    return set;
  }

  private static Set<Object> concurrentSet() {
    Set<Object> set = ConcurrentHashMap.newKeySet();
    set.addAll(List.of("a", "b"));
    return set;
  }

  private static Set<Object> setFromMap() {
    Set<Object> set = Collections.newSetFromMap(new LinkedHashMap<>());
    set.add("a");
    return set;
  }

  static List<Kind> queues() {
    PriorityQueue<String> byPriority =
        new PriorityQueue<>(String.CASE_INSENSITIVE_ORDER.reversed());
    byPriority.addAll(List.of("a", "C", "b"));
    LinkedBlockingQueue<Integer> bounded = new LinkedBlockingQueue<>(3);
    bounded.add(1);
    ArrayBlockingQueue<Object> withoutSerializable = new ArrayBlockingQueue<>(3);
    withoutSerializable.add(Optional.of(1));
    return List.of(
        Kind.elements("array deque", new ArrayDeque<>(List.of(1, 2))),
        Kind.elements("concurrent queue", new ConcurrentLinkedQueue<>(List.of(1, 2))),
        Kind.elements("concurrent deque", new ConcurrentLinkedDeque<>(List.of(1, 2))),
        Kind.shown("priority queue", byPriority, CollectionKinds::drained),
        Kind.shown(
            "blocking priority queue",
            new PriorityBlockingQueue<>(List.of(3, 1, 2)),
            CollectionKinds::drained),
        Kind.shown("bounded queue", bounded, CollectionKinds::withRoom),
        Kind.shown(
            "blocking deque", new LinkedBlockingDeque<>(List.of(1)), CollectionKinds::withRoom),
        Kind.shown("array queue", withoutSerializable, CollectionKinds::withRoom),
        Kind.elements("transfer queue", new LinkedTransferQueue<>(List.of(1, 2))),
        Kind.elements("synchronous queue", new SynchronousQueue<>(true)),
        Kind.elements("delay queue", new DelayQueue<>()),
        Kind.elements("stack from a deque", Collections.asLifoQueue(new ArrayDeque<>(List.of(1)))));
  }

  private static Object drained(Object queue) {
    Queue<?> copy =
        queue instanceof PriorityQueue<?> q
            ? new PriorityQueue<>(q)
            : new PriorityBlockingQueue<>((PriorityBlockingQueue<?>) queue);
    List<Object> drained = new ArrayList<>();
    while (!copy.isEmpty()) {
      drained.add(copy.remove());
    }
    return drained;
  }

  private static Object withRoom(Object queue) {
    BlockingQueue<?> blocking = (BlockingQueue<?>) queue;
    return List.of(List.of(blocking.toArray()), blocking.remainingCapacity());
  }

  static List<Kind> maps() {
    LinkedHashMap<Object, Object> inOrderOfAccess = new LinkedHashMap<>(16, 0.75f, true);
    inOrderOfAccess.putAll(Map.of("a", 1, "b", 2, "c", 3));
    Properties properties = new Properties(new Properties());
    properties.setProperty("a", "b");
    return List.of(
        Kind.of("hash map", new HashMap<>(Collections.singletonMap(null, null))),
        Kind.shown("linked map", new LinkedHashMap<>(Map.of("z", 1, "a", 2)), Object::toString),
        Kind.shown("linked map in order of access", inOrderOfAccess, CollectionKinds::accessed),
        Kind.shown("tree map", new TreeMap<>(Map.of("b", 1, "a", 2)), Object::toString),
        Kind.of("tree map with a comparator", new TreeMap<>(String.CASE_INSENSITIVE_ORDER)),
        Kind.of("hashtable", new Hashtable<>(Map.of(1, 2))),
        Kind.of("concurrent map", new ConcurrentHashMap<>(Map.of(1, 2))),
        Kind.of("skip list map", new ConcurrentSkipListMap<>(Map.of(1, 2))),
        Kind.of("weak map", new WeakHashMap<>(Map.of("a", 1))),
        Kind.shown("identity map", byIdentity(), Object::toString),
        Kind.of("enum map", new EnumMap<>(Map.of(TimeUnit.DAYS, 1))),
        Kind.of("empty enum map", new EnumMap<TimeUnit, Object>(TimeUnit.class)),
        Kind.of("Map.of()", Map.of()),
        Kind.of("Map.of(1, 2)", Map.of(1, 2)),
        Kind.of("Map.of(1, 2, 3, 4)", Map.of(1, 2, 3, 4)),
        Kind.of("empty map", Collections.emptyMap()),
        Kind.of("empty sorted map", Collections.emptySortedMap()),
        Kind.of("singleton map", Collections.singletonMap(1, null)),
        Kind.of("properties", properties),
        Kind.of("Map.entry", Map.entry("k", 1)),
        Kind.of("simple entry", new AbstractMap.SimpleEntry<>("k", null)),
        Kind.of("immutable entry", new AbstractMap.SimpleImmutableEntry<>("k", null)));
  }

  private static Object byIdentity() {
    IdentityHashMap<Object, Object> map = new IdentityHashMap<>();
    map.put(new Zoo.Point(1, 2), "a");
    return map;
  }

  /** The order of the keys of a copy before and after the first of them was asked for. */
  private static Object accessed(Object map) {
    Object clone = ((LinkedHashMap<?, ?>) map).clone();
    LinkedHashMap<?, ?> copy = (LinkedHashMap<?, ?>) clone;
    String before = copy.toString();
    copy.get(copy.keySet().iterator().next());
    return before + " " + copy;
  }
}
