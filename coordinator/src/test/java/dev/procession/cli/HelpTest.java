package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code --help} says, page by page, so that each change of it is looked at. */
class HelpTest {
  private static final int SCREEN_LINES = 60;
  private static final int SCREEN_COLUMNS = 80;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "map",
        "run",
        "sh",
        "demo",
        "compare",
        "doctor",
        "hosts",
        "prepare",
        "node",
        "drain",
        "cluster",
        "completion"
      })
  void pageOfACommandIsAsItWas(String command) throws Exception {
    CommandRun help = CommandRun.of(command, "--help");

    assertIsPage(command, "./procession " + command + " --help", help);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void pageOfAllIsAsItWas(String option) throws Exception {
    CommandRun help = CommandRun.of(option);

    assertIsPage("procession", "./procession --help", help);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "map",
        "run",
        "sh",
        "demo",
        "compare",
        "doctor",
        "hosts",
        "prepare",
        "node",
        "drain",
        "cluster",
        "completion",
        "procession"
      })
  void pageFitsAScreen(String name) throws Exception {
    List<String> lines = page(name).lines().toList();

    assertTrue(lines.size() <= SCREEN_LINES, () -> lines.size() + " lines");
    lines.forEach(line -> assertTrue(line.length() <= SCREEN_COLUMNS, line));
  }

  private static void assertIsPage(String name, String command, CommandRun help)
      throws IOException {
    assertEquals(0, help.status());
    assertEquals("", help.err());
    assertEquals(
        page(name),
        help.out(),
        () ->
            "The help has changed. If that is meant: "
                + command
                + " >coordinator/src/test/resources/help/"
                + name
                + ".txt\n");
  }

  private static String page(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(HelpTest.class.getResourceAsStream("/help/" + name + ".txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
