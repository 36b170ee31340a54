package dev.procession.protocol.codec;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
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
import java.util.concurrent.DelayQueue;
import java.util.concurrent.atomic.AtomicMarkableReference;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicStampedReference;
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
    FORMS.put(HashSet.class, CollectionForm.hashed(HashSet::new));
    FORMS.put(LinkedHashSet.class, CollectionForm.hashed(LinkedHashSet::new));
    filled(CopyOnWriteArrayList.class, CopyOnWriteArrayList::new);
    FORMS.put(
        CopyOnWriteArraySet.class, CollectionForm.comparedWithEachOther(CopyOnWriteArraySet::new));
    filled(ConcurrentLinkedQueue.class, ConcurrentLinkedQueue::new);
    filled(ConcurrentLinkedDeque.class, ConcurrentLinkedDeque::new);
    filled(DelayQueue.class, DelayQueue::new);
    FORMS.put(
        ConcurrentHashMap.newKeySet().getClass(),
        CollectionForm.hashed(ConcurrentHashMap::newKeySet));
    FORMS.put(TreeSet.class, CollectionForm.sorted(TreeSet::new));
    FORMS.put(ConcurrentSkipListSet.class, CollectionForm.sorted(ConcurrentSkipListSet::new));
    FORMS.put(PriorityQueue.class, CollectionForm.sorted(PriorityQueue::new));
  }

  private static void filled(Class<?> type, Supplier<? extends Collection> empty) {
    FORMS.put(type, CollectionForm.filled(empty));
  }

  private static void maps() {
    FORMS.put(HashMap.class, MapForm.filled(HashMap::new));
    FORMS.put(LinkedHashMap.class, MapForm.linked());
    FORMS.put(Hashtable.class, MapForm.filled(Hashtable::new));
    FORMS.put(ConcurrentHashMap.class, MapForm.filled(ConcurrentHashMap::new));
    FORMS.put(IdentityHashMap.class, MapForm.filled(IdentityHashMap::new));
    FORMS.put(WeakHashMap.class, MapForm.filled(WeakHashMap::new));
    FORMS.put(EnumMap.class, MapForm.enumMap());
    FORMS.put(TreeMap.class, MapForm.sorted(TreeMap::new));
    FORMS.put(ConcurrentSkipListMap.class, MapForm.sorted(ConcurrentSkipListMap::new));
  }

  private static void immutables() {
    Form lists = CollectionForm.made(JdkForms::immutableList);
    FORMS.put(List.of().getClass(), new NullFriendly());
    FORMS.put(List.of(1).getClass(), lists);
    FORMS.put(List.of(1, 2, 3).subList(0, 2).getClass(), lists);
    Form sets = CollectionForm.madeHashed(Set::of);
    FORMS.put(Set.of().getClass(), sets);
    FORMS.put(Set.of(1).getClass(), sets);
    Form maps = MapForm.made(Map::copyOf);
    FORMS.put(Map.of().getClass(), maps);
    FORMS.put(Map.of(1, 1).getClass(), maps);
    FORMS.put(Arrays.asList(1).getClass(), CollectionForm.made(Arrays::asList));
    FORMS.put(
        Collections.singletonList(1).getClass(),
        CollectionForm.made(one -> Collections.singletonList(one[0])));
    FORMS.put(
        Collections.singleton(1).getClass(),
        CollectionForm.made(one -> Collections.singleton(one[0])));
    FORMS.put(Collections.singletonMap(1, 1).getClass(), MapForm.made(JdkForms::singletonMap));
    FORMS.put(
        Collections.nCopies(1, 1).getClass(),
        SmallForms.of(
            List.class,
            (graph, buffer, list) -> {
              buffer.writeVarInt(list.size(), true);
              graph.startUnmade();
              graph.writeClassAndObject(buffer, list.isEmpty() ? null : list.get(0));
              graph.endUnmade();
            },
            (graph, input, type) ->
                Collections.nCopies(input.readVarInt(true), Form.readPart(graph, input, "[0]"))));
  }

  private static Map singletonMap(Map one) {
    Map.Entry entry = (Map.Entry) one.entrySet().iterator().next();
    return Collections.singletonMap(entry.getKey(), entry.getValue());
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
      graph.startUnmade();
      CollectionForm.writeElements(graph, buffer, list.toArray());
      graph.endUnmade();
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

  private static <T> void wrapper(Class<T> inside, T empty, Function<T, Object> wrap) {
    FORMS.put(wrap.apply(empty).getClass(), Backing.form(inside, wrap));
  }

  private static void unmodifiable() {
    wrapper(List.class, new ArrayList<>(), Collections::unmodifiableList);
    wrapper(List.class, new LinkedList<>(), Collections::unmodifiableList);
    wrapper(Collection.class, new ArrayList<>(), Collections::unmodifiableCollection);
    wrapper(Set.class, new HashSet<>(), Collections::unmodifiableSet);
    wrapper(SortedSet.class, new TreeSet<>(), Collections::unmodifiableSortedSet);
    wrapper(NavigableSet.class, new TreeSet<>(), Collections::unmodifiableNavigableSet);
    wrapper(Map.class, new HashMap<>(), Collections::unmodifiableMap);
    wrapper(SortedMap.class, new TreeMap<>(), Collections::unmodifiableSortedMap);
    wrapper(NavigableMap.class, new TreeMap<>(), Collections::unmodifiableNavigableMap);
  }

  private static void synchronizedOnes() {
    wrapper(List.class, new ArrayList<>(), Collections::synchronizedList);
    wrapper(List.class, new LinkedList<>(), Collections::synchronizedList);
    wrapper(Collection.class, new ArrayList<>(), Collections::synchronizedCollection);
    wrapper(Set.class, new HashSet<>(), Collections::synchronizedSet);
    wrapper(SortedSet.class, new TreeSet<>(), Collections::synchronizedSortedSet);
    wrapper(NavigableSet.class, new TreeSet<>(), Collections::synchronizedNavigableSet);
    wrapper(Map.class, new HashMap<>(), Collections::synchronizedMap);
    wrapper(SortedMap.class, new TreeMap<>(), Collections::synchronizedSortedMap);
    wrapper(NavigableMap.class, new TreeMap<>(), Collections::synchronizedNavigableMap);
  }

  private static void small() {
    FORMS.put(Object.class, new ObjectFields(Object.class));
    FORMS.put(Path.class, SmallForms.path());
    FORMS.put(Charset.class, SmallForms.charset());
    FORMS.put(UUID.class, SmallForms.uuid());
    FORMS.put(Class.class, SmallForms.classes());
    FORMS.put(ByteBuffer.class, SmallForms.byteBuffer());
    FORMS.put(ZonedDateTime.class, SmallForms.zoned());
    FORMS.put(EnumSet.class, EnumForms.set());
    FORMS.put(HexFormat.class, FormatForms.hex());
    FORMS.put(DateTimeFormatter.class, FormatForms.dateTime());
    FORMS.put(Optional.class, SmallForms.optional());
    FORMS.put(AtomicReference.class, HolderForms.atomicReference());
    FORMS.put(AtomicMarkableReference.class, HolderForms.markable());
    FORMS.put(AtomicStampedReference.class, HolderForms.stamped());
    FORMS.put(boolean[].class, SmallForms.booleans());
    FORMS.put(String[].class, SmallForms.strings());
    FORMS.put(int[].class, Numbers.ints());
    FORMS.put(long[].class, Numbers.longs());
    FORMS.put(double[].class, Numbers.doubles());
    FORMS.put(Object[].class, CollectionForm.arrays());
    FORMS.put(Map.entry(1, 1).getClass(), SmallForms.entry(Map::entry));
    FORMS.put(AbstractMap.SimpleEntry.class, SmallForms.entry(AbstractMap.SimpleEntry::new));
    FORMS.put(
        AbstractMap.SimpleImmutableEntry.class,
        SmallForms.entry(AbstractMap.SimpleImmutableEntry::new));
    FORMS.put(IntSummaryStatistics.class, HolderForms.intStatistics());
    FORMS.put(LongSummaryStatistics.class, HolderForms.longStatistics());
    FORMS.put(DoubleSummaryStatistics.class, HolderForms.doubleStatistics());
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
