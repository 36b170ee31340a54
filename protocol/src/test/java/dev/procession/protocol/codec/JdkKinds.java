package dev.procession.protocol.codec;

import java.io.File;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Timestamp;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.SimpleDateFormat;
import java.time.Instant;
import java.time.chrono.HijrahDate;
import java.time.chrono.JapaneseDate;
import java.util.*;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.*;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;

/** Values of the JDK that are not collections. */
@SuppressWarnings({"JdkObsolete", "JavaUtilDate", "deprecation"}) // Users have them.
final class JdkKinds {
  private JdkKinds() {}

  static List<Kind> values() throws Exception {
    return List.of(
        Kind.of("uuid", new UUID(1, -2)),
        Kind.of("uri", URI.create("https://example.org/a?b#c")),
        Kind.of("url", new URL("file:/a/b")),
        Kind.of("file", new File("a/b")),
        Kind.of("relative path", Path.of("a", "ü")),
        Kind.of("root path", Path.of("/")),
        Kind.of("path that is no UTF-8", Path.of(URI.create("file:///caf%E9/%FF"))),
        Kind.of(
            "relative path that is no UTF-8", Path.of(URI.create("file:///a/%E9")).getFileName()),
        Kind.of("file time", FileTime.from(Instant.ofEpochSecond(-5, 7))),
        Kind.of("first file time", FileTime.from(Instant.MIN)),
        Kind.of("file permissions", PosixFilePermissions.fromString("rw-r-----")),
        Kind.of("version of the runtime", Runtime.version()),
        Kind.of("address", InetAddress.getByAddress("host", new byte[] {127, 0, 0, 1})),
        Kind.of("address of 128 bits", Inet6Address.getByAddress(new byte[16])),
        Kind.of(
            "socket address",
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 80)),
        Kind.of("unresolved socket address", InetSocketAddress.createUnresolved("a.invalid", 1)),
        Kind.of("locale", Locale.forLanguageTag("sr-Latn-RS-x-private")),
        Kind.of("root locale", Locale.ROOT),
        Kind.of("currency", Currency.getInstance("EUR")),
        Kind.of("charset", StandardCharsets.UTF_8),
        Kind.of("another charset", Charset.forName("windows-1252")),
        Kind.of("optional", Optional.of("x")),
        Kind.of("empty optional", Optional.empty()),
        Kind.of("optional int", OptionalInt.of(1)),
        Kind.of("optional long", OptionalLong.empty()),
        Kind.of("optional double", OptionalDouble.of(0.5)),
        Kind.of("rounding mode", RoundingMode.HALF_UP),
        Kind.of("math context", new MathContext(7, RoundingMode.DOWN)),
        Kind.of("time unit with a body", TimeUnit.SECONDS),
        Kind.of("class", String.class),
        Kind.of("primitive class", int.class),
        Kind.of("array class", int[][].class),
        Kind.of("user's class", JdkKinds.class),
        Kind.of("stack trace element", new StackTraceElement("a.B", "c", "B.java", 7)),
        Kind.of("method type", java.lang.invoke.MethodType.methodType(int.class, String.class)),
        Kind.of("hex format", HexFormat.of()),
        Kind.of("another hex format", HexFormat.ofDelimiter(":").withPrefix("0x").withUpperCase()),
        Kind.of("logging level", java.util.logging.Level.FINE),
        Kind.of(
            "XML date",
            javax.xml.datatype.DatatypeFactory.newInstance()
                .newXMLGregorianCalendar("2024-05-17T10:00:00Z")),
        Kind.of(
            "XML duration", javax.xml.datatype.DatatypeFactory.newInstance().newDuration("P1D")),
        Kind.of("qualified name", new javax.xml.namespace.QName("urn:a", "b", "c")));
  }

  static List<Kind> dates() {
    return List.of(
        Kind.of("time zone", TimeZone.getTimeZone("Europe/Berlin")),
        Kind.of("simple time zone", new SimpleTimeZone(3_600_000, "mine")),
        Kind.of("calendar", new GregorianCalendar(2024, Calendar.MAY, 17)),
        Kind.of("date", new Date(123_456_789)),
        Kind.of(
            "timestamp with its nanoseconds", Timestamp.valueOf("2024-01-02 03:04:05.000000006")),
        Kind.of("SQL date", new java.sql.Date(86_400_000)),
        Kind.of("SQL time", new java.sql.Time(1000)),
        Kind.of("date format", new SimpleDateFormat("yyyy-MM-dd", Locale.ROOT)),
        Kind.of(
            "decimal format",
            new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT))),
        Kind.of("Japanese date", JapaneseDate.of(2024, 1, 2)),
        Kind.of("Hijrah date", HijrahDate.of(1445, 1, 2)));
  }

  static List<Kind> buffers() {
    return List.of(
        buffer("bytes in a buffer", ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1).limit(2)),
        buffer("direct buffer", ByteBuffer.allocateDirect(5).putInt(7)),
        buffer(
            "read-only buffer of little endian",
            ByteBuffer.wrap(new byte[] {1, 2, 3})
                .asReadOnlyBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)),
        buffer("slice of a buffer", ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).slice(1, 2)));
  }

  private static Kind buffer(String name, ByteBuffer value) {
    return Kind.shown(
        name,
        value,
        o -> {
          ByteBuffer b = (ByteBuffer) o;
          byte[] all = new byte[b.capacity()];
          b.duplicate().clear().get(all);
          return List.of(
              b.position(),
              b.limit(),
              b.order(),
              b.isDirect(),
              b.isReadOnly(),
              Arrays.toString(all));
        });
  }

  static List<Kind> holders() {
    LongAdder adder = new LongAdder();
    adder.add(5);
    DoubleAdder doubleAdder = new DoubleAdder();
    doubleAdder.add(0.5);
    Random random = new Random(7);
    random.nextGaussian();
    IntSummaryStatistics ints = new IntSummaryStatistics();
    ints.accept(3);
    LongSummaryStatistics longs = new LongSummaryStatistics();
    longs.accept(-3);
    DoubleSummaryStatistics doubles = new DoubleSummaryStatistics();
    doubles.accept(0.1);
    BitSet bits = new BitSet();
    bits.set(3, 200);
    return List.of(
        Kind.shown("atomic int", new AtomicInteger(4), Object::toString),
        Kind.shown("atomic long", new AtomicLong(4), Object::toString),
        Kind.shown("atomic boolean", new AtomicBoolean(true), Object::toString),
        Kind.shown("atomic reference", new AtomicReference<>("x"), Object::toString),
        Kind.shown("atomic ints", new AtomicIntegerArray(new int[] {1, 2}), Object::toString),
        Kind.shown("atomic longs", new AtomicLongArray(new long[] {1, 2}), Object::toString),
        Kind.shown(
            "atomic references",
            new AtomicReferenceArray<>(new Object[] {"a", Optional.of(1)}),
            Object::toString),
        Kind.shown(
            "stamped reference",
            new AtomicStampedReference<>("x", 3),
            o -> stamped((AtomicStampedReference<?>) o)),
        Kind.shown(
            "markable reference",
            new AtomicMarkableReference<>("x", true),
            o -> ((AtomicMarkableReference<?>) o).isMarked()),
        Kind.shown("long adder", adder, Object::toString),
        Kind.shown("double adder", doubleAdder, Object::toString),
        Kind.shown("random in its midst", random, o -> peek((Random) o)),
        Kind.shown("int statistics", ints, Object::toString),
        Kind.shown("long statistics", longs, Object::toString),
        Kind.shown("double statistics", doubles, Object::toString),
        Kind.of("bit set", bits),
        Kind.of("empty bit set", new BitSet()),
        Kind.shown("pattern", Pattern.compile("a.c", Pattern.DOTALL), o -> o + flags(o)),
        Kind.shown("lock, open", new ReentrantLock(true), o -> ((ReentrantLock) o).isFair()),
        Kind.shown(
            "read-write lock",
            new ReentrantReadWriteLock(),
            o -> ((ReentrantReadWriteLock) o).isFair()));
  }

  private static String flags(Object pattern) {
    return " " + ((Pattern) pattern).flags();
  }

  private static String stamped(AtomicStampedReference<?> reference) {
    return reference.getReference() + " " + reference.getStamp();
  }

  /** What a generator would give next, which asking it would change. */
  private static Object peek(Random random) throws Exception {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    try (java.io.ObjectOutputStream out = new java.io.ObjectOutputStream(bytes)) {
      out.writeObject(random);
    }
    return Arrays.toString(bytes.toByteArray());
  }
}
