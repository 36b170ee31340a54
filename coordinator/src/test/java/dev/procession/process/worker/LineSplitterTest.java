package dev.procession.process.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.process.worker.PrintedLine.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
  private static final String TO_OUT = "\u0010\u000E";
  private static final String TO_ERR = "\u0010\u000F";

  private final List<PrintedLine> lines = new ArrayList<>();
  private final LineSplitter splitter = new LineSplitter(3, lines::add);

  @Test
  void outputIsOfStderrUntilTheWorkerSaysOtherwise() {
    print("native\n" + TO_OUT + "out\n" + TO_ERR + "err\n");

    assertEquals(List.of(err("native"), out("out"), err("err")), lines);
  }

  @Test
  void linesOfTheTwoOriginsNeverMix() {
    print(TO_OUT + "half of " + TO_ERR + "an error\n" + TO_OUT + "a line\n");

    assertEquals(List.of(err("an error"), out("half of a line")), lines);
  }

  @Test
  void aPrintedDleIsRelayed() {
    print("a\u0010\u0010b\n");

    assertEquals(List.of(err("a\u0010b")), lines);
  }

  @Test
  void nativeOutputWithADleOfItsOwnIsRelayedWhole() {
    print("a\u0010b\n");

    assertEquals(List.of(err("a\u0010b")), lines);
  }

  @Test
  void markersMayBeCutAnywhere() {
    byte[] bytes = (TO_OUT + "é\r\n" + TO_ERR + "x").getBytes(StandardCharsets.UTF_8);
    for (byte b : bytes) {
      splitter.accept(new byte[] {b}, 1);
    }
    splitter.finish();

    assertEquals(List.of(out("é"), err("x")), lines);
  }

  @Test
  void aLineWithoutAnEndIsGivenInPieces() {
    int pieceBytes = 1 << 20;
    splitter.accept("x".repeat(pieceBytes + 5).getBytes(StandardCharsets.UTF_8), pieceBytes + 5);
    splitter.finish();

    assertEquals(List.of(pieceBytes, 5), lines.stream().map(line -> line.text().length()).toList());
  }

  private void print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    splitter.accept(bytes, bytes.length);
  }

  private static PrintedLine out(String text) {
    return new PrintedLine(3, Origin.OUT, text);
  }

  private static PrintedLine err(String text) {
    return new PrintedLine(3, Origin.ERR, text);
  }
}
