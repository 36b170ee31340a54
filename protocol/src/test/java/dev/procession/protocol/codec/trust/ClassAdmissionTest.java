package dev.procession.protocol.codec.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.codec.Answer;
import dev.procession.protocol.codec.DecodingException;
import dev.procession.protocol.codec.Forbidden;
import dev.procession.protocol.codec.GraphKinds;
import dev.procession.protocol.codec.Hooked;
import dev.procession.protocol.codec.ItemDecoder;
import dev.procession.protocol.codec.Tag;
import dev.procession.protocol.codec.Trip;
import dev.procession.protocol.codec.Zoo;
import dev.procession.task.SerializableFunction;
import dev.procession.task.StandInException;
import java.io.File;
import java.io.IOException;
import java.lang.management.MemoryType;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.attribute.PosixFilePermission;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.swing.text.TabStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which classes the decoder of results loads, in whatever way the bytes name them. */
class ClassAdmissionTest {
  private static final String FORBIDDEN = Forbidden.class.getName();

  private final Trip trip = new Trip();
  private final Asked loader = new Asked();
  private final ItemDecoder decoder =
      ItemDecoder.ofResults(
          trip.known,
          loader,
          name -> name.startsWith("dev.procession.") && !name.startsWith(FORBIDDEN));

  /** Remembers what it was asked for. */
  private static final class Asked extends ClassLoader {
    final List<String> names = new ArrayList<>();

    Asked() {
      super(ClassAdmissionTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      names.add(name);
      return super.loadClass(name, resolve);
    }
  }

  /** A value that has a forbidden class somewhere. */
  private record Way(String name, Object value) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Way> waysByContent() {
    EnumMap<Forbidden.Kind, String> map = new EnumMap<>(Map.of(Forbidden.Kind.ONE, "x"));
    return Stream.of(
        new Way("object", new Forbidden.Plain()),
        new Way("record", new Forbidden.Pair(1, 2)),
        new Way("enum", Forbidden.Kind.ONE),
        new Way("enum with a body", Forbidden.Kind.TWO),
        new Way("array", new Forbidden.Plain[0]),
        new Way("array of arrays", new Forbidden.Plain[0][0]),
        new Way("class", Forbidden.Plain.class),
        new Way("class of an array", Forbidden.Plain[].class),
        new Way("set of enums", EnumSet.of(Forbidden.Kind.ONE)),
        new Way("empty set of enums", EnumSet.noneOf(Forbidden.Kind.class)),
        new Way("map of enums", map),
        new Way("empty map of enums", new EnumMap<>(Forbidden.Kind.class)),
        new Way("element", new ArrayList<>(Arrays.asList(1, new Forbidden.Pair(1, 2)))),
        new Way("key", new HashMap<>(Map.of(new Forbidden.Pair(1, 2), 1))),
        new Way("field", new Zoo.Box<>(new Forbidden.Plain(), "x")));
  }

  static Stream<Way> waysByCode() {
    ClassLoader loader = ClassAdmissionTest.class.getClassLoader();
    Class<?>[] faces = {Forbidden.Face.class};
    Class<?>[] others = {GraphKinds.Greeter.class};
    SerializableFunction<Zoo.Point, String> first = ClassAdmissionTest::shown;
    SerializableFunction<Forbidden.Plain, String> typed = ClassAdmissionTest::shown;
    Object captured = new Forbidden.Plain();
    SerializableFunction<Integer, Object> capturing = x -> captured;
    return Stream.of(
        new Way("proxy", Proxy.newProxyInstance(loader, faces, new GraphKinds.Greeting("x"))),
        new Way("handler", Proxy.newProxyInstance(loader, others, new Forbidden.Handler())),
        new Way("lambda", Forbidden.lambda()),
        new Way("lambda's type", List.of(first, typed)),
        new Way("captured by a lambda", capturing));
  }

  static Stream<Way> waysByJavaSerialization() {
    Stream<Object> values =
        Stream.of(
            new Forbidden.Saved(),
            new Forbidden.Saved() {},
            new Forbidden.Hooked(),
            Forbidden.Kind.TWO,
            Forbidden.Saved.class,
            new Forbidden.Saved[0],
            Forbidden.lambda(),
            new Forbidden.Plain());
    return Stream.concat(
        Stream.of(new Way("external", new Forbidden.External())),
        values.map(
            value -> {
              Hooked.Anything around = new Hooked.Anything();
              around.content = value;
              return new Way(value.getClass() + " by Java serialization", around);
            }));
  }

  private static String shown(Object any) {
    return String.valueOf(any);
  }

  @ParameterizedTest
  @MethodSource({"waysByContent", "waysByCode", "waysByJavaSerialization"})
  void whatIsNotAllowedIsNotEvenLoadedHoweverItIsNamed(Way way) throws Exception {
    trip.encoder.add(List.of(1, way.value()));
    EncodedItems items = trip.send();

    DecodingException e = assertThrows(DecodingException.class, () -> decoder.decode(items, 0));

    assertTrue(e.className().startsWith(FORBIDDEN), e.className());
    assertTrue(
        String.valueOf(e.getMessage()).contains("allowedResults(\"" + e.className() + "\")"),
        e.getMessage());
    assertNotLoaded();
  }

  private void assertNotLoaded() {
    assertFalse(
        loader.names.stream().anyMatch(name -> name.startsWith(FORBIDDEN)), loader.names::toString);
  }

  @Test
  void refusalLeadsToThePlace() throws Exception {
    trip.encoder.add(
        new Zoo.Box<>(new ArrayList<>(List.of(Map.of("k", new Forbidden.Pair(1, 2)))), "x"));
    EncodedItems items = trip.send();

    DecodingException e = assertThrows(DecodingException.class, () -> decoder.decode(items, 0));

    assertEquals(".content[0][k]", e.path());
    assertEquals(Forbidden.Pair.class.getName(), e.className());
  }

  @Test
  void exceptionThatIsNotAllowedArrivesAsAStandIn() throws Exception {
    Throwable error = new Forbidden.Failure("what");
    error.addSuppressed(new IOException("beside"));
    trip.encoder.addAnswer(new Answer.Threw(error));

    Answer answer = decoder.decodeAnswer(trip.send(), 0);

    Throwable arrived = assertInstanceOf(Answer.Threw.class, answer).error();
    StandInException standIn = assertInstanceOf(StandInException.class, arrived);
    assertEquals(Forbidden.Failure.class.getName(), standIn.originalClassName());
    assertEquals(error.toString(), standIn.toString());
    assertEquals(Arrays.toString(error.getStackTrace()), Arrays.toString(standIn.getStackTrace()));
    assertInstanceOf(IOException.class, standIn.getSuppressed()[0]);
    assertNotLoaded();
  }

  @Test
  void exceptionWithAFieldThatIsNotAllowedArrivesAsAStandIn() throws Exception {
    Throwable cause = new Forbidden.Failure("cause");
    trip.encoder.addAnswer(
        new Answer.Threw(new GraphKinds.Detailed(1, new Forbidden.Saved(), cause)));
    trip.encoder.addAnswer(
        new Answer.Threw(new GraphKinds.Detailed(1, new Forbidden.Plain(), null)));
    EncodedItems items = trip.send();

    for (int i = 0; i < items.count(); i++) {
      Answer answer = decoder.decodeAnswer(items, i);

      Throwable arrived = assertInstanceOf(Answer.Threw.class, answer).error();
      assertEquals("code 1", arrived.getMessage());
      assertInstanceOf(StandInException.class, arrived);
    }
    assertNotLoaded();
  }

  @Test
  void allowedExceptionWithACauseThatIsNotKeepsItsClass() throws Exception {
    Throwable error = new IllegalStateException("known", new Forbidden.Failure("cause"));
    trip.encoder.addAnswer(new Answer.Threw(error));

    Answer answer = decoder.decodeAnswer(trip.send(), 0);

    Throwable arrived = assertInstanceOf(Answer.Threw.class, answer).error();
    assertInstanceOf(IllegalStateException.class, arrived);
    assertInstanceOf(StandInException.class, arrived.getCause());
    assertNotLoaded();
  }

  @Test
  void classOfOneLetterIsAskedAboutToo() throws Exception {
    trip.known.add(0, List.of("X"));
    byte[] bytes = {Tag.GRAPH, 96, 1};

    Answer answer =
        decoder.decodeAnswer(new EncodedItems(bytes, new int[] {bytes.length}, 1, 1), 0);

    assertEquals("X", assertInstanceOf(Answer.Undecodable.class, answer).className());
    assertEquals(List.of(), loader.names);
  }

  @Test
  void jdksValuesNeedNotBeAllowed() throws Exception {
    ItemDecoder strict = ItemDecoder.ofResults(trip.known, loader, name -> false);
    List<Object> values =
        List.of(
            new ArrayList<>(List.of(Optional.of(new UUID(1, 2)))),
            List.of(ZonedDateTime.of(LocalDateTime.MAX, ZoneId.of("Europe/Paris"))),
            List.of(Locale.FRENCH, new int[0][0].getClass(), Thread.State.NEW),
            Map.of(new File("x"), URI.create("a:b")));
    for (Object value : values) {
      trip.encoder.add(value);
    }
    EncodedItems items = trip.send();

    for (int i = 0; i < items.count(); i++) {
      assertEquals(values.get(i), strict.decode(items, i));
    }
  }

  @Test
  void classOfTheJdkThatIsNoValueHasToBeAllowed() throws Exception {
    trip.encoder.add(List.of(new TabStop(1)));
    EncodedItems items = trip.send();
    ItemDecoder any = ItemDecoder.ofResults(trip.known, loader);
    ItemDecoder listing =
        ItemDecoder.ofResults(trip.known, loader, "javax.swing.text.TabStop"::equals);

    DecodingException e = assertThrows(DecodingException.class, () -> any.decode(items, 0));

    assertTrue(
        String.valueOf(e.getMessage()).contains("allowedResults(\"javax.swing.text.TabStop\")"),
        e.getMessage());
    assertEquals(List.of(new TabStop(1)), listing.decode(items, 0));
  }

  @Test
  void gadgetIsRefusedEvenWhereItIsAllowed() throws Exception {
    trip.known.add(0, List.of("org.apache.commons.collections.functors.InvokerTransformer"));
    byte[] bytes = {Tag.GRAPH, 96, 1};
    ItemDecoder trusting = ItemDecoder.ofResults(trip.known, loader, name -> true);

    Answer answer =
        trusting.decodeAnswer(new EncodedItems(bytes, new int[] {bytes.length}, 1, 1), 0);

    String message = assertInstanceOf(Answer.Undecodable.class, answer).message();
    assertTrue(message.contains("in attacks"), message);
    assertEquals(List.of(), loader.names);
  }

  @Test
  void classOfAValueIsNotInitialized() throws Exception {
    trip.encoder.add(List.of(Trap.class));

    Object arrived = ItemDecoder.ofResults(trip.known, loader).decode(trip.send(), 0);

    assertEquals(List.of(Trap.class), Objects.requireNonNull(arrived));
    assertFalse(SPRUNG.get());
  }

  private static final AtomicBoolean SPRUNG = new AtomicBoolean();

  /** Whoever initializes it is found out. */
  private static final class Trap {
    static {
      SPRUNG.set(true);
    }
  }

  @Test
  void enumsOfTheJdkAreValues() {
    ClassAdmission wary = ClassAdmission.wary();

    assertNull(wary.refusal(PosixFilePermission.class));
    assertNull(wary.refusal(MemoryType.class));
    assertNotNull(wary.refusal(TabStop.class));
  }
}
