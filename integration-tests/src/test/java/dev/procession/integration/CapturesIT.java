package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import dev.procession.SerializationException;
import dev.procession.task.SerializableFunction;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What functions take along: it travels, or the caller is told what does not, and where it is. */
@ExtendWith(SharedPool.class)
final class CapturesIT {

  /** Can travel, though it is not serializable. */
  private static final class Account {
    private final int rate;

    Account(int rate) {
      this.rate = rate;
    }

    int times(int amount) {
      return rate * amount;
    }

    SerializableFunction<Integer, Integer> lambda() {
      return x -> x * rate;
    }

    /** Not static: it has its account with it. */
    final class Entry implements SerializableFunction<Integer, Integer> {
      private static final long serialVersionUID = 1L;

      @Override
      public Integer apply(Integer x) {
        return x + rate;
      }
    }
  }

  /** Cannot travel: it has a thread. */
  private static final class Service {
    private final Thread thread = new Thread("never started");
    private final int rate = 2;

    int times(int amount) {
      return rate * amount;
    }

    SerializableFunction<Integer, Integer> lambda() {
      return x -> x * rate + (thread.isAlive() ? 1 : 0);
    }

    SerializableFunction<Integer, Integer> lambdaOfLocals() {
      int local = rate;
      return x -> x * local;
    }

    SerializableFunction<Integer, String> anonymous() {
      return new SerializableFunction<>() {
        private static final long serialVersionUID = 1L;

        @Override
        public String apply(Integer x) {
          return thread.getName() + x;
        }
      };
    }

    final class Inner {
      int value() {
        return rate;
      }
    }
  }

  enum Operation implements SerializableFunction<Integer, Integer> {
    TWICE {
      @Override
      public Integer apply(Integer x) {
        return 2 * x;
      }
    },
    SQUARE {
      @Override
      public Integer apply(Integer x) {
        return x * x;
      }
    }
  }

  // What works

  @Test
  void thisTravelsWhenItCan(ProcessPool pool) {
    Account account = new Account(3);

    assertEquals(List.of(6), pool.map(account.lambda(), List.of(2)));
    assertEquals(List.of(6), pool.map(account::times, List.of(2)));
    assertEquals(List.of(5), pool.map(account.new Entry(), List.of(2)));
  }

  @Test
  void valueThatIsCopiedToLocalVariableNeedsNoThis(ProcessPool pool) {
    assertEquals(List.of(4), pool.map(new Service().lambdaOfLocals(), List.of(2)));
  }

  @Test
  void enumConstantsWithBodiesStayThemselves(ProcessPool pool) {
    Operation operation = Operation.SQUARE;

    assertEquals(List.of(9), pool.map(Operation.SQUARE, List.of(3)));
    assertEquals(List.of(9), pool.map(x -> operation.apply(x), List.of(3)));
    assertEquals(
        List.of(true, false), pool.map(o -> o == Operation.TWICE, List.of(Operation.values())));
    assertSame(Operation.SQUARE, pool.map(x -> Operation.values()[x], List.of(1)).get(0));
  }

  @Test
  void anonymousAndLocalClassesTravel(ProcessPool pool) {
    int added = 5;
    record Pair(int one, int two) {
      int sum() {
        return one + two;
      }
    }
    class Adder implements SerializableFunction<Integer, Integer> {
      private static final long serialVersionUID = 1L;

      @Override
      public Integer apply(Integer x) {
        return x + added;
      }
    }

    // Both have this test with them, which has no fields.
    assertEquals(List.of(6), pool.map(new Adder(), List.of(1)));
    assertEquals(
        List.of("5"),
        pool.map(
            new SerializableFunction<Integer, String>() {
              private static final long serialVersionUID = 1L;

              @Override
              public String apply(Integer x) {
                return "" + x * added;
              }
            },
            List.of(1)));
    assertEquals(List.of(3), pool.map(Pair::sum, List.of(new Pair(1, 2))));
    assertEquals(List.of(new Pair(1, 6)), pool.map(x -> new Pair(x, x + added), List.of(1)));
  }

  private static <T extends Comparable<T>> SerializableFunction<List<T>, T> greatest() {
    return list -> list.stream().max(Comparator.naturalOrder()).orElseThrow();
  }

  private static <A, B> SerializableFunction<A, B> constant(B value) {
    return ignored -> value;
  }

  @Test
  void genericFunctionsTravel(ProcessPool pool) {
    assertEquals(List.of(3), pool.map(greatest(), List.of(List.of(1, 3, 2))));
    assertEquals(List.of("b"), pool.map(greatest(), List.of(List.of("a", "b"))));
    assertEquals(List.of(List.of(1)), pool.map(constant(List.of(1)), List.of("x")));
    assertEquals(List.of(7), pool.map(new Account(7)::times, List.of(1)));
    assertEquals(List.of(2, 1), pool.map(List::size, List.of(List.of(1, 2), List.of(3))));
  }

  // What cannot

  @Test
  void thisThatCannotTravelIsNamedWithItsField(ProcessPool pool) {
    assertBlames(pool, new Service().lambda(), ".captured[0].thread");
  }

  @Test
  void receiverThatCannotTravelIsNamedWithItsField(ProcessPool pool) {
    Service service = new Service();

    assertBlames(pool, service::times, ".captured[0].thread");
  }

  @Test
  void outerObjectOfAnonymousClassIsNamedWithItsField(ProcessPool pool) {
    assertBlames(pool, new Service().anonymous(), ".this$0.thread");
  }

  @Test
  void outerObjectOfInnerItemIsNamedWithItsField(ProcessPool pool) {
    Service.Inner item = new Service().new Inner();

    SerializationException error =
        assertThrows(
            SerializationException.class, () -> pool.map(Service.Inner::value, List.of(item)));

    assertBlames(error, ".this$0.thread");
    assertEquals(0, error.index().orElseThrow());
  }

  @Test
  void lambdaThatIsNotSerializableIsNamedWithItsField(ProcessPool pool) {
    Supplier<Integer> plain = () -> 1;

    SerializationException error =
        assertThrows(
            SerializationException.class, () -> pool.map(x -> plain.get() + x, List.of(1)));

    assertEquals(SerializationException.Leg.ENCODING_TASK, error.leg());
    assertTrue(error.fieldPath().orElseThrow().endsWith(".captured[0]"), error.getMessage());
    assertTrue(error.getMessage().contains("Serializable"), error.getMessage());
  }

  private static void assertBlames(
      ProcessPool pool, SerializableFunction<Integer, ?> function, String path) {
    assertBlames(
        assertThrows(SerializationException.class, () -> pool.map(function, List.of(1))), path);
  }

  private static void assertBlames(SerializationException error, String path) {
    assertEquals(SerializationException.Leg.ENCODING_TASK, error.leg());
    assertEquals("java.lang.Thread", error.className().orElseThrow());
    assertTrue(error.fieldPath().orElseThrow().endsWith(path), error.getMessage());
    assertTrue(error.getMessage().contains("belongs to this process"), error.getMessage());
  }

  @Test
  void thePoolStaysHere(ProcessPool pool) {
    SerializationException error =
        assertThrows(
            SerializationException.class,
            () -> pool.map(x -> pool.submit(() -> x).join(), List.of(1)));

    assertEquals(ProcessPool.class.getName(), error.className().orElseThrow());
    assertTrue(error.fieldPath().orElseThrow().endsWith(".captured[0]"), error.getMessage());
    assertTrue(error.getMessage().contains("the pool itself, which belongs to this process"));
  }

  @Test
  void futuresOfThePoolStayHere(ProcessPool pool) {
    CompletableFuture<Integer> submitted = pool.submit(() -> 1);
    CompletableFuture<List<Integer>> mapped = pool.mapAsync(x -> x, List.of(1));

    for (CompletableFuture<?> future : List.of(submitted, mapped)) {
      SerializationException error =
          assertThrows(SerializationException.class, () -> pool.submit(() -> future.join()));

      assertEquals(CompletableFuture.class.getName(), error.className().orElseThrow());
      assertTrue(
          error.getMessage().contains("a future, which receives its result in this" + " process"),
          error.getMessage());
    }
  }

  @Test
  void streamOfThePoolStaysHere(ProcessPool pool) {
    try (Stream<Integer> stream = pool.stream(x -> x, List.of(1))) {
      SerializationException error =
          assertThrows(SerializationException.class, () -> pool.submit(() -> stream.count()));

      assertTrue(error.getMessage().contains("belongs to this process"), error.getMessage());
      assertTrue(error.fieldPath().orElseThrow().endsWith(".captured[0]"), error.getMessage());
    }
  }

  @Test
  void functionThatCannotTravelIsRefusedBeforeAnythingBegins(ProcessPool pool) {
    SerializableFunction<Integer, Integer> function = new Service().lambda();
    List<Integer> items = List.of(1);

    assertThrows(SerializationException.class, () -> pool.mapAsync(function, items));
    assertThrows(SerializationException.class, () -> pool.stream(function, items));
    assertThrows(SerializationException.class, () -> pool.stream(function, items.stream()));
    assertThrows(SerializationException.class, () -> pool.outcomes(function, items));
  }

  @Test
  void initializerThatCannotTravelIsRefusedWithThePool() {
    Thread captured = new Thread("never started");
    ProcessPool.Builder builder = ProcessPool.builder().initializer(captured::interrupt);

    SerializationException error = assertThrows(SerializationException.class, builder::build);

    assertEquals(SerializationException.Leg.ENCODING_TASK, error.leg());
    assertEquals("java.lang.Thread", error.className().orElseThrow());
  }
}
