package dev.procession.cli.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.cli.console.UsageException;
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

  @Test
  void placeWhoseQuotesAreNotKnownIsRefused() {
    String[][] all = {
      {"cat <<E\n{}\nE", "after <<"},
      {"cat <<'E'\nit's\nE\necho {}", "after <<"},
      {"echo \"$(cat <<E\n{}\nE\n)\"", "after <<"},
      {"cat <\\\n<{}", "after <<"},
      {"echo \"`echo \\\"{}\\\"`\"", "after a backslash within backquotes"},
      {"echo `echo '\\`' {}`", "after a backslash within backquotes"},
      {"echo \"$(case x in x) echo \"{}\";; esac)\"", "after case within parentheses"},
      {"(case x in x) echo {};; esac)", "after case within parentheses"},
      {"echo \"$(true; ca\\\nse x in x) echo {}\"", "after case within parentheses"},
      {"echo \"${x:-{}}\"", "within ${ }"},
      {"echo \"${x#'\"'}\" {}", "after a ' within \"${ }\""},
      {"echo $'{}'", "within $''"},
      {"echo $'\\'' {}", "after a backslash within $''"},
      {"echo \"${}\"", "after $"},
      {"echo a # {}", "in a comment"},
      {"true;# {}", "in a comment"},
      {"(true)# {}", "in a comment"},
      {"echo `# {}`", "in a comment"},
    };
    for (String[] one : all) {
      String refusal =
          String.valueOf(
              assertThrows(UsageException.class, () -> commandLine(one[0], ITEM), one[0])
                  .getMessage());
      assertTrue(refusal.startsWith("a placeholder " + one[1] + ":"), one[0] + ": " + refusal);
      assertEquals(1, refusal.lines().count());
    }
  }

  /** What a shell prints for an item that it must not evaluate, where quotes are known. */
  @Test
  void shellTakesItemsLiterally() throws Exception {
    String evil = "it's \"$(echo x)\" `echo y` $HOME \\\\ \\' \\\" # ;\n) } end";
    String[] all = {
      "printf %s {}",
      "printf %s \"{}\"",
      "printf %s '{}'",
      "set -- {}; cat <<E\n$1\nE",
      "printf '%s\\n' {} # it's",
      "printf %s `: don't # '` {}",
      "printf %s \"`printf %s \"{}\"`\"",
      "printf %s \"`printf %s '{}'`\"",
      "printf %s \"`: \\\"x\\\"`\" {}",
      "printf %s \"$(printf %s \"$(printf %s {})\")\"",
      "case x in x) printf %s {};; esac",
      "printf %s \"$(case x in (x) printf %s {};; esac)\"",
      "x=ab; : a#'b' $# ${x#a} ${#x} \"${x%b}\" $((3)) \\\n '<<' \"<<\"; printf %s {}",
      ": \"$$(echo '\"; printf %s {}",
      ": $(echo)#'a'; printf %s {}",
      "(:); printf %s {}",
      "{ : \"}\"; }; printf %s {}",
      ": {\"}\" {'}' $((1+{#})); printf %s {}",
    };
    for (String command : all) {
      Process shell = new ProcessBuilder("/bin/sh", "-c", commandLine(command, evil)).start();
      shell.getOutputStream().close();
      String out = new String(shell.getInputStream().readAllBytes(), UTF_8);
      String err = new String(shell.getErrorStream().readAllBytes(), UTF_8);
      assertEquals(evil, out.stripTrailing(), command + "\n" + err);
    }
  }

  @Test
  void hereStringsAreQuotedAsWords() {
    assertEquals("cat <<< 'a b'", commandLine("cat <<< {}", "a b"));
    assertEquals("cat < 'a b'", commandLine("cat < {}", "a b"));
    assertEquals("cat > 'a b' <<E\nE", commandLine("cat > {} <<E\nE", "a b"));
  }

  private static String commandLine(String template, String item) {
    return Template.asGiven(List.of(template), List.of())
        .commandLine(new Call(1, 1, List.of(item)));
  }
}
