package dev.procession.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkedOutputTest {
  private final List<String> writes = new ArrayList<>();
  private final MarkedOutput relay =
      new MarkedOutput(
          new OutputStream() {
            @Override
            public void write(int b) {
              throw new AssertionError("byte by byte");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
              writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
            }
          });
  private final PrintStream out = new PrintStream(relay.out(), true, StandardCharsets.UTF_8);
  private final PrintStream err = new PrintStream(relay.err(), true, StandardCharsets.UTF_8);

  @Test
  void standardErrorNeedsNoMarkAtFirst() {
    err.println("one");

    assertEquals(List.of("one\n"), writes);
  }

  @Test
  void marksOnlyChanges() {
    out.println("one");
    out.println("two");
    err.println("three");
    out.println("four");

    assertEquals(
        List.of("\u0010\u000eone\n", "two\n", "\u0010\u000fthree\n", "\u0010\u000efour\n"), writes);
  }

  @Test
  void onePrintIsOneWriteAndLeavesAtOnce() {
    out.print("no line end");

    assertEquals(List.of("\u0010\u000eno line end"), writes);
  }

  @Test
  void printedEscapesAreDoubled() {
    err.print("a\u0010b\u0010");
    err.print("c");

    assertEquals("a\u0010\u0010b\u0010\u0010c", bytesWithoutLeadingMark());
  }

  @Test
  void singleBytesPass() {
    err.write('x');
    err.write(0x10);

    assertEquals("x\u0010\u000f\u0010\u0010", String.join("", writes));
  }

  @Test
  void emptyWritesLeaveNoMark() {
    out.print("");

    assertEquals(List.of(), writes);
  }

  private String bytesWithoutLeadingMark() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(String.join("", writes).getBytes(StandardCharsets.UTF_8));
    return all.toString(StandardCharsets.UTF_8).replaceFirst("^\u0010\u000f", "");
  }
}
