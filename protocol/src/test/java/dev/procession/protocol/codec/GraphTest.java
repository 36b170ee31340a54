package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Shapes of graphs, and values whose equality does not tell whether they arrived. */
class GraphTest {
  private final Trip trip = new Trip();

  @Test
  void sharedObjectsStayShared() throws Exception {
    List<Object> shared = new ArrayList<>(List.of(1));
    List<Object> arrived = trip.value(new ArrayList<>(Arrays.asList(shared, shared)));

    assertSame(arrived.get(0), arrived.get(1));
  }

  @Test
  void circlesThroughFieldsCollectionsAndArraysSurvive() throws Exception {
    Zoo.Node node = new Zoo.Node(1);
    List<Object> list = new ArrayList<>();
    Map<String, Object> map = new HashMap<>();
    Object[] array = {list};
    node.next = node;
    node.other = map;
    map.put("array", array);
    list.add(node);

    Zoo.Node arrived = trip.value(node);

    assertSame(arrived, arrived.next);
    Map<?, ?> arrivedMap = (Map<?, ?>) Objects.requireNonNull(arrived.other);
    Object[] arrivedArray = (Object[]) Objects.requireNonNull(arrivedMap.get("array"));
    assertSame(arrived, ((List<?>) arrivedArray[0]).get(0));
  }

  @Test
  void circleThroughRecordIsRefusedInsteadOfLosingIt() throws Exception {
    List<Object> list = new ArrayList<>();
    list.add(new Zoo.Box<>(list, "circle"));
    trip.value(list);
    Zoo.Box<Object> box = new Zoo.Box<>(new ArrayList<>(), "circle");
    addTo(box, box);

    DecodingException e = assertThrows(DecodingException.class, () -> trip.value(box));

    assertTrue(String.valueOf(e.getMessage()).contains("contained in itself"), e.getMessage());
  }

  @SuppressWarnings("unchecked")
  private static void addTo(Zoo.Box<Object> box, Object element) {
    ((List<Object>) Objects.requireNonNull(box.content())).add(element);
  }

  @Test
  void sharedObjectsStaySharedAlsoWhereJavaSerializationIsNeeded() throws Exception {
    Zoo.Tagged tagged = new Zoo.Tagged("x");
    List<Object> shared = new ArrayList<>(List.of("shared"));

    List<List<Object>> arrived =
        trip.value(
            new ArrayList<>(
                List.of(
                    new ArrayList<>(List.of(shared, tagged)),
                    new ArrayList<>(List.of(shared, tagged)))));

    assertSame(arrived.get(0).get(0), arrived.get(1).get(0));
    assertSame(arrived.get(0).get(1), arrived.get(1).get(1));
  }

  @Test
  void whatNeedsJavaSerializationTravelsAmongWhatCannotHaveIt() throws Exception {
    Zoo.Tagged tagged = new Zoo.Tagged("x");
    tagged.add("y");

    Zoo.Plain arrived = trip.value(new Zoo.Plain(1, 2, "z", tagged));

    assertEquals(tagged, arrived.anything);
  }

  @Test
  void singletonStaysSingle() throws Exception {
    assertSame(Zoo.Single.INSTANCE, trip.value(Zoo.Single.INSTANCE));
    assertSame(Zoo.Single.INSTANCE, trip.value(List.of(Zoo.Single.INSTANCE, 1)).get(0));
  }

  @Test
  void subclassOfMapKeepsItsFields() throws Exception {
    Zoo.CountingMap map = new Zoo.CountingMap();
    map.put("a", 1);
    map.put("a", 2);

    Zoo.CountingMap arrived = trip.value(map);

    assertEquals(Map.of("a", 2), arrived);
    assertEquals(2, arrived.puts);
  }

  @Test
  void innerObjectKeepsItsOuterOne() throws Exception {
    Zoo.Inner arrived = trip.value(Zoo.inner(5));

    assertEquals(5, arrived.value);
    assertNotNull(arrived.outer());
  }

  @Test
  void localObjectKeepsWhatItCaptured() throws Exception {
    int captured = trip.hashCode();
    Object local =
        new Object() {
          @Override
          public String toString() {
            return "captured " + captured;
          }
        };

    // Its outer object is this test, whose encoder cannot travel.
    EncodingException e = assertThrows(EncodingException.class, () -> trip.value(local));

    assertTrue(e.path().contains("this$0"), e.path());
  }

  @Test
  void transientFieldsHaveTheirInitialValue() throws Exception {
    Zoo.Cached arrived = trip.value(new Zoo.Cached().kept(9));

    assertEquals(9, arrived.kept());
    assertEquals(List.of(), arrived.cache);
  }

  @Test
  void viewsArriveAsPlainCopies() throws Exception {
    HashMap<String, Integer> map = new HashMap<>(Map.of("a", 1));
    TreeMap<String, Integer> tree = new TreeMap<>(Map.of("a", 1, "b", 2));

    assertAll(
        () -> sameContent(ArrayList.class, new ArrayList<>(List.of(1, 2, 3)).subList(1, 3)),
        () -> sameContent(ArrayList.class, Arrays.asList(1, 2, 3).subList(1, 3)),
        () -> sameContent(ArrayList.class, map.values()),
        () -> sameContent(ArrayList.class, tree.values()),
        () -> sameContent(LinkedHashSet.class, map.keySet()),
        () -> sameContent(LinkedHashSet.class, map.entrySet()),
        () -> sameContent(TreeSet.class, tree.navigableKeySet()),
        () -> sameContent(TreeSet.class, tree.descendingKeySet()),
        () -> assertEquals(tree.headMap("b"), trip.value(tree.headMap("b"))),
        () -> assertEquals(tree.firstEntry(), trip.value(tree.firstEntry())),
        () ->
            assertEquals(
                map.entrySet().iterator().next(), trip.value(map.entrySet().iterator().next())),
        () -> assertEquals(List.of(1, 2), trip.value(List.of(1, 2, 3).subList(0, 2))));
  }

  private void sameContent(Class<?> expected, java.util.Collection<?> view) throws Exception {
    Object arrived = trip.value((Object) view);

    assertSame(expected, arrived.getClass());
    assertEquals(List.copyOf(view), List.copyOf((java.util.Collection<?>) arrived));
  }

  @Test
  void queuesKeepOrderAndCapacity() throws Exception {
    PriorityQueue<String> queue = new PriorityQueue<>(String.CASE_INSENSITIVE_ORDER.reversed());
    queue.addAll(List.of("a", "C", "b"));
    LinkedBlockingQueue<Integer> bounded = new LinkedBlockingQueue<>(3);
    bounded.add(1);

    PriorityQueue<String> arrived = trip.value(queue);

    assertEquals("C", arrived.poll());
    assertEquals(2, trip.value(bounded).remainingCapacity());
    assertEquals(1, trip.value(new ArrayDeque<>(List.of(1, 2))).peek());
    assertEquals(1, trip.value(new ConcurrentLinkedQueue<>(List.of(1, 2))).peek());
  }

  @Test
  void holdersOfStateKeepIt() throws Exception {
    LongAdder adder = new LongAdder();
    adder.add(5);
    Random random = new Random(7);
    random.nextInt();
    IntSummaryStatistics ints = new IntSummaryStatistics();
    ints.accept(3);
    DoubleSummaryStatistics doubles = new DoubleSummaryStatistics();
    doubles.accept(0.1);
    AtomicReference<Object> self = new AtomicReference<>();
    self.set(self);

    assertEquals(5, trip.value(adder).sum());
    assertEquals(4, trip.value(new AtomicInteger(4)).get());
    assertEquals(4, trip.value(new AtomicLong(4)).get());
    Random arrived = trip.value(random);
    assertEquals(random.nextInt(), arrived.nextInt());
    assertEquals(ints.toString(), trip.value(ints).toString());
    assertEquals(doubles.toString(), trip.value(doubles).toString());
    AtomicReference<Object> arrivedSelf = trip.value(self);
    assertSame(arrivedSelf, arrivedSelf.get());
    assertEquals("a.c", trip.value(Pattern.compile("a.c", Pattern.DOTALL)).pattern());
    assertEquals("xy", trip.value(new StringBuilder("xy")).toString());
    assertTrue(trip.value(new ReentrantLock(true)).isFair());
    assertNotSame(Object.class, trip.value(new Object()));
  }

  @Test
  void identityMapHoldsTheArrivedKeys() throws Exception {
    Zoo.Node key = new Zoo.Node(1);
    IdentityHashMap<Object, Object> map = new IdentityHashMap<>();
    map.put(key, "v");

    List<Object> arrived = trip.value(List.of(key, map));

    assertEquals("v", ((IdentityHashMap<?, ?>) arrived.get(1)).get(arrived.get(0)));
  }

  @Test
  void sortedMapKeepsItsComparator() throws Exception {
    TreeMap<String, Integer> map = new TreeMap<>(new ByLength());
    map.put("long", 1);

    TreeMap<String, Integer> arrived = trip.value(map);

    assertEquals(1, arrived.get("1234"));
  }

  record ByLength() implements java.util.Comparator<String> {
    @Override
    public int compare(String a, String b) {
      return Integer.compare(a.length(), b.length());
    }
  }

  interface Greeter {
    String greet(String name);
  }

  record Handler(String word) implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) {
      return word + " " + Arrays.toString(args);
    }
  }

  @Test
  void proxyArrivesWithItsHandler() throws Exception {
    Greeter greeter =
        (Greeter)
            Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Greeter.class}, new Handler("hello"));

    Greeter arrived = trip.value(greeter);

    assertEquals("hello [you]", arrived.greet("you"));
  }

  @Test
  void linkedMapKeepsItsOrder() throws Exception {
    Map<String, Integer> map = new LinkedHashMap<>();
    map.put("z", 1);
    map.put("a", 2);

    assertEquals(List.of("z", "a"), List.copyOf(trip.value(map).keySet()));
  }

  @Test
  void anExceptionIsAValueToo() throws Exception {
    List<Object> arrived = trip.value(List.of(new IllegalStateException("no"), 1));

    assertEquals("no", assertInstanceOf(IllegalStateException.class, arrived.get(0)).getMessage());
  }
}
