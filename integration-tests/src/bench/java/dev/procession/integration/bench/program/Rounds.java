package dev.procession.integration.bench.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The side of a program that is told to do rounds. */
public final class Rounds {
  private Rounds() {}

  /** What a program does once. */
  public interface Round {
    /** Returns seconds for one item, or bytes. */
    double run() throws Exception;
  }

  /** Part of a round: what takes time. */
  public interface Part {
    void run() throws Exception;
  }

  /** Does a round for each line that arrives, until there are no more. */
  public static void serve(Round round) throws Exception {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    answer("ready");
    while (orders.readLine() != null) {
      answer(String.valueOf(round.run()));
    }
  }

  /** How many seconds something takes for each of so many items. */
  public static double secondsEach(int items, Part part) throws Exception {
    long started = System.nanoTime();
    part.run();
    return (System.nanoTime() - started) / 1e9 / items;
  }

  /** How many seconds something takes that is done so many times: the median. */
  public static double medianSeconds(int times, Part part) throws Exception {
    long[] nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long started = System.nanoTime();
      part.run();
      nanos[i] = System.nanoTime() - started;
    }
    Arrays.sort(nanos);
    return nanos[times / 2] / 1e9;
  }

  /** Fails the round unless the results are what they should be. */
  public static void check(boolean isRight, String what) throws IOException {
    if (!isRight) {
      throw new IOException("wrong results: " + what);
    }
  }

  @SuppressWarnings("SystemOut") // That is where they are expected.
  private static void answer(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
