package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.EncodedItems;
import dev.procession.task.SerializableBiFunction;
import dev.procession.task.SerializableCallable;
import dev.procession.task.SerializableFunction;
import dev.procession.task.SerializableRunnable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LambdaTest {
  private static int ran;

  private final Trip trip = new Trip();

  @Test
  void lambdaWithoutCaptureWorks() throws Exception {
    SerializableFunction<Integer, Integer> square = x -> x * x;

    assertEquals(49, trip.value(square).apply(7));
  }

  /** Not for its size: a worker that is sent nothing else never has to start Kryo. */
  @Test
  void lambdaWithoutCaptureNeedsNoGraph() throws Exception {
    SerializableFunction<Integer, Integer> square = x -> x * x;
    int by = ran;
    SerializableFunction<Integer, Integer> withCapture = x -> x + by;

    trip.encoder.add(square);
    trip.encoder.add(withCapture);

    EncodedItems items = trip.send();
    assertEquals(Tag.LAMBDA, items.array()[items.start(0)]);
    assertEquals(Tag.GRAPH, items.array()[items.start(1)]);
  }

  @Test
  void allFunctionalTypesWork() throws Exception {
    SerializableBiFunction<Integer, Integer, Integer> sum = Integer::sum;
    SerializableCallable<String> callable = () -> "called";
    SerializableRunnable runnable = () -> ran++;

    assertEquals(5, trip.value(sum).apply(2, 3));
    assertEquals("called", trip.value(callable).call());
    trip.value(runnable).run();
    assertEquals(1, ran);
  }

  @Test
  void capturedValuesTravelWhateverTheyAre() throws Exception {
    int number = 5;
    String text = "t".repeat(3);
    Zoo.Plain notSerializable = new Zoo.Plain(1, 2, "p", "q");
    Supplier<Integer> inner = (Supplier<Integer> & Serializable) () -> number + 1;
    SerializableFunction<Integer, List<Object>> f =
        x -> List.of(x, number, text, notSerializable, inner.get());

    assertEquals(List.of(1, 5, "ttt", notSerializable, 6), trip.value(f).apply(1));
  }

  @Test
  void methodReferencesOfAllKindsWork() throws Exception {
    SerializableFunction<String, Integer> ofClass = Integer::parseInt;
    SerializableFunction<String, Integer> unbound = String::length;
    SerializableFunction<String, Boolean> bound = "haystack"::contains;
    SerializableFunction<Integer, List<Object>> constructor = ArrayList::new;
    SerializableFunction<Integer, int[]> array = int[]::new;

    assertEquals(12, trip.value(ofClass).apply("12"));
    assertEquals(2, trip.value(unbound).apply("12"));
    assertTrue(trip.value(bound).apply("hay"));
    assertEquals(List.of(), trip.value(constructor).apply(3));
    assertEquals(3, trip.value(array).apply(3).length);
  }

  static final class Adder {
    private final int by;

    Adder(int by) {
      this.by = by;
    }

    SerializableFunction<Integer, Integer> function() {
      return x -> x + by;
    }
  }

  @Test
  void theCapturedThisNeedNotBeSerializable() throws Exception {
    assertEquals(7, trip.value(new Adder(4).function()).apply(3));
  }

  @Test
  void functionThatIsAnOrdinaryClassWorks() throws Exception {
    record Times(int factor) implements SerializableFunction<Integer, Integer> {
      @Override
      public Integer apply(Integer item) {
        return item * factor;
      }
    }

    assertEquals(12, trip.value(new Times(4)).apply(3));
  }

  @Test
  void lambdaInsideAValueAndInsideJavaSerializationWorks() throws Exception {
    SerializableFunction<Integer, Integer> f = x -> x + 1;
    Map<String, SerializableFunction<Integer, Integer>> map = trip.value(Map.of("f", f));
    SerializableFunction<Integer, Integer> inMap = Objects.requireNonNull(map.get("f"));
    List<Object> withJava = trip.value(List.of(new Hooked.Tagged("t"), f));

    assertEquals(2, inMap.apply(1));
    @SuppressWarnings("unchecked")
    var again = (SerializableFunction<Integer, Integer>) withJava.get(1);
    assertEquals(2, again.apply(1));
  }

  @Test
  void comparatorsOfTheJdkWork() throws Exception {
    Comparator<String> byLength =
        Comparator.comparing((Function<String, Integer> & Serializable) String::length)
            .thenComparing(Comparator.reverseOrder());
    List<String> words = new ArrayList<>(List.of("a", "ccc", "b", "dd"));

    words.sort(trip.value(byLength));

    assertEquals(List.of("b", "a", "dd", "ccc"), words);
  }

  @Test
  void lambdaThatIsNotSerializableIsRefusedWithAdvice() {
    Function<Integer, Integer> f = x -> x;

    EncodingException e = assertThrows(EncodingException.class, () -> trip.value(List.of(1, f)));

    assertTrue(
        String.valueOf(e.getMessage()).contains("(Function & Serializable)"), e.getMessage());
    assertTrue(e.path().endsWith("[1]"), e.path());
  }

  @Test
  void sameLambdaCostsFewBytesWhenItsNamesAreKnown() throws Exception {
    SerializableFunction<Integer, Integer> f = x -> x - 1;
    trip.value(f);

    trip.encoder.add(f);

    int size = trip.send().sizeBytes();
    assertTrue(size < 24, () -> size + " bytes");
  }

  @Test
  void lambdaThatIsSentOftenCapturesWhatItDidEachTime() throws Exception {
    for (int i = 0; i < 1_000; i++) {
      int captured = i;
      SerializableFunction<Integer, Integer> f = x -> x + captured;

      assertEquals(i + 1, trip.value(f).apply(1));
    }
  }

  @Test
  void capturedThingThatCannotTravelIsNamed() {
    Thread thread = Thread.currentThread();
    SerializableCallable<String> f = thread::getName;

    EncodingException e = assertThrows(EncodingException.class, () -> trip.value(f));

    assertEquals(Thread.class.getName(), e.className());
    assertTrue(e.path().endsWith(".captured[0]"), e.path());
  }
}
