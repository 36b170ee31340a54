package dev.procession.cli.doctor;

import dev.procession.cli.pool.ExplainedFlag;
import dev.procession.process.launch.ArchiveState;
import java.util.List;

/** The findings of {@code procession doctor}. */
public final class Diagnosis {
  private static final int OLDEST_JAVA = 17;

  private Diagnosis() {}

  /**
   * The findings that are available before a worker is started.
   *
   * @param launch the command line of a worker of a pool of default size
   */
  public static List<Finding> of(
      Machine machine, List<ExplainedFlag> launch, ArchiveState archive) {
    return List.of(
        jdk(machine.jdk()),
        processors(machine.processors()),
        memory(machine.memoryBytes()),
        heap(launch),
        archive(archive),
        streams(machine.canMoveStreams()),
        wakeUpCall(machine, launch));
  }

  private static Finding jdk(Machine.Jdk jdk) {
    String value = jdk.version() + ", " + jdk.vendor() + ", " + jdk.home();
    if (jdk.version().feature() < OLDEST_JAVA) {
      return Finding.bad("JDK", value, "install a JDK, " + OLDEST_JAVA + " or later");
    }
    return jdk.canCompile()
        ? Finding.good("JDK", value)
        : Finding.bad("JDK", value, "it has no compiler: lambdas need a JDK; Class::method works");
  }

  private static Finding processors(Machine.Share processors) {
    return processors.isLimited()
        ? Finding.bad(
            "Processors",
            processors.usable() + " of the machine's " + processors.installed().getAsLong(),
            "a container limit, taskset or a JVM flag restricts this program")
        : Finding.good("Processors", processors.usable() + ", as many workers by default");
  }

  private static Finding memory(Machine.Share memory) {
    return memory.isLimited()
        ? Finding.bad(
            "Memory",
            mebibytes(memory.usable())
                + " of the machine's "
                + mebibytes(memory.installed().getAsLong()),
            "a container limit: this program and all workers must fit into it")
        : Finding.good("Memory", mebibytes(memory.usable()));
  }

  private static Finding heap(List<ExplainedFlag> launch) {
    return launch.stream()
        .filter(flag -> flag.flag().startsWith("-Xmx"))
        .findFirst()
        .map(flag -> Finding.good("Heap", flag.flag() + " for each worker: " + flag.reason()))
        .orElseGet(() -> Finding.good("Heap", "chosen by each worker's JVM"));
  }

  private static Finding archive(ArchiveState archive) {
    return switch (archive) {
      case READY -> Finding.good("Archive", "present: workers start with half the work");
      case MISSING ->
          Finding.bad(
              "Archive",
              "none yet",
              "run 'procession prepare' to create it; workers then start faster");
      case IMPOSSIBLE ->
          Finding.bad(
              "Archive",
              "not possible",
              "unless it is switched off, run the packaged jar and make the cache folder"
                  + " writable");
    };
  }

  private static Finding streams(boolean canMove) {
    return canMove
        ? Finding.good("Channel", "separate from the standard streams (/bin/sh, /dev/fd)")
        : Finding.bad(
            "Channel",
            "the standard streams: there is no /bin/sh or no /dev/fd",
            "avoid native code that prints to standard output: it ends its worker");
  }

  private static Finding wakeUpCall(Machine machine, List<ExplainedFlag> launch) {
    if (!machine.isLinux()) {
      return Finding.good("setpriv", "only on Linux");
    }
    return launch.stream().anyMatch(flag -> flag.flag().contains("--pdeathsig"))
        ? Finding.good("setpriv", "present: a stopped worker does not outlive a killed program")
        : Finding.bad(
            "setpriv",
            "not usable",
            "install util-linux 2.33 or later; otherwise a stopped worker outlives a killed"
                + " program");
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
