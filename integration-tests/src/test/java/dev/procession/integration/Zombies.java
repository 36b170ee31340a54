package dev.procession.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processes that have ended and whose parent has not asked how. */
public final class Zombies {
  private Zombies() {}

  /** Whether that process is one; where there is no {@code /proc}, the answer is no. */
  public static boolean has(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
    } catch (IOException e) {
      return false;
    }
  }
}
