package dev.procession.cli;

import dev.procession.process.ArchiveState;
import java.util.List;
import java.util.Locale;

/** What {@code procession doctor} makes of what it sees. */
final class Diagnosis {
  private static final int OLDEST_JAVA = 17;

  private Diagnosis() {}

  /**
   * What can be said before a worker is started.
   *
   * @param launch how a worker of a pool of the usual size is launched
   */
  static List<Finding> of(Machine machine, List<ExplainedFlag> launch, ArchiveState archive) {
    return List.of(
        jdk(machine.jdk()),
        processors(machine.processors()),
        memory(machine.memoryBytes()),
        heap(launch),
        archive(archive),
        streams(machine.canMoveStreams()),
        wakeUpCall(machine, launch));
  }

  /** What the measurement of a worker says. */
  static List<Finding> of(PipeFigures figures) {
    return List.of(
        Finding.good(
            "Start", NanosText.of(figures.startNanos()) + " to the first result of a pool of one"),
        Finding.good(
            "Round trip",
            NanosText.of(figures.roundTripNanos()) + " for a task that does nothing (median)"),
        Finding.good(
            "Bandwidth",
            String.format(
                Locale.ROOT,
                "%d MiB/s: %d KiB there and back in %s (median)",
                figures.bytesPerSecond() >> 20,
                figures.echoBytes() >> 10,
                NanosText.of(figures.echoNanos()))));
  }

  private static Finding jdk(Machine.Jdk jdk) {
    String value = jdk.version() + ", " + jdk.vendor() + ", " + jdk.home();
    if (jdk.version().feature() < OLDEST_JAVA) {
      return Finding.bad("JDK", value, "install a JDK, " + OLDEST_JAVA + " or later");
    }
    return jdk.canCompile()
        ? Finding.good("JDK", value)
        : Finding.bad(
            "JDK", value, "it has no compiler, so lambdas need a JDK; Class::method works");
  }

  private static Finding processors(Machine.Share processors) {
    return processors.isLimited()
        ? Finding.bad(
            "Processors",
            processors.usable() + " of the machine's " + processors.installed().getAsLong(),
            "a container's limit, taskset or a flag of the JVM keeps the rest away")
        : Finding.good("Processors", processors.usable() + ", as many workers by default");
  }

  private static Finding memory(Machine.Share memory) {
    return memory.isLimited()
        ? Finding.bad(
            "Memory",
            mebibytes(memory.usable())
                + " of the machine's "
                + mebibytes(memory.installed().getAsLong()),
            "a container's limit: this program and all workers have to fit")
        : Finding.good("Memory", mebibytes(memory.usable()));
  }

  private static Finding heap(List<ExplainedFlag> launch) {
    return launch.stream()
        .filter(flag -> flag.flag().startsWith("-Xmx"))
        .findFirst()
        .map(flag -> Finding.good("Heap", flag.flag() + " for each worker: " + flag.reason()))
        .orElseGet(() -> Finding.good("Heap", "as each worker's JVM decides"));
  }

  private static Finding archive(ArchiveState archive) {
    return switch (archive) {
      case READY -> Finding.good("Archive", "there: workers start with half the work");
      case MISSING ->
          Finding.bad("Archive", "none yet", "'procession prepare' makes it; workers start faster");
      case IMPOSSIBLE ->
          Finding.bad(
              "Archive",
              "not possible",
              "if it is not switched off: run the packaged jar, with a cache folder to write to");
    };
  }

  private static Finding streams(boolean canMove) {
    return canMove
        ? Finding.good("Channel", "apart from the standard streams (/bin/sh, /dev/fd)")
        : Finding.bad(
            "Channel",
            "the standard streams: there is no /bin/sh or no /dev/fd",
            "native code that prints to standard output ends its worker; avoid that");
  }

  private static Finding wakeUpCall(Machine machine, List<ExplainedFlag> launch) {
    if (!machine.isLinux()) {
      return Finding.good("setpriv", "only on Linux");
    }
    return launch.stream().anyMatch(flag -> flag.flag().contains("--pdeathsig"))
        ? Finding.good("setpriv", "there: no worker that is stopped outlives a killed program")
        : Finding.bad(
            "setpriv",
            "not usable",
            "install util-linux 2.33 or later; else a stopped worker outlives a killed program");
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
