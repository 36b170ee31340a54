package dev.procession.cli.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ShellQuotesTest {
  private static final String ITEM = "a 'b' \"c\" $d `e` \\f";

  @Test
  void valueIsLiteralWhateverQuotesAreOpen() {
    String unquoted = "'a '\"'\"'b'\"'\"' \"c\" $d `e` \\f'";
    String inDouble = "a 'b' \\\"c\\\" \\$d \\`e\\` \\\\f";
    String inSingle = "a '\"'\"'b'\"'\"' \"c\" $d `e` \\f";
    String[][] all = {
      {"echo {}", "echo " + unquoted},
      {"echo \"{}\"", "echo \"" + inDouble + "\""},
      {"echo '{}'", "echo '" + inSingle + "'"},
      {"echo \"$(ls {})\"", "echo \"$(ls " + unquoted + ")\""},
      {"echo \"$(ls \"{}\")\" {}", "echo \"$(ls \"" + inDouble + "\")\" " + unquoted},
      {"# don't\necho {}", "# don't\necho " + unquoted},
      {"echo \\' a#'b' {}", "echo \\' a#'b' " + unquoted},
      {"echo \\{}", "echo \\\n" + unquoted},
    };
    for (String[] one : all) {
      assertEquals(one[1], commandLine(one[0], ITEM));
    }
  }

  @Test
  void backslashesAreDoubledWithinBackquotes() {
    assertEquals("echo `ls 'a\\\\b'` 'a\\b'", commandLine("echo `ls {}` {}", "a\\b"));
  }

  private static String commandLine(String template, String item) {
    return Template.asGiven(List.of(template), List.of())
        .commandLine(new Call(1, 1, List.of(item)));
  }
}
