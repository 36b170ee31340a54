package dev.procession.cli.program;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.procession.cli.program.ProgramFunction.ProgramEnd;
import java.util.Arrays;
import java.util.Iterator;

/** A program does not do the same in a warm JVM as in a fresh one. */
public final class ProgramDifference extends Exception {
  private static final long serialVersionUID = 1L;

  private static final String OWN_JVM = "procession sh 'java …' gives it a JVM of its own";

  private ProgramDifference(String message) {
    super(message);
  }

  /**
   * Compares two calls for the same item.
   *
   * @param keptClasses whether the warm JVM keeps the program's classes
   * @param isOnlyCall whether its process has no other call
   */
  static void refuse(ProgramEnd fresh, ProgramEnd warm, boolean keptClasses, boolean isOnlyCall)
      throws ProgramDifference {
    String difference =
        fresh.exitCode() != warm.exitCode()
            ? "its exit code is " + warm.exitCode() + " and not " + fresh.exitCode()
            : difference(fresh.output(), warm.output());
    if (difference.isEmpty()) {
      return;
    }
    String kept = ": the program keeps something from call to call; ";
    String advice = kept + "give each call a new process with --fresh 1";
    if (keptClasses) {
      advice = kept + "leave --keep-classes out";
    } else if (fresh.exitCode() == warm.exitCode() && lacksLines(fresh.output(), warm.output())) {
      advice =
          ": lines are missing, as those do that the program writes to a file descriptor, or has"
              + " a process that it starts write, past System.out and System.err; "
              + OWN_JVM;
    } else if (isOnlyCall) {
      advice = ", even in a process of its own; " + OWN_JVM;
    }
    throw new ProgramDifference("in a warm JVM " + difference + advice);
  }

  private static boolean lacksLines(ProgramOutput fresh, ProgramOutput warm) {
    return lacksLines(fresh.out(), warm.out()) && lacksLines(fresh.err(), warm.err());
  }

  /** Whether some lines, and nothing else, would have to be added; or none. */
  private static boolean lacksLines(byte[] fresh, byte[] warm) {
    Iterator<String> all = new String(fresh, ISO_8859_1).lines().iterator();
    return new String(warm, ISO_8859_1)
        .lines()
        .allMatch(
            line -> {
              while (all.hasNext()) {
                if (all.next().equals(line)) {
                  return true;
                }
              }
              return false;
            });
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
