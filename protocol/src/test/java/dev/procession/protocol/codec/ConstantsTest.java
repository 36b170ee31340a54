package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.task.SerializableCallable;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Objects that are told apart by identity, since a static final field holds them. */
@SuppressWarnings({"UnusedVariable", "serial"}) // They are the state that is sent.
class ConstantsTest {
  private static final Object SENTINEL = new Object();
  private static final Item POISON = new Item(-1);
  private static final Mutable SHARED = new Mutable();
  private static final Token TOKEN = new Token();

  private final Trip trip = new Trip();

  private static final class Loading {
    static final Loading INSTANCE = new Loading();

    private Loading() {}
  }

  private static final class Item {
    final int number;

    Item(int number) {
      this.number = number;
    }
  }

  private static final class Mutable {
    int number;
  }

  /** Nobody but this file can make one. */
  static final class Token {
    private Token() {}
  }

  private static final class Mark {
    private final String name;

    private Mark(String name) {
      this.name = name;
    }
  }

  /** Constants of a class that is not its own, nor around it. */
  private interface Marks {
    Mark START = new Mark("start");
  }

  private record Span(int length) {
    static final Mark END = new Mark("end");
  }

  /** As before there were enums. */
  private static class Suit implements Serializable {
    private static final long serialVersionUID = 1L;
    static final Suit HEARTS = new Suit("hearts", 1);
    static final Suit SPADES = new Special("spades", 2);
    private final String name;
    private final List<Integer> ranks = new ArrayList<>();

    private Suit(String name, int rank) {
      this.name = name;
      ranks.add(rank);
    }

    private static final class Special extends Suit {
      private static final long serialVersionUID = 1L;

      private Special(String name, int rank) {
        super(name, rank);
      }
    }
  }

  static final class Counter {
    static final Counter INSTANCE = new Counter();
    private final AtomicInteger count = new AtomicInteger();
    private final Object lock = new Object();

    private Counter() {}
  }

  /** As if it were another process's. */
  private static final class PerProcess {
    static PerProcess other = new PerProcess(1);
    static final PerProcess HERE = new PerProcess(1);
    private int number;

    private PerProcess(int number) {
      this.number = number;
    }
  }

  @Test
  void objectOfKotlinIsTheSame() throws Exception {
    assertSame(Loading.INSTANCE, trip.value(Loading.INSTANCE));
    assertSame(Loading.INSTANCE, trip.value(List.of(Loading.INSTANCE)).get(0));
    assertSame(Loading.INSTANCE, trip.value(new Zoo.Box<>(Loading.INSTANCE, "x")).content());
    assertSame(
        Loading.INSTANCE, ((Answer.Value) trip.answer(new Answer.Value(Loading.INSTANCE))).value());
  }

  @Test
  void constantsWithAStateAreTheSame() throws Exception {
    for (Object constant : List.of(Suit.HEARTS, Suit.SPADES, Counter.INSTANCE, TOKEN)) {
      assertSame(constant, trip.value(constant));
      List<Object> twice = trip.value(new ArrayList<>(List.of(constant, constant, "x")));
      assertSame(constant, twice.get(0));
      assertSame(constant, twice.get(1));
    }
  }

  @Test
  void constantsHeldByAnotherClassOfTheSourceFileAreTheSame() throws Exception {
    assertSame(Marks.START, trip.value(Marks.START));
    assertSame(Span.END, trip.value(Span.END));
    assertEquals("passing", trip.value(new Mark("passing")).name);
  }

  @Test
  void constantsAmongWhatNeedsJavaSerializationAndInExceptionsAreTheSame() throws Exception {
    List<Object> both =
        new ArrayList<>(List.of(new Hooked.Tagged("x"), Suit.HEARTS, Loading.INSTANCE));
    assertEquals(both, trip.value(both));
    assertSame(Suit.HEARTS, trip.value(both).get(1));

    Throwable error = trip.thrown(new GraphKinds.Detailed(1, Suit.SPADES, null));
    assertSame(Suit.SPADES, ((GraphKinds.Detailed) error).detail);
  }

  /** The lambda shows which class's fields are to be looked into. */
  @Test
  void sentinelOfAClassWhoseLambdasTravelIsTheSame() throws Exception {
    trip.value(new Object());
    Object captured = SENTINEL;
    SerializableCallable<Boolean> isSame = () -> captured == SENTINEL;

    assertTrue(trip.value(isSame).call());
    assertSame(SENTINEL, trip.value(SENTINEL));
    assertSame(POISON, trip.value(List.of(new Item(1), POISON)).get(1));
    assertEquals(1, trip.value(new Item(1)).number);
    assertNotSame(SENTINEL, trip.value(new Object()));
  }

  @Test
  void sentinelOfAnotherClassIsTheSame() throws Exception {
    assertSame(Sentinels.NONE, trip.value(new Slots.Slot()).value);
    assertSame(Sentinels.TOP, trip.value(List.of(Slots.Held.top())).get(0).value());
    assertSame(Sentinels.Inherited.FIRST, trip.value(new Slots.Implementing()).value);
    assertSame(Sentinels.Shape.EMPTY, trip.value(List.of(Sentinels.Shape.EMPTY)).get(0));
    assertTrue(trip.value(new Slots.Slot()).isOfItsOwn());
  }

  @Test
  void classThatIsMentionedIsNotInitializedForItsLock() throws Exception {
    trip.value(new Slots.Slot());

    assertEquals(List.of(), Zoo.notes);
  }

  @Test
  void whatCanChangeIsCopied() throws Exception {
    SerializableCallable<Integer> lambda = () -> SHARED.number;
    trip.value(lambda);

    assertNotSame(SHARED, trip.value(SHARED));
  }

  @Test
  void constantThatIsNotTheSameThereIsRefused() throws Exception {
    trip.encoder.add(PerProcess.HERE);
    EncodedItemsHolder sent = new EncodedItemsHolder(trip.send());
    PerProcess.HERE.number = 2;
    try {
      DecodingException e =
          assertThrows(DecodingException.class, () -> trip.decoder.decode(sent.items(), 0));
      assertTrue(String.valueOf(e.getMessage()).contains("PerProcess.HERE"), e.getMessage());
      assertTrue(String.valueOf(e.getMessage()).contains("identity"), e.getMessage());
    } finally {
      PerProcess.HERE.number = 1;
    }
    assertSame(PerProcess.HERE, trip.value(PerProcess.HERE));
    assertEquals(1, trip.value(PerProcess.other).number);
  }

  private record EncodedItemsHolder(dev.procession.protocol.EncodedItems items) {}

  /** To look for constants must not initialize a class that nobody has used. */
  private static final class Around {
    static final boolean INITIALIZED = note();
    static @Nullable Inner unused;

    private static boolean note() {
      Zoo.notes.add("initialized");
      return true;
    }

    private static final class Inner {
      private Inner() {}
    }
  }

  @Test
  void classAroundIsNotInitializedForNothing() throws Exception {
    trip.value(new Around.Inner());

    assertEquals(List.of(), Zoo.notes);
  }

  /** Has one of its objects encoded by another thread while it is being initialized. */
  static final class Initializing {
    static final Initializing ONE = new Initializing(1);
    static final int ENCODED = encodedElsewhere(ONE);
    final int number;

    private Initializing(int number) {
      this.number = number;
    }
  }

  private static int encodedElsewhere(Object value) {
    CompletableFuture<Integer> count = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              Trip trip = new Trip();
              try {
                trip.encoder.add(value);
                count.complete(trip.encoder.count());
              } catch (EncodingException | RuntimeException e) {
                count.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return count.join();
  }

  @Test
  void slowSearchIsWaitedForIfItWaitsForNoInitializer() throws Exception {
    ClassLoader loader =
        new Shipping(SlowConstant.class) {
          @Override
          protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.endsWith("Part")) {
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(800));
            }
            return super.loadClass(name, resolve);
          }
        };
    Method made = loader.loadClass(SlowConstant.class.getName()).getMethod("one");
    made.setAccessible(true);
    Object one = made.invoke(null);

    assertSame(one, new Trip(Trip.MAX_ITEM_BYTES, loader).value(one));
  }

  /** Later JDKs themselves wait for it, where a field is read by reflection. */
  @Test
  @EnabledForJreRange(max = JRE.JAVA_17)
  void nobodyWaitsForAClassThatIsBeingInitialized() {
    assertEquals(1, assertTimeoutPreemptively(Duration.ofSeconds(60), () -> Initializing.ENCODED));
  }
}
