package dev.procession.protocol.codec.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.DeepStack;
import dev.procession.protocol.codec.EncodingException;
import dev.procession.protocol.codec.GraphKinds;
import dev.procession.protocol.codec.Hooked;
import dev.procession.protocol.codec.Trip;
import dev.procession.protocol.codec.Zoo;
import dev.procession.task.SerializableCallable;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What cannot travel is refused where it is sent, with the way to it, and harms nothing else. */
class RefusalReasonTest {
  private final Trip trip = new Trip();

  record Order(List<Line> lines) {}

  record Line(String article, @Nullable Object connection) {}

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
    Hooked.Tagged holder = new Hooked.Tagged("x");
    Map<String, Object> map =
        new HashMap<>() {
          private static final long serialVersionUID = 1L;

          @SuppressWarnings({"serial", "unused"})
          final Object socket = new Socket();
        };

    EncodingException e =
        assertThrows(EncodingException.class, () -> trip.encoder.add(List.of(holder, map)));

    assertEquals("java.net.Socket", e.className());
    assertTrue(e.path().endsWith("[1].socket"), e.path());
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
            new Hooked.Tagged("z".repeat(1000)));

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
  void settingOfTheLimitIsNamedAndArraysAsSourceCodeHasThem() {
    Trip small = new Trip(1000, getClass().getClassLoader());

    EncodingException e =
        assertThrows(EncodingException.class, () -> small.encoder.add(new byte[1000]));

    assertEquals("byte[]", e.className());
    assertEquals(
        "A byte[] takes 1001 bytes or more when encoded; the limit (maxMessageSize) is 1000 bytes",
        e.getMessage());
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
  void tooDeepForTheReaderIsRefusedOnTheWayOut() throws Exception {
    Object[] root = new Object[1];
    Object[] inner = root;
    for (int i = 0; i <= DecodingBudget.MAX_DEPTH; i++) {
      Object[] next = new Object[1];
      inner[0] = next;
      inner = next;
    }

    DeepStack.run(
        () -> {
          EncodingException e = assertThrows(EncodingException.class, () -> trip.encoder.add(root));
          assertTrue(String.valueOf(e.getMessage()).contains("150000 levels"), e.getMessage());
        });
    assertEquals(new Zoo.Point(1, 2), trip.value(new Zoo.Point(1, 2)));
  }

  @Test
  void valueThatCannotTravelBecomesUnwritable() throws Exception {
    Answer answer = trip.answer(new Answer.Value(new Line("a", new Socket())));

    Answer.Unwritable unwritable = assertInstanceOf(Answer.Unwritable.class, answer);
    assertEquals("java.net.Socket", unwritable.className());
    assertEquals("Line.connection", unwritable.path());
  }

  @Test
  void wayLeadsThroughExceptionsAndJavaSerialization() {
    Exception cause = new GraphKinds.Detailed(1, new Line("a", new Socket()), null);
    Object value = new Zoo.Box<>(new Hooked.Tagged("x"), "x");
    List<Object> both = List.of(value, new IllegalStateException(cause));

    EncodingException e = assertThrows(EncodingException.class, () -> trip.encoder.add(both));

    assertEquals("java.net.Socket", e.className());
    assertTrue(e.path().endsWith("[1].getCause().detail.connection"), e.path());
  }

  @Test
  void circleThatNobodyCouldCloseIsRefused() {
    List<Object> list = new ArrayList<>();
    List<Object> view = Collections.unmodifiableList(list);
    list.add(view);
    Zoo.Box<List<Object>> box = new Zoo.Box<>(new ArrayList<>(), "box");
    Objects.requireNonNull(box.content()).add(box);
    AtomicReference<Object> function = new AtomicReference<>();
    SerializableCallable<Object> itself = function::get;
    function.set(itself);

    for (Object value : List.of(view, box, itself)) {
      EncodingException e = assertThrows(EncodingException.class, () -> trip.encoder.add(value));
      assertTrue(String.valueOf(e.getMessage()).contains("contains itself"), e.getMessage());
    }
  }

  @Test
  void circleThroughJavaSerializationAndWhatItCannotCarryIsRefused() {
    Hooked.Anything needsJava = new Hooked.Anything();
    needsJava.content = new Zoo.Plain(1, 2, "not serializable", needsJava);

    EncodingException e = assertThrows(EncodingException.class, () -> trip.encoder.add(needsJava));

    assertTrue(String.valueOf(e.getMessage()).contains("contains itself"), e.getMessage());
  }

  @Test
  void tooLongForJavaSerializationIsNoticedBeforeItIsAllThere() {
    Trip small = new Trip(1 << 20, getClass().getClassLoader());
    Hooked.Anything endless = new Hooked.Anything();
    endless.content = new Hooked.Endless();

    EncodingException e = assertThrows(EncodingException.class, () -> small.encoder.add(endless));

    assertEquals(1 << 20, e.sizeLimit().orElseThrow().limitBytes());
  }

  @Test
  void xmlDocumentIsRefusedWithWhatToSendInstead() throws Exception {
    org.w3c.dom.Document document =
        javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
    document.appendChild(document.createElement("root"));
    Hooked.Tagged needsJava = new Hooked.Tagged("x");

    for (Object value :
        List.of(
            document,
            document.getDocumentElement(),
            List.of(document),
            new java.util.ArrayList<>(List.of(needsJava, document)))) {
      EncodingException e = assertThrows(EncodingException.class, () -> trip.encoder.add(value));
      assertTrue(
          String.valueOf(e.getMessage()).contains("convert the document to text"), e.toString());
    }
    Answer answer = trip.answer(new Answer.Value(document));
    assertTrue(
        assertInstanceOf(Answer.Unwritable.class, answer).message().contains("Transformer"),
        answer::toString);
  }

  @Test
  void whatIsNeverAcceptedIsRefusedBeforeItIsSent() throws Exception {
    for (Object value : List.of(new javax.naming.CompositeName("a/b"), new java.rmi.server.UID())) {
      EncodingException e = assertThrows(EncodingException.class, () -> trip.encoder.add(value));
      assertTrue(
          String.valueOf(e.getMessage()).contains("send the data it is built from"), e.toString());
    }
  }
}
