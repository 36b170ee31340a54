package dev.procession.protocol.codec.form;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.procession.protocol.codec.graph.Form;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.atomic.AtomicMarkableReference;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicStampedReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("JdkObsolete") // Users may have them.
class JdkFormsTest {
  /** Those that the forms know by name, which no compiler compares. */
  static List<Class<?>> named() {
    List<Class<?>> named = new ArrayList<>();
    Collections.addAll(named, ArrayList.class, LinkedList.class, Vector.class, Stack.class);
    Collections.addAll(named, ArrayDeque.class, HashSet.class, LinkedHashSet.class, TreeSet.class);
    Collections.addAll(named, PriorityQueue.class, DelayQueue.class, Object[].class);
    Collections.addAll(named, CopyOnWriteArrayList.class, CopyOnWriteArraySet.class);
    Collections.addAll(named, ConcurrentLinkedQueue.class, ConcurrentLinkedDeque.class);
    Collections.addAll(named, ConcurrentHashMap.KeySetView.class, ConcurrentSkipListSet.class);
    Collections.addAll(named, HashMap.class, LinkedHashMap.class, Hashtable.class, TreeMap.class);
    Collections.addAll(named, IdentityHashMap.class, WeakHashMap.class, EnumMap.class);
    Collections.addAll(named, ConcurrentHashMap.class, ConcurrentSkipListMap.class);
    Collections.addAll(named, Object.class, Class.class, Path.class, Charset.class);
    Collections.addAll(named, ByteBuffer.class, ZonedDateTime.class, DateTimeFormatter.class);
    Collections.addAll(named, HexFormat.class, UUID.class, EnumSet.class, Optional.class);
    Collections.addAll(named, AbstractMap.SimpleEntry.class);
    Collections.addAll(named, AbstractMap.SimpleImmutableEntry.class);
    Collections.addAll(named, IntSummaryStatistics.class, LongSummaryStatistics.class);
    Collections.addAll(named, DoubleSummaryStatistics.class, AtomicReference.class);
    Collections.addAll(named, AtomicMarkableReference.class, AtomicStampedReference.class);
    Collections.addAll(named, boolean[].class, int[].class, long[].class, double[].class);
    Collections.addAll(named, String[].class);
    return named;
  }

  /** Those that have no name to users. */
  static List<Object> hidden() {
    return List.of(
        List.of(),
        List.of(1),
        List.of(1, 2, 3).subList(0, 2),
        Set.of(),
        Set.of(1),
        Map.of(),
        Map.of(1, 1),
        Map.entry(1, 1),
        Collections.singletonList(1),
        Collections.nCopies(2, 1),
        Collections.unmodifiableList(new ArrayList<>()),
        Collections.unmodifiableList(new LinkedList<>()),
        Collections.unmodifiableNavigableMap(new TreeMap<>()),
        Collections.synchronizedSet(new HashSet<>()));
  }

  @ParameterizedTest
  @MethodSource("named")
  void namedClassHasOneForm(Class<?> type) {
    Form form = JdkForms.of(type);

    assertNotNull(form);
    assertSame(form, JdkForms.of(type));
  }

  @ParameterizedTest
  @MethodSource("hidden")
  void hiddenClassHasOneForm(Object object) {
    Form form = JdkForms.of(object.getClass());

    assertNotNull(form);
    assertSame(form, JdkForms.of(object.getClass()));
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherClassesHaveNone(Class<?> type) {
    assertNull(JdkForms.of(type));
  }

  static List<Class<?>> others() {
    return List.of(
        JdkFormsTest.class,
        String.class,
        List.class,
        new ArrayList<>() {}.getClass(),
        byte[].class);
  }
}
