package dev.procession.protocol.codec.form;

import dev.procession.protocol.codec.bytes.ItemBuffer;
import dev.procession.protocol.codec.bytes.ItemInput;
import dev.procession.protocol.codec.graph.Circles;
import dev.procession.protocol.codec.graph.Form;
import dev.procession.protocol.codec.graph.Graph;
import dev.procession.protocol.codec.trust.DecodingBudget;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The form of JDK collections: their elements. */
@SuppressWarnings({"unchecked", "rawtypes"}) // Element types are irrelevant here.
final class CollectionForm {
  private CollectionForm() {}

  /** Checks the cost of adding elements to a collection. */
  private interface Judging {
    void judge(DecodingBudget budget, @Nullable Object[] elements);
  }

  /** A collection that is created empty and then filled, and so can contain itself. */
  static Form filled(Supplier<? extends Collection> empty) {
    return new Form() {
      @Override
      protected void write(Graph graph, ItemBuffer buffer, Object object) {
        writeElements(graph, buffer, ((Collection) object).toArray());
      }

      @Override
      protected Object read(Graph graph, ItemInput input, Class<?> type) {
        Collection made = empty.get();
        graph.reference(made);
        made.addAll(Arrays.asList(readElements(graph, input)));
        return made;
      }
    };
  }

  /** The same for collections that hash each element. */
  static Form hashed(Supplier<? extends Collection> empty) {
    return filled(empty, CollectionForm::judgeHashes);
  }

  /** The same for collections that compare each element with all present ones. */
  static Form comparedWithEachOther(Supplier<? extends Collection> empty) {
    return filled(empty, DecodingBudget::comparedWithEachOther);
  }

  /** The same for collections that compare their elements in natural order. */
  static Form compared(Supplier<? extends Collection> empty) {
    return filled(empty, CollectionForm::judgeSorting);
  }

  private static void judgeSorting(DecodingBudget budget, @Nullable Object[] elements) {
    for (Object element : elements) {
      budget.sorted(element);
    }
  }

  private static void judgeHashes(DecodingBudget budget, @Nullable Object[] elements) {
    DecodingBudget.Keys keys = budget.hashed(elements.length);
    for (Object element : elements) {
      keys.next(element);
    }
  }

  /** At once, or when the elements are complete. */
  private static void fill(Graph graph, int number, Filling filling) {
    if (graph.circles().leadOutOf(number)) {
      graph.circles().await(number, filling);
    } else {
      filling.fill();
    }
  }

  /** A collection and its future elements. */
  private record Filling(
      Collection collection, @Nullable Object[] elements, Judging judging, DecodingBudget budget)
      implements Circles.Waiting {
    @Override
    public List<?> keys() {
      return Arrays.asList(elements);
    }

    @Override
    public void fill() {
      judging.judge(budget, elements);
      if (!collection.isEmpty()) {
        collection.clear();
      }
      collection.addAll(Arrays.asList(elements));
    }

    /** Not checked for queues: a search does not depend on their order. */
    @Override
    public boolean isRight() {
      return !(collection instanceof Set) || holdsAll(collection, elements);
    }
  }

  private static boolean holdsAll(Collection collection, @Nullable Object[] elements) {
    for (Object element : elements) {
      if (!collection.contains(element)) {
        return false;
      }
    }
    return collection.size() == elements.length;
  }

  private static Form filled(Supplier<? extends Collection> empty, Judging judging) {
    return new Form() {
      @Override
      protected void write(Graph graph, ItemBuffer buffer, Object object) {
        writeElements(graph, buffer, ((Collection) object).toArray());
      }

      @Override
      protected Object read(Graph graph, ItemInput input, Class<?> type) {
        int number = graph.number();
        Collection made = empty.get();
        graph.reference(made);
        @Nullable Object[] elements = readElements(graph, input);
        fill(graph, number, new Filling(made, elements, judging, graph.decoding().budget()));
        return made;
      }
    };
  }

  /** The same for collections with a comparator, which may be null. */
  static Form sorted(Function<@Nullable Comparator, ? extends Collection> empty) {
    return new Form() {
      @Override
      protected void write(Graph graph, ItemBuffer buffer, Object object) {
        graph.startUnmade();
        graph.writeClassAndObject(buffer, comparator(object));
        graph.endUnmade();
        writeElements(graph, buffer, ((Collection) object).toArray());
      }

      @Override
      protected Object read(Graph graph, ItemInput input, Class<?> type) {
        // The collection needs its number before its comparator is read, but cannot be created yet.
        int number = graph.number();
        Comparator comparator = (Comparator) readPart(graph, input, ".comparator");
        Collection made = empty.apply(comparator);
        graph.reference(made);
        @Nullable Object[] elements = readElements(graph, input);
        fill(
            graph,
            number,
            new Filling(made, elements, CollectionForm::judgeSorting, graph.decoding().budget()));
        return made;
      }
    };
  }

  private static @Nullable Comparator comparator(Object object) {
    return object instanceof PriorityQueue queue
        ? queue.comparator()
        : ((SortedSet) object).comparator();
  }

  /** A collection that is created from all its elements, and so cannot contain itself. */
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
      protected void write(Graph graph, ItemBuffer buffer, Object object) {
        graph.startUnmade();
        writeElements(graph, buffer, ((Collection) object).toArray());
        graph.endUnmade();
      }

      @Override
      protected Object read(Graph graph, ItemInput input, Class<?> type) {
        int number = graph.number();
        @Nullable Object[] elements = readElements(graph, input);
        judging.judge(graph.decoding().budget(), elements);
        if (!graph.circles().leadOutOf(number)) {
          return maker.apply(elements);
        }
        Collection made = Circles.madeTooEarly(type, () -> maker.apply(elements));
        graph.circles().await(number, new Made(made, elements));
        return made;
      }
    };
  }

  /** A collection that cannot be filled later, and may turn out to have been created too early. */
  private record Made(Collection collection, @Nullable Object[] elements)
      implements Circles.Waiting {
    @Override
    public List<?> keys() {
      return Arrays.asList(elements);
    }

    @Override
    public void fill() {}

    @Override
    public boolean isRight() {
      return !(collection instanceof Set) || holdsAll(collection, elements);
    }
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
      protected void write(Graph graph, ItemBuffer buffer, Object object) {
        writeElements(graph, buffer, (Object[]) object);
      }

      @Override
      protected Object read(Graph graph, ItemInput input, Class<?> type) {
        int length = input.count(1);
        Object array = java.lang.reflect.Array.newInstance(type.getComponentType(), length);
        graph.reference(array);
        return readParts(graph, input, (Object[]) array);
      }
    };
  }
}
