package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.ProcessPool;
import dev.procession.task.SerializableFunction;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Everything that Java lets one write for a function travels. */
@ExtendWith(SharedPool.class)
final class LambdaIT {

  enum Doubling implements SerializableFunction<Integer, Integer> {
    INSTANCE;

    @Override
    public Integer apply(Integer item) {
      return item * 2;
    }
  }

  record Adding(int amount) implements SerializableFunction<Integer, Integer> {
    @Override
    public Integer apply(Integer item) {
      return item + amount;
    }
  }

  private interface Named extends java.io.Serializable {
    String name();
  }

  @Test
  void enumConstantIsFunction(ProcessPool pool) {
    assertEquals(List.of(2), pool.map(Doubling.INSTANCE, List.of(1)));
  }

  @Test
  void recordIsFunction(ProcessPool pool) {
    assertEquals(List.of(11), pool.map(new Adding(10), List.of(1)));
  }

  @Test
  void localClassIsFunction(ProcessPool pool) {
    record Local(String prefix) implements SerializableFunction<Integer, String> {
      @Override
      public String apply(Integer item) {
        return prefix + item;
      }
    }

    assertEquals(List.of("n1"), pool.map(new Local("n"), List.of(1)));
  }

  @Test
  void constructorReferenceIsFunction(ProcessPool pool) {
    assertEquals(List.of(new Adding(1)), pool.map(Adding::new, List.of(1)));
  }

  @Test
  void boundAndUnboundMethodReferencesAreFunctions(ProcessPool pool) {
    String text = "abc";

    assertEquals(List.of('b'), pool.map(text::charAt, List.of(1)));
    assertEquals(List.of(3), pool.map(String::length, List.of(text)));
  }

  @Test
  void lambdaMayCaptureAnotherLambda(ProcessPool pool) {
    SerializableFunction<Integer, Integer> inner = x -> x + 1;

    assertEquals(List.of(4), pool.map(x -> inner.apply(x) * 2, List.of(1)));
  }

  @Test
  void lambdasMayBeItemsAndResults(ProcessPool pool) throws Exception {
    SerializableFunction<Integer, Integer> item = x -> x + 7;

    SerializableFunction<Integer, Integer> result = pool.map(f -> f, List.of(item)).get(0);

    assertEquals(8, result.apply(1));
  }

  @Test
  void interfaceOfUsersOwnIsImplementedByItem(ProcessPool pool) {
    Named item = () -> "my name";

    assertEquals(List.of("my name"), pool.map(Named::name, List.of(item)));
  }

  @Test
  @SuppressWarnings("unchecked")
  void intersectionCastMakesOtherInterfacesTravel(ProcessPool pool) {
    Supplier<String> item = (Supplier<String> & java.io.Serializable) () -> "supplied";
    Function<Object, String> other = (Function<Object, String> & java.io.Serializable) x -> "f" + x;

    assertEquals(List.of("supplied"), pool.map(Supplier::get, List.of(item)));
    assertEquals(List.of("f1"), pool.map(f -> f.apply(1), List.of(other)));
  }

  @Test
  void sameMethodMayBeReferredToForItemsOfTwoTypes(ProcessPool pool) {
    assertEquals(List.of("1"), pool.map(LambdaIT::text, List.of(1)));
    assertEquals(List.of("a"), pool.map(LambdaIT::text, List.of("a")));
  }

  private static String text(Object item) {
    return item.toString();
  }
}
