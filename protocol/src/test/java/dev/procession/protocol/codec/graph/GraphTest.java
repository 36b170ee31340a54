package dev.procession.protocol.codec.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.GraphKinds;
import dev.procession.protocol.codec.Hooked;
import dev.procession.protocol.codec.Trip;
import dev.procession.protocol.codec.Zoo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    addTo(Objects.requireNonNull(box.content()), box);

    EncodingException e = assertThrows(EncodingException.class, () -> trip.value(box));

    assertTrue(String.valueOf(e.getMessage()).contains("contains itself"), e.getMessage());
  }

  @Test
  void sharedObjectsStaySharedAlsoWhereJavaSerializationIsNeeded() throws Exception {
    Hooked.Tagged tagged = new Hooked.Tagged("x");
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
    Hooked.Tagged tagged = new Hooked.Tagged("x");
    tagged.add("y");

    Zoo.Plain arrived = trip.value(new Zoo.Plain(1, 2, "z", tagged));

    assertEquals(tagged, arrived.anything);
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
  void identityMapHoldsTheArrivedKeys() throws Exception {
    Zoo.Node key = new Zoo.Node(1);
    IdentityHashMap<Object, Object> map = new IdentityHashMap<>();
    map.put(key, "v");

    List<Object> arrived = trip.value(List.of(key, map));

    assertEquals("v", ((IdentityHashMap<?, ?>) arrived.get(1)).get(arrived.get(0)));
  }

  @Test
  void wrapperArrivesAroundTheListThatIsElsewhereToo() throws Exception {
    List<Object> list = new ArrayList<>(List.of(1));
    List<Object> both =
        new ArrayList<>(List.of(Collections.synchronizedList(list), list, new Object[] {list}));

    List<Object> arrived = trip.value(both);

    addTo(arrived.get(1), 2);
    assertEquals(List.of(1, 2), arrived.get(0));
    assertSame(arrived.get(1), ((Object[]) arrived.get(2))[0]);
  }

  @SuppressWarnings("unchecked")
  private static void addTo(Object list, Object element) {
    ((List<Object>) list).add(element);
  }

  @Test
  void whatSeveralFieldsOfAnExceptionShareStaysShared() throws Exception {
    Zoo.Plain shared = new Zoo.Plain(1, 2, "not serializable", "");
    GraphKinds.Detailed error =
        new GraphKinds.Detailed(1, new Object[] {shared, shared}, new Error());

    Object[] arrived = (Object[]) ((GraphKinds.Detailed) trip.thrown(error)).detail;

    assertSame(arrived[0], arrived[1]);
  }
}
