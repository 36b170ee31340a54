package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.EncodedItems;
import java.lang.ref.WeakReference;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a reader makes of items that it cannot, or need not, rebuild. */
class ItemDecoderTest {
  private final Trip trip = new Trip();

  @Test
  void unknownClassIsNamedAndTheNextItemIsDecoded() throws Exception {
    Trip foreign = new Trip(Trip.MAX_ITEM_BYTES, ClassLoader.getPlatformClassLoader());
    foreign.encoder.add(List.of(1, Map.of("k", new Zoo.Point(1, 2))));
    foreign.encoder.add(List.of(1));
    EncodedItems items = foreign.send();

    DecodingException e =
        assertThrows(DecodingException.class, () -> foreign.decoder.decode(items, 0));

    assertEquals(Zoo.Point.class.getName(), e.className());
    assertTrue(e.path().contains("[1][k]"), e.path());
    assertEquals(List.of(1), foreign.decoder.decode(items, 1));
  }

  @Test
  void classesComeFromTheReadersLoaderAlone() throws Exception {
    Shipping loader = new Shipping(Zoo.class, Hooked.class);
    Trip shipped = new Trip(Trip.MAX_ITEM_BYTES, loader);
    List<Object> values =
        List.of(
            new Zoo.Point(1, 2),
            new Zoo.Dog("a", "b"),
            Zoo.Color.GREEN,
            new Zoo.Point[0],
            new Hooked.Tagged("t"),
            Zoo.square());

    for (Object value : values) {
      shipped.encoder.add(value);
      Object arrived = shipped.decoder.decode(shipped.send(), 0);
      assertSame(loader, Objects.requireNonNull(arrived).getClass().getClassLoader());
    }
  }

  @Test
  void keysThatWouldMakeAPathLongAreCut() throws Exception {
    Trip foreign = new Trip(Trip.MAX_ITEM_BYTES, ClassLoader.getPlatformClassLoader());
    String text = "k".repeat(1_000_000);
    BigInteger number = BigInteger.ONE.shiftLeft(8_000_000);
    foreign.encoder.add(Map.of(text, Map.of(number, new Zoo.Point(1, 2))));
    EncodedItems items = foreign.send();

    DecodingException e =
        assertThrows(DecodingException.class, () -> foreign.decoder.decode(items, 0));

    assertEquals("[" + "k".repeat(100) + "…][…]", e.path());
  }

  @Test
  void bytesAreNotHeldOnceTheyAreDecoded() throws Exception {
    List<Object> values =
        List.of("text", List.of("graph"), new int[1000], new Hooked.Tagged("t"), new Zoo.Strict(1));
    for (Object value : values) {
      trip.encoder.add(value);
    }
    trip.encoder.addAnswer(new Answer.Threw(new IllegalStateException("failure")));
    EncodedItems items = trip.send();

    for (int i = 0; i < items.count(); i++) {
      byte[] good = items.copyOf(i);
      byte[] cut = Arrays.copyOf(good, good.length - 1);
      assertEquals(List.of(), heldAfterDecoding(good), "item " + i);
      assertEquals(List.of(), heldAfterDecoding(cut), "item " + i + ", without its last byte");
    }
  }

  /** The bytes that are still reachable when an item has been decoded; none if all is well. */
  private List<byte[]> heldAfterDecoding(byte[] bytes) {
    WeakReference<byte[]> held = new WeakReference<>(decodedCopy(bytes));
    for (int i = 0; i < 50 && held.get() != null; i++) {
      System.gc();
    }
    byte[] left = held.get();
    return left == null ? List.of() : List.of(left);
  }

  private byte[] decodedCopy(byte[] bytes) {
    byte[] copy = bytes.clone();
    EncodedItems item = new EncodedItems(copy, new int[] {copy.length}, 1, 0);
    Objects.requireNonNull(trip.decoder.decodeAnswer(item, 0));
    return copy;
  }

  @Test
  void constructorThatRefusesWhatItGetsIsReported() throws Exception {
    trip.encoder.add(new Zoo.Strict(1));
    EncodedItems items = trip.send();
    byte[] bytes = items.copyOf(0);
    bytes[bytes.length - 1] = 1;
    EncodedItems changed = new EncodedItems(bytes, new int[] {bytes.length}, 1, 0);

    DecodingException e =
        assertThrows(DecodingException.class, () -> trip.decoder.decode(changed, 0));

    assertTrue(String.valueOf(e.getMessage()).contains("not positive"), e.getMessage());
  }

  @Test
  void itemsCutAnywhereAreDecodingExceptions() throws Exception {
    trip.encoder.add(
        List.of(new Zoo.Point(1, 2), Map.of("k", new int[5]), "text", new Hooked.Tagged("t"), 'x'));
    trip.encoder.addAnswer(new Answer.Threw(new IllegalStateException("x")));
    EncodedItems items = trip.send();

    for (int item = 0; item < 2; item++) {
      byte[] bytes = items.copyOf(item);
      for (int length = 0; length < bytes.length; length++) {
        EncodedItems cut = new EncodedItems(bytes, new int[] {length}, 1, 0);
        assertInstanceOf(Answer.Undecodable.class, trip.decoder.decodeAnswer(cut, 0));
        assertThrows(DecodingException.class, () -> trip.decoder.decode(cut, 0));
      }
    }
  }

  @Test
  void randomBytesAreDecodedOrRefusedWithoutHarm() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("randomBytesAreDecodedOrRefusedWithoutHarm: seed " + seed);
    Random random = new Random(seed);
    trip.value(List.of(new Zoo.Point(1, 2), new Zoo.Dog("a", "b"), Zoo.Color.RED));
    trip.encoder.add(
        List.of(
            new Zoo.Point(1, 2), Map.of("k", new int[5]), Zoo.Color.RED, new ArrayList<>(), "x"));
    byte[] good = trip.send().copyOf(0);

    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = good.clone();
      for (int i = 0; i <= random.nextInt(4); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      EncodedItems items = new EncodedItems(bytes, new int[] {bytes.length}, 1, 0);
      Objects.requireNonNull(trip.decoder.decodeAnswer(items, 0));
    }
    assertEquals(new Zoo.Point(1, 2), trip.value(new Zoo.Point(1, 2)));
  }

  private Answers answers(Object... values) throws Exception {
    for (Object value : values) {
      trip.encoder.add(value);
    }
    Answers answers = trip.decoder.decodeAnswers(trip.send());
    assertEquals(values.length, answers.count());
    assertEquals(values.length, answers.firstFailure());
    for (int i = 0; i < values.length; i++) {
      assertEquals(values[i], answers.element(i));
    }
    return answers;
  }

  @Test
  void numbersOfOneTypeStayNumbers() throws Exception {
    assertInstanceOf(int[].class, answers(1, -2, Integer.MIN_VALUE, Integer.MAX_VALUE).array());
    assertInstanceOf(long[].class, answers(1L, -2L, Long.MIN_VALUE, Long.MAX_VALUE).array());
    assertInstanceOf(
        double[].class,
        answers(0.1, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE).array());
    assertInstanceOf(int[].class, answers(5).array());
  }

  @Test
  void whatOnlyLooksLikeNumbersOfOneTypeDoesNot() throws Exception {
    for (Object[] values :
        new Object[][] {
          {1, 2.5f, 3},
          {1L, 2.5, 3L},
          {2.5, 1L},
          {1, 2L},
          {(short) 1, (short) 2},
          {1.5f, 2f},
          {1, "a"}
        }) {
      assertInstanceOf(Object[].class, answers(values).array());
    }
  }

  @Test
  void numberCutShortIsAFailureOfItsItemOnly() {
    byte[] bytes = {Tag.INT, 1, 0, 0, Tag.INT, 2, 0, 0};

    Answers answers = trip.decoder.decodeAnswers(EncodedItems.uniform(bytes, 0, 4, 2, 0));

    assertEquals(2, answers.failures(0, 2));
    assertInstanceOf(Answer.Undecodable.class, answers.element(1));
  }
}
