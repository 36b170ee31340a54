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

  /** Judges what is about to be put into a collection, by what it may cost. */
  private interface Judging {
    void judge(Budget budget, @Nullable Object[] elements);
  }

  /** A collection that is made empty and then filled, and so can contain itself. */
  static Form filled(Supplier<? extends Collection> empty) {
    return filled(empty, (budget, elements) -> {});
  }

  /** The same for those that ask for the hash code of each element. */
  static Form hashed(Supplier<? extends Collection> empty) {
    return filled(empty, CollectionForm::judgeHashes);
  }

  /** The same for those that compare each element with all that are there. */
  static Form comparedWithEachOther(Supplier<? extends Collection> empty) {
    return filled(empty, Budget::comparedWithEachOther);
  }

  private static void judgeHashes(Budget budget, @Nullable Object[] elements) {
    Budget.Keys keys = budget.hashed(elements.length);
    for (Object element : elements) {
      keys.next(element);
    }
  }

  private static Form filled(Supplier<? extends Collection> empty, Judging judging) {
    return new Form() {
      @Override
      void write(Graph graph, ItemBuffer buffer, Object object) {
        writeElements(graph, buffer, ((Collection) object).toArray());
      }

      @Override
      Object read(Graph graph, ItemInput input, Class<?> type) {
        Collection made = empty.get();
        graph.reference(made);
        @Nullable Object[] elements = readElements(graph, input);
        judging.judge(graph.decoding().budget(), elements);
        made.addAll(Arrays.asList(elements));
        return made;
      }
    };
  }

  /** The same for those that are made with a comparator, which may be null. */
  static Form sorted(Function<@Nullable Comparator, ? extends Collection> empty) {
    return new Form() {
      @Override
      void write(Graph graph, ItemBuffer buffer, Object object) {
        graph.startUnmade();
        graph.writeClassAndObject(buffer, comparator(object));
        graph.endUnmade();
        writeElements(graph, buffer, ((Collection) object).toArray());
      }

      @Override
      Object read(Graph graph, ItemInput input, Class<?> type) {
        // The collection needs its number before its comparator is read, but cannot be made yet.
        Comparator comparator = (Comparator) readPart(graph, input, ".comparator");
        Collection made = empty.apply(comparator);
        graph.reference(made);
        @Nullable Object[] elements = readElements(graph, input);
        for (Object element : elements) {
          graph.decoding().budget().sorted(element);
        }
        made.addAll(Arrays.asList(elements));
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
    return made(maker, (budget, elements) -> {});
  }

  /** The same for sets. */
  static Form madeHashed(Function<@Nullable Object[], ? extends Collection> maker) {
    return made(maker, CollectionForm::judgeHashes);
  }

  private static Form made(
      Function<@Nullable Object[], ? extends Collection> maker, Judging judging) {
    return new Form() {
      @Override
      void write(Graph graph, ItemBuffer buffer, Object object) {
        graph.startUnmade();
        writeElements(graph, buffer, ((Collection) object).toArray());
        graph.endUnmade();
      }

      @Override
      Object read(Graph graph, ItemInput input, Class<?> type) {
        @Nullable Object[] elements = readElements(graph, input);
        judging.judge(graph.decoding().budget(), elements);
        return maker.apply(elements);
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
