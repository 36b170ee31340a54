package dev.procession.protocol.codec;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collections of the JDK as their elements. */
@SuppressWarnings({"unchecked", "rawtypes"}) // The types of elements do not matter here.
final class CollectionForm {
  private CollectionForm() {}

  /** A collection that is made empty and then filled, and so can contain itself. */
  static Form filled(Supplier<? extends Collection> empty) {
    return new Form() {
      @Override
      void write(Graph graph, ItemBuffer buffer, Object object) {
        writeElements(graph, buffer, ((Collection) object).toArray());
      }

      @Override
      Object read(Graph graph, ItemInput input, Class<?> type) {
        Collection made = empty.get();
        graph.reference(made);
        made.addAll(Arrays.asList(readElements(graph, input)));
        return made;
      }
    };
  }

  /** The same for those that are made with a comparator, which may be null. */
  static Form sorted(Function<@Nullable Comparator, ? extends Collection> empty) {
    return new Form() {
      @Override
      void write(Graph graph, ItemBuffer buffer, Object object) {
        graph.writeClassAndObject(buffer, comparator(object));
        writeElements(graph, buffer, ((Collection) object).toArray());
      }

      @Override
      Object read(Graph graph, ItemInput input, Class<?> type) {
        // The collection needs its number before its comparator is read, but cannot be made yet.
        Comparator comparator = (Comparator) readPart(graph, input, ".comparator");
        Collection made = empty.apply(comparator);
        graph.reference(made);
        made.addAll(Arrays.asList(readElements(graph, input)));
        return made;
      }
    };
  }

  private static @Nullable Comparator comparator(Object object) {
    return object instanceof PriorityQueue queue
        ? queue.comparator()
        : ((SortedSet) object).comparator();
  }

  /** A collection that is made from all its elements, and so cannot contain itself. */
  static Form made(Function<@Nullable Object[], ? extends Collection> maker) {
    return new Form() {
      @Override
      void write(Graph graph, ItemBuffer buffer, Object object) {
        writeElements(graph, buffer, ((Collection) object).toArray());
      }

      @Override
      Object read(Graph graph, ItemInput input, Class<?> type) {
        return maker.apply(readElements(graph, input));
      }
    };
  }

  /** A wrapper around a collection, which travels as a copy of what is seen through it. */
  static Form wrapped(
      Supplier<? extends Collection> empty, Function<Collection, ? extends Collection> wrapper) {
    return new Form() {
      @Override
      void write(Graph graph, ItemBuffer buffer, Object object) {
        writeElements(graph, buffer, ((Collection) object).toArray());
      }

      @Override
      Object read(Graph graph, ItemInput input, Class<?> type) {
        Collection inner = empty.get();
        Object outer = wrapper.apply(inner);
        graph.reference(outer);
        inner.addAll(Arrays.asList(readElements(graph, input)));
        return outer;
      }
    };
  }

  static void writeElements(Graph graph, ItemBuffer buffer, @Nullable Object[] elements) {
    buffer.writeVarInt(elements.length, true);
    for (Object element : elements) {
      graph.writeClassAndObject(buffer, element);
    }
  }

  static @Nullable Object[] readElements(Graph graph, ItemInput input) {
    return Form.readParts(graph, input, new @Nullable Object[input.count(1)]);
  }

  /** Arrays of objects, of any number of dimensions. */
  static Form arrays() {
    return new Form() {
      @Override
      void write(Graph graph, ItemBuffer buffer, Object object) {
        writeElements(graph, buffer, (Object[]) object);
      }

      @Override
      Object read(Graph graph, ItemInput input, Class<?> type) {
        int length = input.count(1);
        Object array = java.lang.reflect.Array.newInstance(type.getComponentType(), length);
        graph.reference(array);
        return readParts(graph, input, (Object[]) array);
      }
    };
  }
}
