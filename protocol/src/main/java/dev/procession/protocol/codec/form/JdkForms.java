package dev.procession.protocol.codec.form;

import dev.procession.protocol.codec.graph.Form;
import java.lang.reflect.Modifier;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
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
import java.util.Queue;
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
import java.util.jar.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * The JDK classes that have a form of our own, each without its subclasses.
 *
 * <p>A form is created on first use of its class, because nearly each consists of lambdas, and
 * linking them all would take a fifth of a worker's start.
 */
@SuppressWarnings({
  "unchecked",
  "rawtypes", // Element types are irrelevant here.
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
      form = UnnamedCollectionForms.of(type);
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
      case "java.util.concurrent.DelayQueue" -> CollectionForm.compared(DelayQueue::new);
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
      case "java.util.jar.Attributes" -> MapForm.filled(Attributes::new);
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
      case "java.lang.Class" -> ValueForms.classes();
      case "java.lang.Runtime$Version" -> ValueForms.runtimeVersion();
      case "java.nio.file.Path" -> ValueForms.path();
      case "java.nio.file.attribute.FileTime" -> ValueForms.fileTime();
      case "java.nio.charset.Charset" -> ValueForms.charset();
      case "java.nio.ByteBuffer" -> ValueForms.byteBuffer();
      case "java.time.ZonedDateTime" -> ValueForms.zoned();
      case "java.time.format.DateTimeFormatter" -> FormatForms.dateTime();
      case "java.util.HexFormat" -> FormatForms.hex();
      case "java.util.UUID" -> ValueForms.uuid();
      case "java.util.jar.Attributes$Name" -> ValueForms.attributeName();
      case "java.util.EnumSet" -> EnumForms.set();
      case "java.util.Optional" -> ValueForms.optional();
      case "java.util.AbstractMap$SimpleEntry" -> ValueForms.entry(AbstractMap.SimpleEntry::new);
      case "java.util.AbstractMap$SimpleImmutableEntry" ->
          ValueForms.entry(AbstractMap.SimpleImmutableEntry::new);
      case "java.util.IntSummaryStatistics" -> HolderForms.intStatistics();
      case "java.util.LongSummaryStatistics" -> HolderForms.longStatistics();
      case "java.util.DoubleSummaryStatistics" -> HolderForms.doubleStatistics();
      case "java.util.concurrent.atomic.AtomicReference" -> HolderForms.atomicReference();
      case "java.util.concurrent.atomic.AtomicMarkableReference" -> HolderForms.markable();
      case "java.util.concurrent.atomic.AtomicStampedReference" -> HolderForms.stamped();
      case "[Z" -> ArrayForms.booleans();
      case "[I" -> ArrayForms.ints();
      case "[J" -> ArrayForms.longs();
      case "[D" -> ArrayForms.doubles();
      case "[Ljava.lang.String;" -> ArrayForms.strings();
      default -> null;
    };
  }

  /**
   * The class as which views of JDK collections are sent: plain copies of their elements.
   *
   * @return the class, or null if it is not such a view
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
    } else if (Queue.class.isAssignableFrom(type)) {
      return LinkedList.class;
    }
    return Collection.class.isAssignableFrom(type) ? ArrayList.class : null;
  }
}
