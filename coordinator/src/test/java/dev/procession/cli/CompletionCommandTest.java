package dev.procession.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class CompletionCommandTest {
  @Test
  void scriptIsForBothShells() {
    for (String shell : new String[] {"bash", "zsh"}) {
      CommandRun run = CommandRun.of("completion", shell);

      assertEquals(0, run.status());
      assertEquals("", run.err());
      assertTrue(run.out().contains("complete -F _complete_procession"), run.out());
      assertTrue(run.out().contains("bashcompinit"), run.out());
    }
  }

  @Test
  void lessonsFilesAndNegatedOptionsAreCompleted() {
    String script = CommandRun.of("completion").out();

    assertTrue(script.contains("(\"squares\" \"isolation\" \"order\""), script);
    assertTrue(script.contains("'--bar' '--eta' '--no-bar'"), script);
    for (String names : new String[] {"'-a'|'--arg-file'", "'--joblog'", "'-cp'|'--class-path'"}) {
      assertTrue(script.contains("\n    " + names + ")\n      local IFS"), names);
    }
  }

  @Test
  void withoutANameItIsForBash() {
    assertEquals(CommandRun.of("completion", "bash"), CommandRun.of("completion"));
  }

  @Test
  void otherShellsAreRefused() {
    CommandRun run = CommandRun.of("completion", "fish");

    assertEquals(2, run.status());
    assertTrue(run.err().contains("[bash, zsh]"), run.err());
  }
}
