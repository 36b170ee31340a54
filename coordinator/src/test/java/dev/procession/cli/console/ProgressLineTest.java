package dev.procession.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  private List<String> lines(OptionalInt columns) {
    Messages messages = new Messages(new PrintStream(shown, true, UTF_8));
    Terminal terminal = new Terminal(false, false, true, columns);
    try (ProgressLine line = ProgressLine.shown(OptionalLong.of(3), terminal, messages)) {
      line.succeeded();
      line.failed();
      line.succeeded();
    }
    return Arrays.stream(shown.toString(UTF_8).split("\r\u001b\\[K"))
        .filter(line -> !line.isEmpty())
        .toList();
  }

  @Test
  void saysHowManyAreThroughHowFastAndHowManyFailed() {
    List<String> lines = lines(OptionalInt.of(100));

    String last = lines.get(lines.size() - 1);
    assertTrue(last.contains("3/3"), last);
    assertTrue(last.contains("/s"), last);
    assertTrue(last.contains("1 failed"), last);
  }

  @Test
  void fitsIntoTheTerminal() {
    lines(OptionalInt.of(40)).forEach(line -> assertTrue(line.length() < 40, line));
  }
}
