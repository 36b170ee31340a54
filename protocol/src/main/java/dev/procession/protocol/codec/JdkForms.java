package dev.procession.protocol.codec;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The classes of the JDK that travel in a form of ours, each exactly, without its subclasses. */
@SuppressWarnings({
  "unchecked",
  "rawtypes", // The types of elements do not matter here.
  "JdkObsolete" // Users may have them.
})
final class JdkForms {
  private static final Map<Class<?>, Form> FORMS = new HashMap<>();

  static {
    collections();
    maps();
    immutables();
    wrappers();
    small();
  }

  private JdkForms() {}

  static @Nullable Form of(Class<?> type) {
    return FORMS.get(type);
  }

  private static void collections() {
    filled(ArrayList.class, ArrayList::new);
    filled(LinkedList.class, LinkedList::new);
    filled(Vector.class, Vector::new);
    filled(Stack.class, Stack::new);
    filled(ArrayDeque.class, ArrayDeque::new);
    filled(HashSet.class, HashSet::new);
    filled(LinkedHashSet.class, LinkedHashSet::new);
    filled(CopyOnWriteArrayList.class, CopyOnWriteArrayList::new);
    filled(CopyOnWriteArraySet.class, CopyOnWriteArraySet::new);
    filled(ConcurrentLinkedQueue.class, ConcurrentLinkedQueue::new);
    filled(ConcurrentLinkedDeque.class, ConcurrentLinkedDeque::new);
    filled(ConcurrentHashMap.newKeySet().getClass(), ConcurrentHashMap::newKeySet);
    FORMS.put(TreeSet.class, CollectionForm.sorted(TreeSet::new));
    FORMS.put(ConcurrentSkipListSet.class, CollectionForm.sorted(ConcurrentSkipListSet::new));
    FORMS.put(PriorityQueue.class, CollectionForm.sorted(PriorityQueue::new));
  }

  private static void filled(Class<?> type, Supplier<? extends Collection> empty) {
    FORMS.put(type, CollectionForm.filled(empty));
  }

  private static void maps() {
    FORMS.put(HashMap.class, MapForm.filled(HashMap::new));
    FORMS.put(LinkedHashMap.class, MapForm.filled(LinkedHashMap::new));
    FORMS.put(Hashtable.class, MapForm.filled(Hashtable::new));
    FORMS.put(ConcurrentHashMap.class, MapForm.filled(ConcurrentHashMap::new));
    FORMS.put(IdentityHashMap.class, MapForm.filled(IdentityHashMap::new));
    FORMS.put(WeakHashMap.class, MapForm.filled(WeakHashMap::new));
    FORMS.put(EnumMap.class, MapForm.enumMap());
    FORMS.put(TreeMap.class, MapForm.sorted(TreeMap::new, map -> map));
    FORMS.put(ConcurrentSkipListMap.class, MapForm.sorted(ConcurrentSkipListMap::new, map -> map));
  }

  private static void immutables() {
    Form lists = CollectionForm.made(JdkForms::immutableList);
    FORMS.put(List.of().getClass(), new NullFriendly());
    FORMS.put(List.of(1).getClass(), lists);
    FORMS.put(List.of(1, 2, 3).subList(0, 2).getClass(), lists);
    Form sets = CollectionForm.made(Set::of);
    FORMS.put(Set.of().getClass(), sets);
    FORMS.put(Set.of(1).getClass(), sets);
    Form maps = MapForm.made(Map::copyOf);
    FORMS.put(Map.of().getClass(), maps);
    FORMS.put(Map.of(1, 1).getClass(), maps);
    FORMS.put(Arrays.asList(1).getClass(), CollectionForm.made(Arrays::asList));
    FORMS.put(
        Collections.nCopies(1, 1).getClass(),
        SmallForms.of(
            List.class,
            (graph, buffer, list) -> {
              buffer.writeVarInt(list.size(), true);
              graph.writeClassAndObject(buffer, list.isEmpty() ? null : list.get(0));
            },
            (graph, input, type) ->
                Collections.nCopies(input.readVarInt(true), Form.readPart(graph, input, "[0]"))));
  }

  private static List immutableList(@Nullable Object[] elements) {
    for (Object element : elements) {
      if (element == null) {
        return Stream.of(elements).toList();
      }
    }
    return List.of(elements);
  }

  /**
   * The lists of {@code List.of} and {@code Stream.toList}: only the latter can be asked for null.
   */
  private static final class NullFriendly extends Form {
    @Override
    void write(Graph graph, ItemBuffer buffer, Object object) {
      List list = (List) object;
      buffer.writeBoolean(toleratesNull(list));
      CollectionForm.writeElements(graph, buffer, list.toArray());
    }

    private static boolean toleratesNull(List list) {
      try {
        // The answer does not matter; most lists refuse the question.
        return list.contains(null) || !list.isEmpty();
      } catch (NullPointerException e) {
        return false;
      }
    }

    @Override
    Object read(Graph graph, ItemInput input, Class<?> type) {
      boolean tolerant = input.readBoolean();
      @Nullable Object[] elements = CollectionForm.readElements(graph, input);
      return tolerant ? Stream.of(elements).toList() : immutableList(elements);
    }
  }

  private static void wrappers() {
    unmodifiable();
    synchronizedOnes();
  }

  private static void wrapped(
      Function<Collection, ? extends Collection> wrapper, Supplier<? extends Collection> empty) {
    FORMS.put(wrapper.apply(empty.get()).getClass(), CollectionForm.wrapped(empty, wrapper));
  }

  private static void unmodifiable() {
    wrapped(c -> Collections.unmodifiableList((List) c), ArrayList::new);
    wrapped(c -> Collections.unmodifiableList((List) c), LinkedList::new);
    wrapped(c -> Collections.unmodifiableSet((Set) c), LinkedHashSet::new);
    wrapped(c -> Collections.unmodifiableCollection(c), ArrayList::new);
    Map<Class<?>, Form> forms = FORMS;
    forms.put(
        Collections.unmodifiableMap(new HashMap<>()).getClass(),
        MapForm.wrapped(LinkedHashMap::new, Collections::unmodifiableMap));
    forms.put(
        Collections.unmodifiableSortedMap(new TreeMap<>()).getClass(),
        MapForm.sorted(TreeMap::new, map -> Collections.unmodifiableSortedMap((SortedMap) map)));
    forms.put(
        Collections.unmodifiableNavigableMap(new TreeMap<>()).getClass(),
        MapForm.sorted(TreeMap::new, map -> Collections.unmodifiableNavigableMap((TreeMap) map)));
  }

  private static void synchronizedOnes() {
    wrapped(c -> Collections.synchronizedList((List) c), ArrayList::new);
    wrapped(c -> Collections.synchronizedList((List) c), LinkedList::new);
    wrapped(c -> Collections.synchronizedSet((Set) c), LinkedHashSet::new);
    wrapped(c -> Collections.synchronizedCollection(c), ArrayList::new);
    FORMS.put(
        Collections.synchronizedMap(new HashMap<>()).getClass(),
        MapForm.wrapped(LinkedHashMap::new, Collections::synchronizedMap));
    FORMS.put(
        Collections.synchronizedSortedMap(new TreeMap<>()).getClass(),
        MapForm.sorted(TreeMap::new, map -> Collections.synchronizedSortedMap((SortedMap) map)));
  }

  private static void small() {
    FORMS.put(Object.class, new ObjectFields(Object.class));
    FORMS.put(Path.class, SmallForms.path());
    FORMS.put(Charset.class, SmallForms.charset());
    FORMS.put(UUID.class, SmallForms.uuid());
    FORMS.put(Class.class, SmallForms.classes());
    FORMS.put(ByteBuffer.class, SmallForms.byteBuffer());
    FORMS.put(AtomicReference.class, SmallForms.atomicReference());
    FORMS.put(int[].class, Numbers.ints());
    FORMS.put(long[].class, Numbers.longs());
    FORMS.put(double[].class, Numbers.doubles());
    FORMS.put(Object[].class, CollectionForm.arrays());
    FORMS.put(Map.entry(1, 1).getClass(), SmallForms.entry(Map::entry));
    FORMS.put(AbstractMap.SimpleEntry.class, SmallForms.entry(AbstractMap.SimpleEntry::new));
    FORMS.put(
        AbstractMap.SimpleImmutableEntry.class,
        SmallForms.entry(AbstractMap.SimpleImmutableEntry::new));
    FORMS.put(IntSummaryStatistics.class, SmallForms.intStatistics());
    FORMS.put(LongSummaryStatistics.class, SmallForms.longStatistics());
    FORMS.put(DoubleSummaryStatistics.class, SmallForms.doubleStatistics());
  }

  /**
   * The class as whose objects the views of the JDK's collections travel: as plain copies of what
   * is seen through them.
   *
   * @return the class, or null for what is no such view
   */
  static @Nullable Class<?> copyOfView(Class<?> type) {
    if (List.class.isAssignableFrom(type)) {
      return ArrayList.class;
    } else if (SortedSet.class.isAssignableFrom(type)) {
      return TreeSet.class;
    } else if (Set.class.isAssignableFrom(type)) {
      return LinkedHashSet.class;
    } else if (SortedMap.class.isAssignableFrom(type)) {
      return TreeMap.class;
    } else if (Map.class.isAssignableFrom(type)) {
      return LinkedHashMap.class;
    } else if (Map.Entry.class.isAssignableFrom(type)) {
      return AbstractMap.SimpleEntry.class;
    } else if (type.getSimpleName().contains("Values")) {
      return ArrayList.class;
    }
    return null;
  }
}
