package dev.procession.protocol.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.task.StandInException;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureTest {
  private final Trip trip = new Trip();

  private static String printed(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void arrivesWithTypeMessageStackAndPrintsTheSame() throws Exception {
    IllegalArgumentException error = new IllegalArgumentException("what", new IOException("why"));
    error.addSuppressed(new Error("beside"));

    Throwable arrived = trip.thrown(error);

    assertSame(IllegalArgumentException.class, arrived.getClass());
    assertEquals(printed(error), printed(arrived));
    assertEquals(1, arrived.getSuppressed().length);
  }

  @Test
  void traceThroughTheJdkPrintsTheSame() throws Exception {
    Throwable error = null;
    try {
      List.of(2, 1).forEach(x -> Objects.requireNonNull((Object) null));
    } catch (NullPointerException e) {
      error = e;
    }
    assertNotNull(error);

    assertEquals(printed(error), printed(trip.thrown(error)));
  }

  /** No usual constructor, and fields of its own. */
  static final class Odd extends Exception {
    private static final long serialVersionUID = 1L;
    final int code;

    @SuppressWarnings("serial") // The list is.
    final List<String> details;

    Odd(int code, String... details) {
      super("code " + code);
      this.code = code;
      this.details = Arrays.asList(details);
    }
  }

  @Test
  void oddConstructorsAndOwnFieldsAreKept() throws Exception {
    Odd arrived = assertInstanceOf(Odd.class, trip.thrown(new Odd(7, "a", "b")));

    assertEquals(7, arrived.code);
    assertEquals(List.of("a", "b"), arrived.details);
    assertEquals("code 7", arrived.getMessage());
  }

  /** Its texts are made of what does not travel otherwise. */
  static class Computing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient int code;
    private final transient List<String> details;
    private final transient @Nullable Object other;

    Computing(int code, @Nullable Object other) {
      this.code = code;
      this.details = new ArrayList<>(List.of("a", "b"));
      this.other = other;
    }

    @Override
    public String getMessage() {
      return code + " " + details;
    }

    @Override
    public String getLocalizedMessage() {
      return "localized " + getMessage();
    }

    @Override
    public String toString() {
      return "text of " + getMessage() + (other == null ? "" : " and another");
    }
  }

  @Test
  void textThatIsComputedFromTransientFieldsIsTheSame() throws Exception {
    Throwable arrived = trip.thrown(new IllegalStateException(new Computing(42, null))).getCause();

    Computing computing = assertInstanceOf(Computing.class, arrived);
    assertEquals("42 [a, b]", computing.getMessage());
    assertEquals("localized 42 [a, b]", computing.getLocalizedMessage());
    assertEquals("text of 42 [a, b]", computing.toString());
  }

  @Test
  void textThatCannotBeComputedHereGetsStandIn() throws Exception {
    Throwable arrived = trip.thrown(new Computing(42, new java.net.Socket()));

    assertInstanceOf(StandInException.class, arrived);
    assertEquals("42 [a, b]", arrived.getMessage());
    assertEquals("text of 42 [a, b] and another", arrived.toString());
  }

  /** A transient field that its text does not need. */
  static final class Fixed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("unused")
    private final transient Object field = new java.net.Socket();

    @Override
    public String getMessage() {
      return "fixed";
    }
  }

  @Test
  void typeIsKeptIfItsTextIsTheSameWithoutWhatCannotTravel() throws Exception {
    assertInstanceOf(Fixed.class, trip.thrown(new Fixed()));
  }

  static final class Unserializable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings({"serial", "unused"})
    private final Object field = new java.net.Socket();

    Unserializable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
      return "my own text";
    }
  }

  @Test
  void whatIsNotSerializableGetsStandInThatPrintsTheSame() throws Exception {
    Unserializable error = new Unserializable("message", new IOException("cause"));
    error.addSuppressed(new Odd(1));

    StandInException arrived = assertInstanceOf(StandInException.class, trip.thrown(error));

    assertEquals(Unserializable.class.getName(), arrived.originalClassName());
    assertEquals("message", arrived.getMessage());
    assertEquals(printed(error), printed(arrived));
    assertInstanceOf(IOException.class, arrived.getCause());
    assertInstanceOf(Odd.class, arrived.getSuppressed()[0]);
  }

  @Test
  void onlyTheCauseThatCannotTravelIsReplaced() throws Exception {
    IllegalStateException error =
        new IllegalStateException("outer", new Unserializable("inner", null));

    Throwable arrived = trip.thrown(error);

    assertInstanceOf(IllegalStateException.class, arrived);
    assertInstanceOf(StandInException.class, arrived.getCause());
    assertEquals(printed(error), printed(arrived));
  }

  @Test
  void classMissingAtTheReaderGivesStandIn() throws Exception {
    Trip foreign = new Trip(Trip.MAX_ITEM_BYTES, ClassLoader.getPlatformClassLoader());
    Odd error = new Odd(3);

    StandInException arrived = assertInstanceOf(StandInException.class, foreign.thrown(error));

    assertEquals(Odd.class.getName(), arrived.originalClassName());
    assertEquals(printed(error), printed(arrived));
  }

  @Test
  void causeOfTheWrongTypeMakesItsOwnerAStandInToo() throws Exception {
    class LocalIo extends IOException {
      private static final long serialVersionUID = 1L;
    }
    // Its outer object is this test, which is not serializable.
    Throwable arrived = trip.thrown(new UncheckedIOException(new LocalIo()));

    assertInstanceOf(StandInException.class, arrived);
    assertInstanceOf(StandInException.class, arrived.getCause());
  }

  @Test
  void circlesOfCausesEnd() throws Exception {
    Exception a = new Exception("a");
    Exception b = new Exception("b", a);
    a.initCause(b);
    a.addSuppressed(b);

    Throwable arrived = trip.thrown(a);

    assertEquals("a", arrived.getMessage());
    assertEquals("b", Objects.requireNonNull(arrived.getCause()).getMessage());
  }

  @Test
  void tooManyCausesAreOmitted() throws Exception {
    Exception error = new Exception("root");
    for (int i = 0; i < 100_000; i++) {
      error = new RuntimeException("level " + i, error);
    }

    Throwable arrived = trip.thrown(error);

    assertInstanceOf(RuntimeException.class, arrived);
    int causes = 0;
    Throwable last = arrived;
    for (Throwable next = last; next != null; next = next.getCause()) {
      last = next;
      causes++;
    }
    assertTrue(causes > 1000, causes + " causes");
    assertEquals("(further exceptions are omitted)", last.toString());
  }

  @Test
  void tooManySuppressedExceptionsAreOmitted() throws Exception {
    Exception error = new Exception("all failed");
    for (int i = 0; i < 100_000; i++) {
      error.addSuppressed(new IOException("try " + i));
    }

    Throwable arrived = trip.thrown(error);

    assertSame(Exception.class, arrived.getClass());
    Throwable[] suppressed = arrived.getSuppressed();
    assertEquals("try 499", suppressed[499].getMessage());
    assertEquals("(99500 further suppressed exceptions are omitted)", suppressed[500].toString());
    assertEquals(501, suppressed.length);
  }

  @Test
  void manySuppressedExceptionsAllArrive() throws Exception {
    Exception error = new Exception("all failed");
    for (int i = 0; i < 500; i++) {
      error.addSuppressed(new IOException("try " + i));
    }

    Throwable[] suppressed = trip.thrown(error).getSuppressed();

    assertEquals(500, suppressed.length);
    assertEquals("try 499", suppressed[499].getMessage());
  }

  @Test
  void reflectionAndInitializerErrorsKeepTheirCause() throws Exception {
    Throwable arrived =
        trip.thrown(new InvocationTargetException(new ExceptionInInitializerError(new Odd(1))));

    Throwable inner = Objects.requireNonNull(arrived.getCause());
    assertInstanceOf(InvocationTargetException.class, arrived);
    assertInstanceOf(ExceptionInInitializerError.class, inner);
    assertInstanceOf(Odd.class, inner.getCause());
  }

  @Test
  void virtualMachineErrorsTravel() throws Exception {
    assertInstanceOf(OutOfMemoryError.class, trip.thrown(new OutOfMemoryError("heap")));
    assertInstanceOf(StackOverflowError.class, trip.thrown(new StackOverflowError()));
  }

  static final class Hostile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public String toString() {
      throw new StackOverflowError();
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("no cause");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException("no stack");
    }
  }

  @Test
  void throwableWhoseMethodsThrowStillTravels() throws Exception {
    Throwable arrived = trip.thrown(new Hostile());

    assertInstanceOf(Hostile.class, arrived);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException sneaky(Throwable error) throws E {
    throw (E) error;
  }

  /** Throws from every method that reporting it may call, and nothing that is easily foreseen. */
  static final class Mute extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Throwable thrown;

    Mute(Throwable thrown) {
      this.thrown = thrown;
    }

    @Override
    public String getMessage() {
      throw FailureTest.<RuntimeException>sneaky(thrown);
    }

    @Override
    public String toString() {
      throw FailureTest.<RuntimeException>sneaky(thrown);
    }

    @Override
    public synchronized Throwable getCause() {
      throw FailureTest.<RuntimeException>sneaky(thrown);
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw FailureTest.<RuntimeException>sneaky(thrown);
    }

    private void writeObject(ObjectOutputStream out) {
      throw FailureTest.<RuntimeException>sneaky(thrown);
    }
  }

  @Test
  void throwableWhoseMethodsThrowAnythingStillTravels() throws Exception {
    for (Throwable thrown :
        List.of(
            new IOException("checked"),
            new Error("own"),
            new OutOfMemoryError("claimed"),
            new InterruptedException())) {
      StandInException arrived =
          assertInstanceOf(StandInException.class, trip.thrown(new Mute(thrown)));

      assertEquals(Mute.class.getName(), arrived.originalClassName());
    }
  }

  /** Its traces have holes. */
  static final class Holes extends Exception {
    private static final long serialVersionUID = 1L;

    @Override
    public StackTraceElement[] getStackTrace() {
      return new StackTraceElement[3];
    }
  }

  @Test
  void traceOfNullsTravels() throws Exception {
    assertInstanceOf(Holes.class, trip.thrown(new Holes()));
  }

  @Test
  void stacklessAndMessagelessTravel() throws Exception {
    Exception bare =
        new Exception(null, null, false, false) {
          private static final long serialVersionUID = 1L;
        };

    Throwable arrived = trip.thrown(bare);

    assertNull(arrived.getMessage());
    assertArrayEquals(new StackTraceElement[0], arrived.getStackTrace());
  }

  @Test
  void hugeMessageIsCutRatherThanRefused() throws Exception {
    Throwable arrived = trip.thrown(new Odd(1, "x".repeat(30_000_000)));
    Throwable message = trip.thrown(new Exception("y".repeat(30_000_000)));

    assertInstanceOf(StandInException.class, arrived);
    assertTrue(String.valueOf(message.getMessage()).startsWith("yyy"));
  }

  @Test
  void failureTravelsEvenWhenTheLimitForItemsIsTiny() throws Exception {
    Trip tiny = new Trip(10, getClass().getClassLoader());

    assertInstanceOf(Odd.class, tiny.thrown(new Odd(1)));
  }

  @Test
  void sameFailureAgainIsSmall() throws Exception {
    trip.thrown(new Exception("first"));

    trip.encoder.addAnswer(new Answer.Threw(new Exception("second")));

    int size = trip.send().sizeBytes();
    assertTrue(size < 1500, () -> size + " bytes");
  }

  @SuppressWarnings("NullAway") // It is null, which is the point.
  private static NullPointerException helpful() {
    Zoo.Node node = new Zoo.Node(1);
    try {
      node.next.value = 2;
      throw new AssertionError();
    } catch (NullPointerException e) {
      return e;
    }
  }

  @Test
  void nullPointerExceptionKeepsWhatTheMachineWorkedOut() throws Exception {
    NullPointerException error = helpful();
    error.initCause(new IOException("why"));
    error.addSuppressed(new Error("beside"));
    String message = String.valueOf(error.getMessage());
    assertTrue(message.contains("\"node.next\"") || message.contains(".next\""), message);

    Throwable arrived = trip.thrown(error);

    assertSame(NullPointerException.class, arrived.getClass());
    assertEquals(message, arrived.getMessage());
    assertEquals(printed(error), printed(arrived));
  }

  @Test
  void nullPointerExceptionInAValueAndAsACauseKeepsIt() throws Exception {
    NullPointerException error = helpful();
    Object inField = new GraphKinds.Detailed(1, "x", error);

    assertEquals(printed(error), printed(trip.value(error)));
    assertEquals(printed((Throwable) inField), printed((Throwable) trip.value(inField)));
    assertEquals(printed(error), printed(trip.value(new Hooked.Anything(error)).error()));
    assertEquals(null, trip.thrown(new NullPointerException()).getMessage());
    assertEquals("own", trip.thrown(new NullPointerException("own")).getMessage());
  }
}
