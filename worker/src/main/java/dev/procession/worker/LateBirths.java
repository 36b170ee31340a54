package dev.procession.worker;

import dev.procession.protocol.WorkerMark;
import java.io.File;
import java.io.IOException;
import java.util.Map;

/**
 * Ends what tasks start while their worker looks for what they have started, and later than that.
 * No worker can do so itself: its tasks run until it ends. So it starts a shell that waits for that
 * end, and then kills what has the worker's mark until nothing has. The shell has none.
 *
 * <p>Only where the system has {@code /proc}, {@code sh} and {@code grep}.
 */
final class LateBirths {
  /**
   * Its arguments: the mark, and the worker's process id. Between fork and exec a process shows no
   * mark, so it is over only if several looks, some time apart, found none. A worker that has ended
   * but is still in the table shows none, either. A process that cannot be killed does not keep it.
   * The variables of a process end with NUL: one whose mark only begins alike is another's.
   */
  private static final String SCRIPT =
      """
      looks=0
      free=0
      while [ $free -lt 3 ] && [ $looks -lt 200 ]; do
        free=$((free + 1))
        for environment in $(grep -lszxF -e "$1" /proc/[0-9]*/environ); do
          free=0
          process=${environment#/proc/}
          process=${process%/environ}
          [ "$process" = "$2" ] || kill -9 "$process"
        done
        looks=$((looks + 1))
        sleep 0.02 || sleep 1
      done
      """;

  private LateBirths() {}

  /** Starts the shell, if the system has what it takes; does not wait for anything. */
  static void endAfter(WorkerMark mark, long workerPid) {
    if (!new File("/proc/self/environ").exists()) {
      return;
    }
    ProcessBuilder shell =
        new ProcessBuilder(
            "sh",
            "-c",
            SCRIPT,
            "procession-late-births",
            WorkerMark.VARIABLE.concat("=").concat(mark.value()),
            Long.toString(workerPid));
    shell.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    shell.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    shell.redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = shell.environment();
    String path = environment.get("PATH");
    environment.clear();
    if (path != null) {
      environment.put("PATH", path);
    }
    // File names and marks are bytes, whatever the user's locale.
    environment.put("LC_ALL", "C");
    try {
      shell.start();
    } catch (IOException e) {
      // No shell, or no more processes: then no task can start any, either.
    }
  }
}
