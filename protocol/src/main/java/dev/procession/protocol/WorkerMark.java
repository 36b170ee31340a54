package dev.procession.protocol;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The entry of a worker's environment by which its descendants are found, even after the processes
 * in between have exited: children inherit it, and the kernel shows it in {@code /proc}. Without
 * {@code /proc}, nothing is found; nor is a process that was started without the entry.
 *
 * <p>A worker whose coordinator has exited must be fast, in a JVM that runs this code for the first
 * time. So this code avoids everything that is slow on first use: lambdas, regular expressions,
 * string concatenation. The first sweep takes a quarter of the time that way.
 */
public final class WorkerMark {
  /** The name of the environment variable. */
  public static final String VARIABLE = "PROCESSION_WORKER";

  /** About the kernel's own limit for all arguments and variables of a process. */
  private static final int MAX_ENVIRONMENT_BYTES = 8 << 20;

  /**
   * After this many passes, a process cannot be killed, or processes multiply faster than they are
   * killed.
   */
  private static final int MAX_LOOKS = 10;

  private final String value;
  private final byte[] entry;
  private final File processes;

  /**
   * A mark.
   *
   * @param value the variable's value, which no other process of a worker has or had
   */
  public WorkerMark(String value) {
    this(value, new File("/proc"));
  }

  WorkerMark(String value, File processes) {
    this.value = value;
    this.entry = VARIABLE.concat("=").concat(value).concat("\0").getBytes(StandardCharsets.UTF_8);
    this.processes = processes;
  }

  /**
   * The mark of the worker that this process is, or was started by.
   *
   * @return the mark, or empty if there is none
   */
  public static Optional<WorkerMark> ofThisProcess() {
    String value = System.getenv(VARIABLE);
    return value == null ? Optional.empty() : Optional.of(new WorkerMark(value));
  }

  /**
   * The variable's value.
   *
   * @return the value
   */
  public String value() {
    return value;
  }

  /**
   * Searches all processes for those that have the mark, repeatedly until there are none, because
   * they may start others meanwhile. Takes some milliseconds for a hundred processes on the
   * machine, and several times as long in a JVM that does it for the first time.
   *
   * @param exceptPid the process to exclude
   * @param kill receives each process found; should verify with {@link #isOn} that it is still the
   *     same
   */
  public void sweep(long exceptPid, LongConsumer kill) {
    sweep(exceptPid, 0, kill);
  }

  /**
   * Searches as above, but only processes with higher numbers than some.
   *
   * @param exceptPid the process to exclude
   * @param olderPid no process with this number or a lower one has the mark
   * @param kill receives each process found; should verify with {@link #isOn} that it is still the
   *     same
   */
  public void sweep(long exceptPid, long olderPid, LongConsumer kill) {
    for (int look = 0; look < MAX_LOOKS; look++) {
      List<Long> found = find(exceptPid, olderPid);
      if (found.isEmpty()) {
        return;
      }
      for (long pid : found) {
        kill.accept(pid);
      }
    }
  }

  private List<Long> find(long exceptPid, long olderPid) {
    String[] names = processes.list();
    List<Long> found = new ArrayList<>();
    for (String name : names == null ? new String[0] : names) {
      if (Character.isDigit(name.charAt(0))) {
        long pid = Long.parseLong(name);
        if (pid > olderPid && pid != exceptPid && isOn(pid)) {
          found.add(pid);
        }
      }
    }
    return found;
  }

  /**
   * Whether a process has the mark.
   *
   * @param pid its number
   * @return false also if it has exited, or may not be inspected
   */
  public boolean isOn(long pid) {
    File folder = new File(processes, Long.toString(pid));
    try (InputStream in = new FileInputStream(new File(folder, "environ"))) {
      return hasEntry(in.readNBytes(MAX_ENVIRONMENT_BYTES));
    } catch (IOException e) {
      return false;
    }
  }

  private boolean hasEntry(byte[] environment) {
    for (int start = 0; start < environment.length; start = endOfEntry(environment, start)) {
      if (startsWithEntry(environment, start)) {
        return true;
      }
    }
    return false;
  }

  private static int endOfEntry(byte[] environment, int start) {
    int end = start;
    while (end < environment.length && environment[end] != 0) {
      end++;
    }
    return end + 1;
  }

  private boolean startsWithEntry(byte[] environment, int start) {
    if (environment.length - start < entry.length) {
      return false;
    }
    for (int i = 0; i < entry.length; i++) {
      if (environment[start + i] != entry[i]) {
        return false;
      }
    }
    return true;
  }
}
