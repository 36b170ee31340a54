package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.ProtocolException;
import dev.procession.task.StandInException;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ItemCodecTest {
  private final Trip trip = new Trip();

  record Order(List<Line> lines) {}

  record Line(String article, @Nullable Object connection) {}

  @Test
  void manyItemsAreDecodedOneByOneInAnyOrder() throws Exception {
    List<@Nullable Object> values =
        Arrays.asList(1, null, "x", List.of(1, "y"), new Zoo.Point(1, 2), new byte[0]);
    for (Object value : values) {
      trip.encoder.add(value);
    }
    assertEquals(values.size(), trip.encoder.count());

    EncodedItems items = trip.send();

    assertEquals(values.size(), items.count());
    assertEquals(new Zoo.Point(1, 2), trip.decoder.decode(items, 4));
    assertEquals(List.of(1, "y"), trip.decoder.decode(items, 3));
    assertNull(trip.decoder.decode(items, 1));
    assertEquals(new Zoo.Point(1, 2), trip.decoder.decode(items.slice(3, 5), 1));
    assertEquals(0, trip.encoder.count());
    assertEquals(0, trip.encoder.sizeBytes());
  }

  @Test
  void smallValuesTakeFewBytes() throws Exception {
    trip.encoder.add(5);
    assertEquals(2, trip.encoder.sizeBytes());
    trip.encoder.add(-5);
    assertEquals(4, trip.encoder.sizeBytes());
    trip.encoder.add("abc");
    assertEquals(9, trip.encoder.sizeBytes());
  }

  @Test
  void classNameTravelsOnlyOnce() throws Exception {
    trip.value(new Zoo.Point(1, 2));

    trip.encoder.add(new Zoo.Point(1, 2));

    EncodedItems items = trip.send();
    assertTrue(items.sizeBytes() < 8, () -> items.sizeBytes() + " bytes");
    assertEquals(1, trip.known.size());
  }

  @Test
  void whatCannotTravelIsNamedWithItsPath() {
    Line good = new Line("a", null);
    Order order =
        new Order(List.of(good, good, good, new Line("b", new ArrayList<>(List.of(new Socket())))));

    EncodingException e = assertThrows(EncodingException.class, () -> trip.encoder.add(order));

    assertEquals("java.net.Socket", e.className());
    assertEquals("Order.lines[3].connection[0]", e.path());
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("Order.lines[3].connection[0] (java.net.Socket)"), message);
  }

  @Test
  void nothingOfAnotherProcessTravels() {
    List<Object> refused =
        List.of(
            new Socket(),
            Thread.currentThread(),
            getClass().getClassLoader(),
            new ByteArrayInputStream(new byte[1]),
            List.of(1).stream(),
            List.of(1).iterator(),
            new ThreadLocal<>(),
            new Thread() {},
            new java.util.Scanner("x"));

    for (Object value : refused) {
      assertThrows(EncodingException.class, () -> trip.encoder.add(value), () -> "sent " + value);
    }
    assertEquals(0, trip.encoder.sizeBytes());
  }

  @Test
  void notSerializableFieldOfWhatNeedsJavaSerializationIsNamed() {
    Zoo.Tagged holder = new Zoo.Tagged("x");
    Map<String, Object> map =
        new HashMap<>() {
          private static final long serialVersionUID = 1L;

          @SuppressWarnings({"serial", "unused"})
          final Object socket = new Socket();
        };

    EncodingException e =
        assertThrows(EncodingException.class, () -> trip.encoder.add(List.of(holder, map)));

    assertTrue(String.valueOf(e.getMessage()).contains("not Serializable"), e.getMessage());
  }

  static class LosesItsState {
    int state = 1;
  }

  static final class SerializableSon extends LosesItsState implements java.io.Serializable {
    private static final long serialVersionUID = 1L;

    private Object writeReplace() {
      return this;
    }
  }

  @Test
  void whatJavaSerializationWouldLoseIsRefused() {
    EncodingException e =
        assertThrows(EncodingException.class, () -> trip.encoder.add(new SerializableSon()));

    assertTrue(String.valueOf(e.getMessage()).contains("LosesItsState"), e.getMessage());
  }

  static final class ThrowsWhenWritten implements java.io.Serializable {
    private static final long serialVersionUID = 1L;

    private Object writeReplace() {
      throw new IllegalStateException("not today");
    }
  }

  @Test
  void failuresLeaveTheEncoderAsItWas() throws Exception {
    for (int i = 0; i < 20; i++) {
      trip.encoder.add(new Zoo.Point(i, i));
      int size = trip.encoder.sizeBytes();
      Object bad =
          i % 2 == 0 ? List.of(new Zoo.Dog("x", "y"), new Socket()) : new ThrowsWhenWritten();
      assertThrows(EncodingException.class, () -> trip.encoder.add(bad));
      assertEquals(size, trip.encoder.sizeBytes());
      assertEquals(i + 1, trip.encoder.count());
    }

    EncodedItems items = trip.send();

    for (int i = 0; i < 20; i++) {
      assertEquals(new Zoo.Point(i, i), trip.decoder.decode(items, i));
    }
  }

  @Test
  void itemLimitIsNamed() throws Exception {
    Trip small = new Trip(1000, getClass().getClassLoader());
    List<Object> tooLong =
        List.of(
            new byte[1000],
            "x".repeat(1000),
            "€".repeat(500),
            new int[250],
            List.of("y".repeat(2000)),
            new Zoo.Tagged("z".repeat(1000)));

    for (Object value : tooLong) {
      EncodingException e = assertThrows(EncodingException.class, () -> small.encoder.add(value));
      EncodingException.SizeLimit limit = e.sizeLimit().orElseThrow();
      assertEquals(1000, limit.limitBytes());
      assertTrue(limit.sizeBytes() > 1000, e::getMessage);
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains("1000") && message.contains(e.className()), message);
    }
    small.encoder.add(new byte[999]);
    assertEquals(1000, small.encoder.sizeBytes());
  }

  @Test
  void deepListTravelsOnAThreadWithADeepStack() throws Exception {
    Zoo.Node first = new Zoo.Node(0);
    Zoo.Node last = first;
    for (int i = 1; i < 10_000; i++) {
      last.next = new Zoo.Node(i);
      last = last.next;
    }
    List<Object> outcome = new ArrayList<>();
    Thread deep =
        new Thread(
            null,
            () -> {
              try {
                Zoo.Node node = trip.value(first);
                int length = 1;
                while (node.next != null) {
                  node = node.next;
                  length++;
                }
                outcome.add(length);
              } catch (EncodingException | DecodingException | ProtocolException e) {
                outcome.add(e);
              }
            },
            "deep",
            512L << 20);

    deep.start();
    deep.join();

    assertEquals(List.of(10_000), outcome);
  }

  @Test
  void tooDeepForTheStackIsAnExceptionAndNoMore() throws Exception {
    List<Object> outcome = new ArrayList<>();
    Thread shallow =
        new Thread(
            null,
            () -> {
              Object nested = 1;
              for (int i = 0; i < 100_000; i++) {
                Object[] around = {nested};
                nested = around;
              }
              try {
                trip.encoder.add(nested);
              } catch (EncodingException e) {
                outcome.add(e);
              }
            },
            "shallow",
            512 << 10);

    shallow.start();
    shallow.join();

    EncodingException e = assertInstanceOf(EncodingException.class, outcome.get(0));
    assertTrue(String.valueOf(e.getMessage()).contains("deep"), e.getMessage());
    assertEquals(new Zoo.Point(1, 2), trip.value(new Zoo.Point(1, 2)));
  }

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
    Shipping loader = new Shipping(Zoo.class);
    Trip shipped = new Trip(Trip.MAX_ITEM_BYTES, loader);
    List<Object> values =
        List.of(
            new Zoo.Point(1, 2),
            new Zoo.Dog("a", "b"),
            Zoo.Color.GREEN,
            new Zoo.Point[0],
            new Zoo.Tagged("t"),
            Zoo.square());

    for (Object value : values) {
      shipped.encoder.add(value);
      Object arrived = shipped.decoder.decode(shipped.send(), 0);
      assertSame(loader, Objects.requireNonNull(arrived).getClass().getClassLoader());
    }
  }

  @Test
  void onlyAllowedClassesAreLoaded() throws Exception {
    ItemDecoder strict =
        new ItemDecoder(trip.known, getClass().getClassLoader(), Zoo.Point.class.getName()::equals);
    trip.encoder.add(new ArrayList<>(List.of(new Zoo.Point(1, 2), 1, "x")));
    trip.encoder.add(new Zoo.Point[] {new Zoo.Point(1, 2)});
    trip.encoder.add(List.of(new Zoo.Dog("a", "b")));
    trip.encoder.add(new Zoo.Tagged("t"));
    trip.encoder.addAnswer(new Answer.Threw(new IllegalStateException("no")));
    EncodedItems items = trip.send();

    assertEquals(List.of(new Zoo.Point(1, 2), 1, "x"), strict.decode(items, 0));
    assertInstanceOf(Zoo.Point[].class, strict.decode(items, 1));
    for (int i = 2; i < 4; i++) {
      int item = i;
      DecodingException e = assertThrows(DecodingException.class, () -> strict.decode(items, item));
      assertTrue(String.valueOf(e.getMessage()).contains("allowed"), e.getMessage());
    }
    Answer.Threw threw = assertInstanceOf(Answer.Threw.class, strict.decodeAnswer(items, 4));
    assertInstanceOf(StandInException.class, threw.error());
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
  void answersOfAllKindsArrive() throws Exception {
    List<Answer> answers =
        List.of(
            new Answer.Value(null),
            new Answer.Value(List.of(1)),
            new Answer.Unreadable("a.B", "B.c", "why"),
            new Answer.Unwritable("a.B", "B.c", "why not"),
            new Answer.Skipped());

    for (Answer answer : answers) {
      assertEquals(answer, trip.answer(answer));
    }
  }

  @Test
  void valueThatCannotTravelBecomesUnwritable() throws Exception {
    Answer answer = trip.answer(new Answer.Value(new Line("a", new Socket())));

    Answer.Unwritable unwritable = assertInstanceOf(Answer.Unwritable.class, answer);
    assertEquals("java.net.Socket", unwritable.className());
    assertEquals("Line.connection", unwritable.path());
  }

  @Test
  void itemsCutAnywhereAreDecodingExceptions() throws Exception {
    trip.encoder.add(
        List.of(new Zoo.Point(1, 2), Map.of("k", new int[5]), "text", new Zoo.Tagged("t"), 'x'));
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

  @Test
  void namesThatDoNotContinueTheTableAreRefused() throws Exception {
    KnownNames known = new KnownNames();
    known.add(0, List.of("a"));

    assertThrows(ProtocolException.class, () -> known.add(0, List.of("b")));
    assertThrows(ProtocolException.class, () -> known.add(2, List.of("b")));
    assertEquals("a", known.name(0));
  }

  @Test
  void itemsOfAllSizesAroundBuffersSurvive() throws Exception {
    for (int size : new int[] {0, 1, 1022, 1023, 1024, 4095, 4096, 4097, 65535, 65536, 65537}) {
      byte[] bytes = new byte[size];
      Arrays.fill(bytes, (byte) size);
      trip.encoder.add(bytes);
      trip.encoder.add("x".repeat(size));
      trip.encoder.add(new long[size]);
      EncodedItems items = trip.send();

      assertTrue(Arrays.equals(bytes, (byte[]) trip.decoder.decode(items, 0)));
      assertEquals("x".repeat(size), trip.decoder.decode(items, 1));
      assertTrue(Arrays.equals(new long[size], (long[]) trip.decoder.decode(items, 2)));
    }
  }
}
