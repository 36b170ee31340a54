package dev.procession.process.host;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * How many processes and threads the machine has started, as Linux counts them. Their numbers are
 * given in turn, so until these wrap around, what a process has started has a higher number than
 * it. This saves a search among all processes of a machine when a worker has ended.
 *
 * <p>Without lambdas and regular expressions, because a program's first worker waits for it.
 */
final class Births {
  private static final String LABEL = "\nprocesses ";

  /** A JVM has at least so many threads: whoever counts fewer does not count. */
  private static final long LEAST = 8;

  private final File proc;

  /** Negative if unknown. */
  private final long before;

  private Births(File proc) {
    this.proc = proc;
    this.before = count();
  }

  /** Those until now. */
  static Births untilNow() {
    return untilNow(new File("/proc"));
  }

  static Births untilNow(File proc) {
    return new Births(proc);
  }

  /**
   * The numbers that no process can have that a JVM has started.
   *
   * @param pid that of the JVM, which was launched after this was created
   * @return the highest such number; 0 if none is certain
   */
  long olderThanChildrenOf(long pid) {
    if (before < 0) {
      return 0;
    }
    long since = count() - before;
    // The count may be that of the whole machine, of which a container's numbers are a part.
    return since >= LEAST && pid + since < number("sys/kernel/pid_max") ? pid : 0;
  }

  private long count() {
    String stat = text("stat");
    int at = stat.lastIndexOf(LABEL);
    return at < 0 ? -1 : number(stat, at + LABEL.length());
  }

  private long number(String file) {
    return number(text(file), 0);
  }

  private static long number(String text, int from) {
    int end = from;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    try {
      return Long.parseLong(text, from, end, 10);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private String text(String file) {
    try (InputStream in = new FileInputStream(new File(proc, file))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
