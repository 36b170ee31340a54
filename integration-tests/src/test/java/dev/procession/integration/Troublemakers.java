package dev.procession.integration;

import dev.procession.ProcessPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Tasks that leave something behind: memory, processes, shutdown hooks. */
@SuppressWarnings("DoNotCallSuggester")
final class Troublemakers {
  private static final int HOARD_BYTES = 100 << 20;
  private static final int MAX_SLEEPERS = 500;

  /** What tasks in this process have kept. */
  private static final List<byte[]> HOARD = new ArrayList<>();

  private Troublemakers() {}

  /** Where an item ran, and how many had taken much memory there before it began. */
  record Seen(long pid, int hoardsBefore) {}

  static Seen hoardAtMultiplesOfFive(int item) {
    Seen seen = new Seen(ProcessHandle.current().pid(), HOARD.size());
    if (item % 5 == 0) {
      HOARD.add(new byte[HOARD_BYTES]);
    }
    return seen;
  }

  static void exitWithStubbornHook() {
    Runtime.getRuntime().addShutdownHook(new Thread(Victims::spinForever, "stubborn"));
    System.exit(3);
  }

  /** What becomes of the shell between a worker and the programs that it starts. */
  enum Shell {
    /** The programs are the worker's descendants. */
    STAYS,
    /** The programs have lost their parent. */
    GOES
  }

  /** Starts two programs that sleep for so many seconds, with the worker's own streams. */
  static void startSleepers(String seconds, Shell shell) {
    String end = shell == Shell.STAYS ? "wait" : "exit";
    String script = "sleep %1$s & sleep %1$s & %2$s".formatted(seconds, end);
    start(new ProcessBuilder("sh", "-c", script).inheritIO());
  }

  /** Starts one program after the other, as long as it can. */
  static void startSleepersOnAndOn(String seconds) {
    for (int i = 0; i < MAX_SLEEPERS; i++) {
      start(new ProcessBuilder("sh", "-c", "sleep " + seconds + " &"));
    }
    Victims.spinForever();
  }

  private static void start(ProcessBuilder program) {
    try {
      program.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A program whose task starts others: the arguments are their seconds and what their shell does.
   */
  static final class Starting {
    public static void main(String[] arguments) {
      String seconds = arguments[0];
      Shell shell = Shell.valueOf(arguments[1]);
      ProcessPool pool = ProcessPool.create(1);
      pool.submit(
              () -> {
                startSleepers(seconds, shell);
                Victims.spinForever();
                return 1;
              })
          .join();
    }
  }
}
