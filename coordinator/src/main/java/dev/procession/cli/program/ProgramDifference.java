package dev.procession.cli.program;

import dev.procession.cli.program.ProgramFunction.ProgramEnd;
import java.util.Arrays;

/** A program does not do the same in a warm JVM as in a fresh one. */
public final class ProgramDifference extends Exception {
  private static final long serialVersionUID = 1L;

  private ProgramDifference(String message) {
    super(message);
  }

  static void refuse(ProgramEnd fresh, ProgramEnd warm) throws ProgramDifference {
    String difference =
        fresh.exitCode() != warm.exitCode()
            ? "its exit code is " + warm.exitCode() + " and not " + fresh.exitCode()
            : difference(fresh.output(), warm.output());
    if (!difference.isEmpty()) {
      throw new ProgramDifference(
          "in a warm JVM "
              + difference
              + ": the program keeps something from call to call; leave --keep-classes out, or give"
              + " each call a new process with --fresh 1");
    }
  }

  private static String difference(ProgramOutput fresh, ProgramOutput warm) {
    int out = Arrays.mismatch(fresh.out(), warm.out());
    int err = Arrays.mismatch(fresh.err(), warm.err());
    if (out >= 0) {
      return "its output differs from byte " + (out + 1) + " on";
    }
    return err >= 0
        ? "what it prints to standard error differs from byte " + (err + 1) + " on"
        : "";
  }
}
