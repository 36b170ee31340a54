package dev.procession.cli.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.cli.program.ProgramFunction.ProgramEnd;
import org.junit.jupiter.api.Test;

final class ProgramDifferenceTest {
  private static final ProgramEnd FRESH = end(0, "one\ntwo\nthree\n", "warning\n");

  @Test
  void adviceNamesOnlyWhatApplies() {
    ProgramEnd other = end(0, "one\ntwo\nfour\n", "warning\n");

    assertEquals(
        "in a warm JVM its output differs from byte 9 on: the program keeps something from call to"
            + " call; give each call a new process with --fresh 1",
        refusal(other, false, false));
    assertEquals(
        "in a warm JVM its output differs from byte 9 on: the program keeps something from call to"
            + " call; leave --keep-classes out",
        refusal(other, true, true));
    assertEquals(
        "in a warm JVM its output differs from byte 9 on, even in a process of its own;"
            + " procession sh 'java …' gives it a JVM of its own",
        refusal(other, false, true));
  }

  @Test
  void linesThatOnlyTheDescriptorsGotAreNamed() {
    for (ProgramEnd lacking :
        new ProgramEnd[] {
          end(0, "one\nthree\n", "warning\n"),
          end(0, "", "warning\n"),
          end(0, "one\ntwo\nthree\n", ""),
        }) {
      String refusal = refusal(lacking, false, false);
      assertTrue(refusal.contains("past System.out and System.err"), refusal);
      assertFalse(refusal.contains("--fresh") || refusal.contains("--keep-classes"), refusal);
    }
    for (ProgramEnd different :
        new ProgramEnd[] {
          end(0, "three\none\n", "warning\n"), end(1, "", "warning\n"), end(0, "one\n", "error\n"),
        }) {
      String refusal = refusal(different, false, false);
      assertTrue(refusal.contains("--fresh 1"), refusal);
    }
  }

  private static String refusal(ProgramEnd warm, boolean keptClasses, boolean isOnlyCall) {
    return String.valueOf(
        assertThrows(
                ProgramDifference.class,
                () -> ProgramDifference.refuse(FRESH, warm, keptClasses, isOnlyCall))
            .getMessage());
  }

  private static ProgramEnd end(int exitCode, String out, String err) {
    return new ProgramEnd(exitCode, new ProgramOutput(out.getBytes(UTF_8), err.getBytes(UTF_8)));
  }
}
