package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that are equal to what they were when they arrive, and of the same class. */
@SuppressWarnings({"JdkObsolete", "JavaUtilDate", "deprecation"}) // Users have them.
class ZooTest {
  static Stream<Named<Object>> sameClass() throws Exception {
    return Stream.of(scalars(), jdkValues(), times(), collections(), wrappers(), users())
        .flatMap(List::stream)
        .map(ZooTest::named);
  }

  private static Named<Object> named(Object value) {
    String text = value instanceof String s ? "String of " + s.length() : String.valueOf(value);
    text = text.length() > 60 ? text.substring(0, 60) : text;
    return Named.of(value.getClass().getName() + " " + text, value);
  }

  private static List<Object> scalars() {
    return List.of(
        true,
        false,
        0,
        -1,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE,
        300L,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        1.5,
        Double.NaN,
        -0.0,
        2.5f,
        (short) -3,
        (byte) -4,
        'c',
        '\uffff',
        "",
        "text",
        "Grüße",
        "日本語 \ud83d\ude00",
        "\ud800 alone",
        "x".repeat(100_000),
        "€".repeat(5_000));
  }

  private static List<Object> jdkValues() throws Exception {
    BitSet bits = new BitSet();
    bits.set(3, 200);
    return List.of(
        new BigInteger("-123456789012345678901234567890"),
        new BigDecimal("1.50"),
        new UUID(1, -2),
        URI.create("https://example.org/a?b#c"),
        new URL("https://example.org/"),
        new File("a/b"),
        Path.of("a", "b"),
        Path.of("/"),
        InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 80),
        new Locale.Builder().setLanguage("sr").setScript("Latn").setRegion("RS").build(),
        Locale.GERMANY,
        Currency.getInstance("EUR"),
        TimeZone.getTimeZone("Europe/Berlin"),
        new GregorianCalendar(2024, Calendar.MAY, 17),
        new Date(123456789),
        StandardCharsets.UTF_8,
        bits,
        Optional.of("x"),
        Optional.empty(),
        OptionalInt.of(1),
        OptionalLong.empty(),
        OptionalDouble.of(0.5),
        Map.entry("k", 1),
        new AbstractMap.SimpleEntry<>("k", 1),
        new AbstractMap.SimpleImmutableEntry<>("k", null),
        RoundingMode.HALF_UP,
        TimeUnit.SECONDS,
        String.class,
        int.class,
        int[][].class,
        Zoo.Point.class,
        ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1),
        ByteBuffer.wrap(new byte[] {1, 2, 3}).order(ByteOrder.LITTLE_ENDIAN).asReadOnlyBuffer());
  }

  private static List<Object> times() {
    return List.of(
        Instant.ofEpochSecond(1, 2),
        Duration.ofNanos(5),
        Period.ofDays(3),
        LocalDate.of(2024, 2, 29),
        LocalTime.of(1, 2, 3, 4),
        LocalDateTime.of(2024, 1, 2, 3, 4),
        ZonedDateTime.of(2024, 1, 2, 3, 4, 5, 6, ZoneId.of("Europe/Berlin")),
        OffsetDateTime.of(2024, 1, 2, 3, 4, 5, 6, ZoneOffset.ofHours(2)),
        OffsetTime.of(3, 4, 5, 6, ZoneOffset.UTC),
        Year.of(2024),
        YearMonth.of(2024, 2),
        MonthDay.of(2, 29),
        ZoneId.of("Europe/Berlin"),
        ZoneOffset.ofHours(1),
        DayOfWeek.MONDAY);
  }

  private static List<Object> collections() {
    return List.of(
        new ArrayList<>(Arrays.asList(1, null, "x")),
        new LinkedList<>(List.of(1, 2)),
        new Vector<>(List.of(1)),
        new HashSet<>(List.of(1, 2, 3)),
        new LinkedHashSet<>(List.of(3, 1, 2)),
        new TreeSet<>(List.of(3, 1, 2)),
        new TreeSet<>(Comparator.reverseOrder()),
        new ConcurrentSkipListSet<>(List.of(2, 1)),
        new CopyOnWriteArrayList<>(List.of(1, 2)),
        new CopyOnWriteArraySet<>(List.of(1, 2)),
        new HashMap<>(Map.of("a", 1)),
        new LinkedHashMap<>(Map.of("a", List.of(1))),
        new TreeMap<>(Map.of("b", 1, "a", 2)),
        new TreeMap<>(String.CASE_INSENSITIVE_ORDER),
        new Hashtable<>(Map.of(1, 2)),
        new ConcurrentHashMap<>(Map.of(1, 2)),
        new ConcurrentSkipListMap<>(Map.of(1, 2)),
        new WeakHashMap<>(Map.of("a", 1)),
        new EnumMap<>(Map.of(Zoo.Color.GREEN, 1)),
        new EnumMap<Zoo.Color, Object>(Zoo.Color.class),
        EnumSet.allOf(Zoo.Color.class),
        EnumSet.noneOf(Zoo.Color.class),
        EnumSet.of(Zoo.Color.GREEN),
        List.of(),
        List.of(1),
        List.of(1, 2),
        List.of(1, 2, 3),
        Stream.of(1, null, 3).toList(),
        Stream.of(1, 2, 3).toList(),
        Set.of(),
        Set.of(1),
        Set.of(1, 2, 3),
        Map.of(),
        Map.of(1, 2),
        Map.of(1, 2, 3, 4),
        Arrays.asList(1, 2, null),
        Collections.emptyList(),
        Collections.emptySet(),
        Collections.emptyMap(),
        Collections.singletonList(1),
        Collections.singleton(1),
        Collections.singletonMap(1, 2),
        Collections.nCopies(5, "x"),
        new Properties());
  }

  private static List<Object> wrappers() {
    Map<Object, Object> map = new TreeMap<>(Map.of("a", 1));
    return List.of(
        Collections.unmodifiableList(new ArrayList<>(List.of(1))),
        Collections.unmodifiableList(new LinkedList<>(List.of(1))),
        Collections.unmodifiableSet(new HashSet<>(List.of(1))),
        Collections.unmodifiableSortedSet(new TreeSet<>(List.of(1))),
        Collections.unmodifiableMap(map),
        Collections.unmodifiableSortedMap(new TreeMap<>(map)),
        Collections.unmodifiableNavigableMap(new TreeMap<>(map)),
        Collections.synchronizedList(new ArrayList<>(List.of(1))),
        Collections.synchronizedSet(new HashSet<>(List.of(1))),
        Collections.synchronizedMap(map),
        Collections.checkedList(new ArrayList<>(List.of("x")), String.class),
        Collections.newSetFromMap(new ConcurrentHashMap<>()),
        ConcurrentHashMap.newKeySet(),
        Collections.reverseOrder(),
        Comparator.naturalOrder());
  }

  private static List<Object> users() {
    Zoo.Tagged tagged = new Zoo.Tagged("the tag");
    tagged.add("element");
    return List.of(
        Zoo.Color.RED,
        Zoo.Color.GREEN,
        new Zoo.Point(1, -2),
        new Zoo.Box<>(new Zoo.Box<>(null, "inner"), "outer"),
        Zoo.hidden(),
        new Zoo.Plain(1, 2, null, List.of("x")),
        new Zoo.Plain(1, 2, "text", 'c'),
        new Zoo.Dog("outer", "inner"),
        new Zoo.Range(3),
        tagged,
        new Zoo.Box<>(tagged, "with a tagged list"),
        new Zoo.Replaced(7),
        new Zoo.WritesItself(1, 2, 3),
        new Zoo.External("text"),
        List.of(new Zoo.Replaced(1), new Zoo.WritesItself(2), new Zoo.External("3")));
  }

  @ParameterizedTest
  @MethodSource("sameClass")
  void arrivesEqualAndOfTheSameClass(Object value) throws Exception {
    Object arrived = new Trip().value(value);

    assertEquals(value, arrived);
    assertSame(value.getClass(), arrived.getClass());
  }

  @ParameterizedTest
  @MethodSource("sameClass")
  void arrivesEqualInsideAnotherAndTwice(Object value) throws Exception {
    Trip trip = new Trip();
    trip.value(new Zoo.Box<>(List.of("other", value), "first"));

    var arrived = trip.value(new Zoo.Box<>(new Object[] {value, 1, value}, "second"));

    Object[] array = Objects.requireNonNull(arrived.content());
    assertEquals(value, array[0]);
    assertEquals(value, array[2]);
  }

  static Stream<Named<Object>> arrays() {
    return Stream.<Object>of(
            new boolean[] {true, false},
            new byte[] {1, -2},
            new char[] {'a', '\uffff'},
            new short[] {1, -2},
            IntStream.range(-5, 100).toArray(),
            new long[] {Long.MIN_VALUE, 0, 1},
            new float[] {1.5f, Float.NaN},
            new double[] {1.5, -0.0},
            new String[] {"a", null, "日"},
            new Object[] {1, null, "x", new Object[0]},
            new int[][] {{1}, {}, {2, 3}},
            new Zoo.Color[] {Zoo.Color.GREEN, null},
            new Zoo.Point[][] {{new Zoo.Point(1, 2)}, null},
            new List<?>[] {List.of(1)},
            new byte[0],
            new Object[0])
        .map(ZooTest::named);
  }

  @ParameterizedTest
  @MethodSource("arrays")
  void arraysArriveEqual(Object array) throws Exception {
    Object arrived = new Trip().value(array);
    List<Object> nested = new Trip().value(List.of(array, 1));

    assertSame(array.getClass(), arrived.getClass());
    assertArrayEquals(new Object[] {array}, new @Nullable Object[] {arrived});
    assertArrayEquals(new Object[] {array, 1}, nested.toArray());
  }
}
