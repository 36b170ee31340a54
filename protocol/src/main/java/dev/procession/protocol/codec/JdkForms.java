package dev.procession.protocol.codec;

import java.lang.reflect.Modifier;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
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
import org.jspecify.annotations.Nullable;

/**
 * The classes of the JDK that travel in a form of ours, each exactly, without its subclasses.
 *
 * <p>A form is made when its class is first met, because nearly each is made of lambdas of its own,
 * and to link them all is a fifth of a worker's start.
 */
@SuppressWarnings({
  "unchecked",
  "rawtypes", // The types of elements do not matter here.
  "JdkObsolete" // Users may have them.
})
final class JdkForms {
  private static final Map<Class<?>, Form> MADE = new ConcurrentHashMap<>();

  private JdkForms() {}

  static @Nullable Form of(Class<?> type) {
    Form made = MADE.get(type);
    if (made == null) {
      made = make(type);
      if (made != null) {
        MADE.put(type, made);
      }
    }
    return made;
  }

  private static @Nullable Form make(Class<?> type) {
    String name = type.getName();
    Form form = collection(name);
    if (form == null) {
      form = map(name);
    }
    if (form == null) {
      form = small(name);
    }
    if (form == null && name.startsWith("java.util.") && !Modifier.isPublic(type.getModifiers())) {
      form = HiddenForms.of(type);
    }
    return form;
  }

  private static @Nullable Form collection(String name) {
    return switch (name) {
      case "java.util.ArrayList" -> CollectionForm.filled(ArrayList::new);
      case "java.util.LinkedList" -> CollectionForm.filled(LinkedList::new);
      case "java.util.Vector" -> CollectionForm.filled(Vector::new);
      case "java.util.Stack" -> CollectionForm.filled(Stack::new);
      case "java.util.ArrayDeque" -> CollectionForm.filled(ArrayDeque::new);
      case "java.util.HashSet" -> CollectionForm.hashed(HashSet::new);
      case "java.util.LinkedHashSet" -> CollectionForm.hashed(LinkedHashSet::new);
      case "java.util.TreeSet" -> CollectionForm.sorted(TreeSet::new);
      case "java.util.PriorityQueue" -> CollectionForm.sorted(PriorityQueue::new);
      case "java.util.concurrent.CopyOnWriteArrayList" ->
          CollectionForm.filled(CopyOnWriteArrayList::new);
      case "java.util.concurrent.CopyOnWriteArraySet" ->
          CollectionForm.comparedWithEachOther(CopyOnWriteArraySet::new);
      case "java.util.concurrent.ConcurrentLinkedQueue" ->
          CollectionForm.filled(ConcurrentLinkedQueue::new);
      case "java.util.concurrent.ConcurrentLinkedDeque" ->
          CollectionForm.filled(ConcurrentLinkedDeque::new);
      case "java.util.concurrent.DelayQueue" -> CollectionForm.filled(DelayQueue::new);
      case "java.util.concurrent.ConcurrentHashMap$KeySetView" ->
          CollectionForm.hashed(ConcurrentHashMap::newKeySet);
      case "java.util.concurrent.ConcurrentSkipListSet" ->
          CollectionForm.sorted(ConcurrentSkipListSet::new);
      case "[Ljava.lang.Object;" -> CollectionForm.arrays();
      default -> null;
    };
  }

  private static @Nullable Form map(String name) {
    return switch (name) {
      case "java.util.HashMap" -> MapForm.filled(HashMap::new);
      case "java.util.LinkedHashMap" -> MapForm.linked();
      case "java.util.Hashtable" -> MapForm.filled(Hashtable::new);
      case "java.util.IdentityHashMap" -> MapForm.filled(IdentityHashMap::new);
      case "java.util.WeakHashMap" -> MapForm.filled(WeakHashMap::new);
      case "java.util.EnumMap" -> MapForm.enumMap();
      case "java.util.TreeMap" -> MapForm.sorted(TreeMap::new);
      case "java.util.concurrent.ConcurrentHashMap" -> MapForm.filled(ConcurrentHashMap::new);
      case "java.util.concurrent.ConcurrentSkipListMap" ->
          MapForm.sorted(ConcurrentSkipListMap::new);
      default -> null;
    };
  }

  private static @Nullable Form small(String name) {
    return switch (name) {
      case "java.lang.Object" -> new ObjectFields(Object.class);
      case "java.lang.Class" -> SmallForms.classes();
      case "java.nio.file.Path" -> SmallForms.path();
      case "java.nio.charset.Charset" -> SmallForms.charset();
      case "java.nio.ByteBuffer" -> SmallForms.byteBuffer();
      case "java.time.ZonedDateTime" -> SmallForms.zoned();
      case "java.time.format.DateTimeFormatter" -> FormatForms.dateTime();
      case "java.util.HexFormat" -> FormatForms.hex();
      case "java.util.UUID" -> SmallForms.uuid();
      case "java.util.EnumSet" -> EnumForms.set();
      case "java.util.Optional" -> SmallForms.optional();
      case "java.util.AbstractMap$SimpleEntry" -> SmallForms.entry(AbstractMap.SimpleEntry::new);
      case "java.util.AbstractMap$SimpleImmutableEntry" ->
          SmallForms.entry(AbstractMap.SimpleImmutableEntry::new);
      case "java.util.IntSummaryStatistics" -> HolderForms.intStatistics();
      case "java.util.LongSummaryStatistics" -> HolderForms.longStatistics();
      case "java.util.DoubleSummaryStatistics" -> HolderForms.doubleStatistics();
      case "java.util.concurrent.atomic.AtomicReference" -> HolderForms.atomicReference();
      case "java.util.concurrent.atomic.AtomicMarkableReference" -> HolderForms.markable();
      case "java.util.concurrent.atomic.AtomicStampedReference" -> HolderForms.stamped();
      case "[Z" -> SmallForms.booleans();
      case "[I" -> Numbers.ints();
      case "[J" -> Numbers.longs();
      case "[D" -> Numbers.doubles();
      case "[Ljava.lang.String;" -> SmallForms.strings();
      default -> null;
    };
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
