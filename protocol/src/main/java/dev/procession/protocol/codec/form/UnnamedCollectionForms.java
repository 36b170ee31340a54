package dev.procession.protocol.codec.form;

import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.graph.Form;
import dev.procession.protocol.codec.graph.Graph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The private classes of {@code java.util}: immutable collections, and wrappers around others.
 * Found through an instance of each, because their names are internal.
 */
@SuppressWarnings({
  "unchecked",
  "rawtypes", // Element types are irrelevant here.
  "JdkObsolete" // Users may have them.
})
final class UnnamedCollectionForms {
  private UnnamedCollectionForms() {}

  /** The form of the objects of exactly this class. */
  static @Nullable Form of(Class<?> type) {
    Form form = immutable(type);
    if (form == null) {
      form = unmodifiable(type);
    }
    return form == null ? synchronizedOne(type) : form;
  }

  private static @Nullable Form immutable(Class<?> type) {
    if (type == List.of().getClass()) {
      return new NullFriendly();
    } else if (isOneOf(type, List.of(1), List.of(1, 2, 3).subList(0, 2))) {
      return CollectionForm.made(UnnamedCollectionForms::immutableList);
    } else if (isOneOf(type, Set.of(), Set.of(1))) {
      return CollectionForm.madeHashed(Set::of);
    } else if (isOneOf(type, Map.of(), Map.of(1, 1))) {
      return MapForm.made(Map::copyOf);
    } else if (isOneOf(type, Map.entry(1, 1))) {
      return ValueForms.entry(Map::entry);
    } else if (isOneOf(type, Arrays.asList(1))) {
      return CollectionForm.made(Arrays::asList);
    } else if (isOneOf(type, Collections.singletonList(1))) {
      return CollectionForm.made(one -> Collections.singletonList(one[0]));
    } else if (isOneOf(type, Collections.singleton(1))) {
      return CollectionForm.made(one -> Collections.singleton(one[0]));
    } else if (isOneOf(type, Collections.singletonMap(1, 1))) {
      return MapForm.made(UnnamedCollectionForms::singletonMap);
    } else if (isOneOf(type, Collections.nCopies(1, 1))) {
      return copies();
    }
    return null;
  }

  private static boolean isOneOf(Class<?> type, Object... objects) {
    for (Object object : objects) {
      if (object.getClass() == type) {
        return true;
      }
    }
    return false;
  }

  private static Form copies() {
    return ValueForms.of(
        List.class,
        (graph, buffer, list) -> {
          buffer.writeVarInt(list.size(), true);
          graph.startUnmade();
          graph.writeClassAndObject(buffer, list.isEmpty() ? null : list.get(0));
          graph.endUnmade();
        },
        (graph, input, type) ->
            Collections.nCopies(input.readVarInt(true), Form.readPart(graph, input, "[0]")));
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
   * The lists of {@code List.of} and {@code Stream.toList}: only the latter accepts a query for
   * null.
   */
  private static final class NullFriendly extends Form {
    @Override
    protected void write(Graph graph, ItemBuffer buffer, Object object) {
      List list = (List) object;
      buffer.writeBoolean(toleratesNull(list));
      graph.startUnmade();
      CollectionForm.writeElements(graph, buffer, list.toArray());
      graph.endUnmade();
    }

    private static boolean toleratesNull(List list) {
      try {
        // The answer is irrelevant; most lists throw.
        return list.contains(null) || !list.isEmpty();
      } catch (NullPointerException e) {
        return false;
      }
    }

    @Override
    protected Object read(Graph graph, ItemInput input, Class<?> type) {
      boolean tolerant = input.readBoolean();
      @Nullable Object[] elements = CollectionForm.readElements(graph, input);
      return tolerant ? Stream.of(elements).toList() : immutableList(elements);
    }
  }

  private static @Nullable Form unmodifiable(Class<?> type) {
    if (isOneOf(
        type,
        Collections.unmodifiableList(new ArrayList<>()),
        Collections.unmodifiableList(new LinkedList<>()))) {
      return WrappedCollection.form(List.class, Collections::unmodifiableList);
    } else if (isOneOf(type, Collections.unmodifiableCollection(List.of()))) {
      return WrappedCollection.form(Collection.class, Collections::unmodifiableCollection);
    } else if (isOneOf(type, Collections.unmodifiableSet(Set.of()))) {
      return WrappedCollection.form(Set.class, Collections::unmodifiableSet);
    } else if (isOneOf(type, Collections.unmodifiableSortedSet(new TreeSet<>()))) {
      return WrappedCollection.form(SortedSet.class, Collections::unmodifiableSortedSet);
    } else if (isOneOf(type, Collections.unmodifiableNavigableSet(new TreeSet<>()))) {
      return WrappedCollection.form(NavigableSet.class, Collections::unmodifiableNavigableSet);
    } else if (isOneOf(type, Collections.unmodifiableMap(Map.of()))) {
      return WrappedCollection.form(Map.class, Collections::unmodifiableMap);
    } else if (isOneOf(type, Collections.unmodifiableSortedMap(new TreeMap<>()))) {
      return WrappedCollection.form(SortedMap.class, Collections::unmodifiableSortedMap);
    } else if (isOneOf(type, Collections.unmodifiableNavigableMap(new TreeMap<>()))) {
      return WrappedCollection.form(NavigableMap.class, Collections::unmodifiableNavigableMap);
    }
    return null;
  }

  private static @Nullable Form synchronizedOne(Class<?> type) {
    if (isOneOf(
        type,
        Collections.synchronizedList(new ArrayList<>()),
        Collections.synchronizedList(new LinkedList<>()))) {
      return WrappedCollection.form(List.class, Collections::synchronizedList);
    } else if (isOneOf(type, Collections.synchronizedCollection(List.of()))) {
      return WrappedCollection.form(Collection.class, Collections::synchronizedCollection);
    } else if (isOneOf(type, Collections.synchronizedSet(Set.of()))) {
      return WrappedCollection.form(Set.class, Collections::synchronizedSet);
    } else if (isOneOf(type, Collections.synchronizedSortedSet(new TreeSet<>()))) {
      return WrappedCollection.form(SortedSet.class, Collections::synchronizedSortedSet);
    } else if (isOneOf(type, Collections.synchronizedNavigableSet(new TreeSet<>()))) {
      return WrappedCollection.form(NavigableSet.class, Collections::synchronizedNavigableSet);
    } else if (isOneOf(type, Collections.synchronizedMap(Map.of()))) {
      return WrappedCollection.form(Map.class, Collections::synchronizedMap);
    } else if (isOneOf(type, Collections.synchronizedSortedMap(new TreeMap<>()))) {
      return WrappedCollection.form(SortedMap.class, Collections::synchronizedSortedMap);
    } else if (isOneOf(type, Collections.synchronizedNavigableMap(new TreeMap<>()))) {
      return WrappedCollection.form(NavigableMap.class, Collections::synchronizedNavigableMap);
    }
    return null;
  }
}
