package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.task.SerializableCallable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of value arrives as it was, in whatever it travels. */
class ZooTest {
  private static final int FEWEST = 150;

  private final Trip trip = new Trip();

  static Stream<Kind> kinds() throws Exception {
    return Stream.of(
            ScalarKinds.numbers(),
            ScalarKinds.texts(),
            ScalarKinds.arrays(),
            JdkKinds.values(),
            JdkKinds.dates(),
            JdkKinds.buffers(),
            JdkKinds.holders(),
            TimeKinds.all(),
            CollectionKinds.lists(),
            CollectionKinds.sets(),
            CollectionKinds.queues(),
            CollectionKinds.maps(),
            ViewKinds.views(),
            ViewKinds.unmodifiable(),
            ViewKinds.checked(),
            ViewKinds.comparators(),
            UserKinds.records(),
            UserKinds.enums(),
            UserKinds.objects(),
            UserKinds.hooked(),
            GraphKinds.graphs(),
            GraphKinds.errors(),
            GraphKinds.functions(),
            GraphKinds.guava())
        .flatMap(List::stream);
  }

  @Test
  void zooIsLarge() throws Exception {
    Set<String> names = new HashSet<>();
    kinds().forEach(kind -> assertTrue(names.add(kind.name()), kind::name));
    System.out.println("The zoo has " + names.size() + " kinds of value");

    assertTrue(names.size() >= FEWEST, () -> names.size() + " kinds");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void arrivesAsAnItem(Kind kind) throws Exception {
    DeepStack.run(() -> kind.assertArrived(trip.value(kind.value())));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void arrivesAsAResult(Kind kind) throws Exception {
    DeepStack.run(
        () -> {
          Answer answer = trip.answer(new Answer.Value(kind.value()));
          kind.assertArrived(assertInstanceOf(Answer.Value.class, answer).value());
        });
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void arrivesAsWhatALambdaCaptured(Kind kind) throws Exception {
    Object captured = kind.value();
    SerializableCallable<Object> lambda = () -> captured;

    DeepStack.run(() -> kind.assertArrived(trip.value(lambda).call()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void arrivesInAFieldOfAnException(Kind kind) throws Exception {
    Exception error =
        new IllegalStateException(new GraphKinds.Detailed(1, kind.value(), new Error("cause")));

    DeepStack.run(
        () -> {
          Throwable cause = trip.thrown(error).getCause();
          GraphKinds.Detailed arrived = assertInstanceOf(GraphKinds.Detailed.class, cause);
          kind.assertArrived(arrived.detail);
          assertEquals(1, arrived.code);
        });
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void arrivesTwiceInAListAsOneObject(Kind kind) throws Exception {
    List<Object> list =
        new ArrayList<>(Arrays.asList("first", kind.value(), List.of(kind.value())));

    DeepStack.run(
        () -> {
          List<Object> arrived = trip.value(list);
          kind.assertArrived(arrived.get(1));
          Object second = ((List<?>) arrived.get(2)).get(0);
          if (kind.hasIdentity()) {
            assertSame(arrived.get(1), second);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void arrivesInAnObjectOfTheUsersAfterAnotherItem(Kind kind) throws Exception {
    DeepStack.run(
        () -> {
          trip.value(new Zoo.Box<>(kind.value(), "first"));
          kind.assertArrived(trip.value(new Zoo.Box<>(kind.value(), "second")).content());
        });
  }
}
