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
 * The entry of a worker's environment by which all that it has started is found, long after the
 * processes in between are gone: children inherit it, and the kernel shows it in {@code /proc}.
 * Where there is no {@code /proc}, nothing is found; nor is a process that was started without the
 * entry.
 *
 * <p>A worker whose coordinator is gone is in a hurry, in a JVM that has never done this before. So
 * there is nothing here that takes long the first time: no lambda, no pattern, no {@code +} between
 * strings. The first sweep takes a quarter of the time that way.
 */
public final class WorkerMark {
  /** The name of the environment variable. */
  public static final String VARIABLE = "PROCESSION_WORKER";

  /** The kernel itself allows about as much for all arguments and variables of a process. */
  private static final int MAX_ENVIRONMENT_BYTES = 8 << 20;

  /** After so many looks there is something that cannot be killed, or that multiplies faster. */
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
   * Looks for processes that have the mark, and looks again until there are none, because they may
   * start others meanwhile. Takes some milliseconds for a hundred processes on the machine.
   *
   * @param exceptPid the process that is left out
   * @param kill told of each process that was found; should make sure with {@link #isOn} that it is
   *     still the same
   */
  public void sweep(long exceptPid, LongConsumer kill) {
    for (int look = 0; look < MAX_LOOKS; look++) {
      List<Long> found = find(exceptPid);
      if (found.isEmpty()) {
        return;
      }
      for (long pid : found) {
        kill.accept(pid);
      }
    }
  }

  private List<Long> find(long exceptPid) {
    String[] names = processes.list();
    List<Long> found = new ArrayList<>();
    for (String name : names == null ? new String[0] : names) {
      if (Character.isDigit(name.charAt(0))) {
        long pid = Long.parseLong(name);
        if (pid != exceptPid && isOn(pid)) {
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
   * @return false also if it is gone, or not ours to look into
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
