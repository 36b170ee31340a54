package dev.procession.process.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux says of a process. Elsewhere nothing is known.
 *
 * @param residentBytes its memory that is in RAM; 0 where that is not known
 * @param isStopped whether it is suspended by a signal
 */
public record ProcessMemory(long residentBytes, boolean isStopped) {
  private static final long KIBI = 1024;

  /** What is known of a process on this machine. */
  public static ProcessMemory of(long pid) {
    long resident = 0;
    boolean stopped = false;
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("State:")) {
          stopped = line.contains("T (");
        } else if (line.startsWith("VmRSS:")) {
          resident = Long.parseLong(line.replaceAll("\\D", "")) * KIBI;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // It is gone, or this is another system.
    }
    return new ProcessMemory(resident, stopped);
  }
}
