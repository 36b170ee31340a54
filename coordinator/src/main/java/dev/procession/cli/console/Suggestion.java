package dev.procession.cli.console;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests the known name closest to a misspelled one. */
public final class Suggestion {
  private Suggestion() {}

  /** The known name with the smallest edit distance, unless every other letter is wrong. */
  public static Optional<String> to(String written, Collection<String> known) {
    return known.stream()
        .filter(name -> 2 * distance(written, name) <= Math.max(written.length(), name.length()))
        .min(Comparator.comparingInt(name -> distance(written, name)));
  }

  /** The edit distance, counting adjacent swaps. */
  private static int distance(String from, String to) {
    int[][] steps = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        steps[i][j] = i == 0 || j == 0 ? i + j : step(steps, from, to, i, j);
      }
    }
    return steps[from.length()][to.length()];
  }

  private static int step(int[][] steps, String from, String to, int i, int j) {
    char last = from.charAt(i - 1);
    int replaced = steps[i - 1][j - 1] + (last == to.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && last == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
  }
}
