package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.procession.protocol.EncodedItems;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.DelayQueue;
import java.util.stream.Stream;
import org.apache.commons.beanutils.BeanComparator;
import org.apache.commons.collections.functors.InvokerTransformer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stranger's bytes do to the coordinator that reads them as results: nothing. */
class HostileItemTest {
  private static final int FEWEST = 40;

  /** The stated bound: what an item makes may be so many times as long as itself, and this more. */
  private static final int BYTES_PER_BYTE = 400;

  private static final long SPARE_BYTES = 64 << 20;
  private static final long STACK_BYTES = 256L << 20;
  private static final Duration LONG = Duration.ofSeconds(60);

  static Stream<Attack> attacks() throws Exception {
    return Stream.of(
            GraphAttacks.lengths(),
            GraphAttacks.nonsense(),
            GraphAttacks.explosions(),
            NameAttacks.classes(),
            NameAttacks.code(),
            NameAttacks.places(),
            JavaAttacks.gadgets(),
            JavaAttacks.sizes())
        .flatMap(Collection::stream);
  }

  @Test
  void thereAreManyAttacks() throws Exception {
    Set<String> names = new HashSet<>();
    attacks().forEach(attack -> assertTrue(names.add(attack.name()), attack::name));
    System.out.println("There are " + names.size() + " attacks on the decoder");

    assertTrue(names.size() >= FEWEST, () -> names.size() + " attacks");
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void attackIsAnAnswerInBoundedTimeAndMemory(Attack attack) throws Exception {
    ItemDecoder decoder = attack.decoder();
    long mostBytes = SPARE_BYTES + (long) attack.items().sizeBytes() * BYTES_PER_BYTE;

    assertTimeoutPreemptively(
        LONG,
        () ->
            DeepStack.run(
                STACK_BYTES,
                () -> {
                  long before = allocatedBytes();
                  Answer answer = decoder.decodeAnswer(attack.items(), 0);
                  long bytes = allocatedBytes() - before;

                  String message = assertInstanceOf(Answer.Undecodable.class, answer).message();
                  assertFalse(message.contains("StackOverflow"), message);
                  assertFalse(message.contains("out of memory"), message);
                  assertTrue(bytes <= mostBytes, () -> bytes + " bytes");
                }));

    assertEquals(0, InvokerTransformer.READ.get());
    assertEquals(0, BeanComparator.COMPARED.get());
  }

  private static long allocatedBytes() {
    return ManagementFactory.getPlatformMXBean(ThreadMXBean.class).getCurrentThreadAllocatedBytes();
  }

  /** What takes the most room for its bytes. */
  static Stream<Attack> dense() {
    return Stream.of(
        GraphAttacks.empties(ArrayDeque.class),
        GraphAttacks.empties(ConcurrentHashMap.class),
        GraphAttacks.empties(CopyOnWriteArrayList.class),
        GraphAttacks.empties(DelayQueue.class),
        GraphAttacks.empties(Hashtable.class),
        GraphAttacks.empties(IdentityHashMap.class),
        GraphAttacks.empties(Vector.class),
        GraphAttacks.empties(WeakHashMap.class),
        GraphAttacks.deepFailures());
  }

  @ParameterizedTest
  @MethodSource("dense")
  void whatTakesTheMostRoomStaysWithinTheBound(Attack attack) throws Exception {
    long mostBytes = SPARE_BYTES + (long) attack.items().sizeBytes() * BYTES_PER_BYTE;
    ItemDecoder decoder = attack.decoder();

    DeepStack.run(
        STACK_BYTES,
        () -> {
          long before = allocatedBytes();
          Answer answer = decoder.decodeAnswer(attack.items(), 0);
          long bytes = allocatedBytes() - before;

          assertInstanceOf(Answer.Value.class, answer);
          assertTrue(bytes <= mostBytes, () -> bytes + " bytes");
        });
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void afterAnAttackTheNextResultIsRead(Attack attack) throws Exception {
    ItemDecoder decoder = attack.decoder();
    Trip trip = new Trip();
    List<Object> value = List.of(1, new HashMap<>(Map.of("a", Optional.of(List.of()))));
    trip.encoder.add(value);
    EncodedItems good = trip.encoder.take();

    DeepStack.run(STACK_BYTES, () -> decoder.decodeAnswer(attack.items(), 0));

    assertEquals(value, decoder.decode(good, 0));
  }

  @Tag("extended")
  @Test
  void listThatIsManyTimesInASetOfJavaSerializationTakesItsTimeAndNoMore() throws Exception {
    List<Object> list = new ArrayList<>(Arrays.asList(new Object[300_000]));
    Attack attack = Forge.java("list many times in a set", JavaAttacks.setOfMany(list, 300_000));

    Answer answer =
        assertTimeoutPreemptively(LONG, () -> attack.decoder().decodeAnswer(attack.items(), 0));

    String message = assertInstanceOf(Answer.Undecodable.class, answer).message();
    assertTrue(message.contains("too long"), message);
  }

  /** An annotation is a proxy with a handler of the JDK's, which a result must not choose. */
  static Stream<Kind> harmless() throws Exception {
    return ZooTest.kinds().filter(kind -> !kind.name().equals("annotation"));
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void valueOfTheZooIsNoAttack(Kind kind) throws Exception {
    Trip trip = new Trip();
    ItemDecoder decoder = ItemDecoder.ofResults(trip.known, getClass().getClassLoader());

    DeepStack.run(
        () -> {
          trip.encoder.addAnswer(new Answer.Value(new Object[] {kind.value()}));
          Answer.Value value =
              assertInstanceOf(Answer.Value.class, decoder.decodeAnswer(trip.send(), 0));
          kind.assertArrived(((Object[]) Objects.requireNonNull(value.value()))[0]);
        });
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void exceptionWithAValueOfTheZooIsNoAttack(Kind kind) throws Exception {
    Trip trip = new Trip();
    ItemDecoder decoder = ItemDecoder.ofResults(trip.known, getClass().getClassLoader());

    DeepStack.run(
        () -> {
          trip.encoder.addAnswer(new Answer.Threw(new GraphKinds.Detailed(1, kind.value(), null)));
          Answer.Threw threw =
              assertInstanceOf(Answer.Threw.class, decoder.decodeAnswer(trip.send(), 0));
          kind.assertArrived(assertInstanceOf(GraphKinds.Detailed.class, threw.error()).detail);
        });
  }
}
