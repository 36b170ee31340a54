package dev.procession.integration;

import java.util.ArrayList;
import java.util.List;

/** Tasks that leave something behind: memory, processes, shutdown hooks. */
@SuppressWarnings("DoNotCallSuggester")
final class Troublemakers {
  private static final int HOARD_BYTES = 100 << 20;

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
}
