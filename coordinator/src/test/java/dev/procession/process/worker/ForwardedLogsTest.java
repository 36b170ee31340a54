package dev.procession.process.worker;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.worker.PrintedLine.Origin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;

class ForwardedLogsTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ForwardingLogs worker =
      new ForwardingLogs(new PrintStream(bytes, true, StandardCharsets.UTF_8), Level.INFO);
  private final Logger log = worker.getLoggerFactory().getLogger("com.acme.Shop");
  private final List<String> logged = new ArrayList<>();
  private final List<Throwable> errors = new ArrayList<>();
  private final List<PrintedLine> others = new ArrayList<>();
  private final ForwardedLogs here = new ForwardedLogs(others::add, Recording::new);

  private void forward() {
    LineSplitter splitter = new LineSplitter(3, here);
    splitter.accept(bytes.toByteArray(), bytes.size());
    splitter.finish();
  }

  @Test
  void eventArrivesWithItsLoggerLevelAndMessage() {
    log.warn("{} of {} items\nare \\left {}", 3, 7, "ü\u001f{}");

    forward();

    assertEquals(List.of("WARN com.acme.Shop 3 of 7 items\nare \\left ü {}"), logged);
    assertEquals(List.of(), others);
  }

  @Test
  void exceptionArrivesWithItsTraceAndCauses() {
    IllegalStateException error = new IllegalStateException("outer", new IOException("inner"));

    log.error("failed", error);
    forward();

    Throwable arrived = errors.get(0);
    assertEquals(error.toString(), arrived.toString());
    // For layouts that print the class of what arrives, and its message.
    assertEquals(error.toString(), arrived.getMessage());
    assertEquals(places(error), places(arrived));
    assertEquals("java.io.IOException: inner", String.valueOf(arrived.getCause()));
  }

  @Test
  void suppressedExceptionsArriveWhereTheyBelong() {
    IOException cause = new IOException("cause");
    cause.addSuppressed(new IllegalStateException("of the cause", new Error("its cause")));
    RuntimeException error = new RuntimeException("outer", cause);
    error.addSuppressed(new IOException("of the outer one"));

    log.error("failed", error);
    forward();

    Throwable arrived = errors.get(0);
    assertEquals("java.io.IOException: of the outer one", "" + arrived.getSuppressed()[0]);
    Throwable ofTheCause = requireNonNull(arrived.getCause()).getSuppressed()[0];
    assertEquals("java.lang.IllegalStateException: of the cause", "" + ofTheCause);
    assertEquals("java.lang.Error: its cause", "" + ofTheCause.getCause());
  }

  @Test
  void exceptionThatIsItsOwnCauseOfACauseArrives() {
    IOException first = new IOException("first");
    IllegalStateException second = new IllegalStateException("second", first);
    first.initCause(second);

    log.error("failed", first);
    forward();

    Throwable cause = requireNonNull(errors.get(0).getCause());
    assertEquals("java.lang.IllegalStateException: second", "" + cause);
    assertNull(cause.getCause());
  }

  @Test
  void exceptionWithoutMessageOrFilesArrivesWithout() {
    RuntimeException error = new RuntimeException();
    error.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("com.acme.Shop", "sell", null, -1)});

    log.error("failed", error);
    forward();

    Throwable arrived = errors.get(0);
    assertEquals("java.lang.RuntimeException", "" + arrived);
    assertEquals("com.acme.Shop.sell(Unknown Source)", "" + arrived.getStackTrace()[0]);
  }

  /** Of characters that take much room, more than a line has. */
  @Test
  void eventThatIsTooLongIsCut() {
    String longText = "\u20ac".repeat(200_000);
    worker.getMDCAdapter().put("key", longText);
    Throwable error = new Error("reason " + longText);
    for (int i = 0; i < 9; i++) {
      error = new IllegalStateException("error " + i + longText, error);
    }

    log.error(longText, error);
    forward();

    assertEquals(List.of(), others);
    assertTrue(logged.get(0).startsWith("ERROR com.acme.Shop \u20ac\u20ac"), logged.get(0));
    Throwable last = errors.get(0);
    while (last.getCause() != null) {
      last = last.getCause();
    }
    assertTrue(last.toString().startsWith("java.lang.Error: reason \u20ac"), last.toString());
    assertTrue(last.getStackTrace().length > 5);
  }

  @Test
  void contextMayHaveNoValue() {
    worker.getMDCAdapter().put("user", null);

    log.info("hello");
    forward();

    assertEquals(List.of("INFO com.acme.Shop hello"), logged);
  }

  private static List<String> places(Throwable error) {
    return Arrays.stream(error.getStackTrace())
        .map(frame -> frame.getClassName() + "." + frame.getMethodName() + frame.getLineNumber())
        .toList();
  }

  @Test
  void whatIsNotWantedStaysInTheWorker() {
    log.debug("detail");

    forward();

    assertEquals(0, bytes.size());
    assertTrue(log.isInfoEnabled() && !log.isDebugEnabled());
  }

  @Test
  void linesThatOnlyLookLikeEventsAreLines() {
    for (String text :
        List.of("\u001elog", "\u001elog\u001fLOUD\u001fa\u001fb\u001f\u001f", "plain")) {
      here.accept(new PrintedLine(3, Origin.ERR, text));
    }
    log.info("to standard output");
    here.accept(new PrintedLine(3, Origin.OUT, bytes.toString(StandardCharsets.UTF_8).strip()));

    assertEquals(List.of(), logged);
    assertEquals(4, others.size());
  }

  private final class Recording extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    Recording(String name) {
      this.name = name;
    }

    @Override
    protected String getFullyQualifiedCallerName() {
      return "";
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String pattern, Object[] arguments, Throwable error) {
      logged.add(level + " " + getName() + " " + pattern);
      errors.add(error);
    }

    @Override
    public boolean isTraceEnabled() {
      return true;
    }

    @Override
    public boolean isDebugEnabled() {
      return true;
    }

    @Override
    public boolean isInfoEnabled() {
      return true;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }
  }
}
