package dev.procession.process.launch;

import java.util.Map;

/**
 * The number of pools around this process: workers may use pools, but accidental pools, such as one
 * in a static initializer that runs again in each worker, must not nest for ever.
 */
public final class NestingDepth {
  /** The environment variable that holds the depth; child processes inherit it. */
  static final String VARIABLE = "PROCESSION_DEPTH";

  static final int MAX = 10;

  private NestingDepth() {}

  /** The depth of this process: 0 outside of workers. */
  public static int ofThisProcess() {
    return of(System.getenv());
  }

  static int of(Map<String, String> environment) {
    try {
      return Math.max(0, Integer.parseInt(environment.getOrDefault(VARIABLE, "0")));
    } catch (NumberFormatException e) {
      // The variable of another program.
      return 0;
    }
  }

  /**
   * Refuses a pool that is nested too deeply.
   *
   * @throws IllegalStateException if it is nested too deeply
   */
  public static void check(int depth) {
    if (depth >= MAX) {
      throw new IllegalStateException(
          "This pool would be inside of "
              + depth
              + " others, each in a worker of the one around it, the most that may be. Most likely"
              + " a static initializer or a static field makes a pool, and runs again in every"
              + " worker that loads the class: make the pool in main, or in a class that tasks do"
              + " not use");
    }
  }

  /** Sets the depth in a worker's environment. */
  public static void setIn(Map<String, String> environment) {
    environment.put(VARIABLE, Integer.toString(ofThisProcess() + 1));
  }
}
