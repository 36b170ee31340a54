package dev.procession.cli.doctor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Properties of the machine that matter to workers.
 *
 * @param jdk what runs it
 * @param processors how many it may use
 * @param memoryBytes how much it may use, all processes together
 * @param isLinux whether the system is Linux
 * @param canMoveStreams whether workers can have a channel apart from their standard streams
 */
public record Machine(
    Jdk jdk, Share processors, Share memoryBytes, boolean isLinux, boolean canMoveStreams) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+(\\d{1,15}) kB");

  /**
   * A JDK.
   *
   * @param version its version
   * @param vendor who built it
   * @param home its folder
   * @param canCompile whether it has a compiler, which a JRE lacks
   */
  record Jdk(Runtime.Version version, String vendor, String home, boolean canCompile) {}

  /**
   * A share of the machine's resources.
   *
   * @param usable what this JVM may use
   * @param installed what the machine has; empty if unknown
   */
  record Share(long usable, OptionalLong installed) {
    boolean isLimited() {
      return installed.isPresent() && usable < installed.getAsLong();
    }
  }

  /** This machine. */
  public static Machine here() {
    return new Machine(
        new Jdk(
            Runtime.version(),
            System.getProperty("java.vendor", "unknown"),
            System.getProperty("java.home", ""),
            ToolProvider.getSystemJavaCompiler() != null),
        new Share(Runtime.getRuntime().availableProcessors(), installedProcessors()),
        new Share(usableMemoryBytes(), installedMemoryBytes()),
        System.getProperty("os.name", "").equals("Linux"),
        Files.isExecutable(Path.of("/bin/sh")) && Files.isDirectory(Path.of("/dev/fd")));
  }

  private static long usableMemoryBytes() {
    try {
      return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
          .getTotalMemorySize();
    } catch (RuntimeException | Error e) {
      // On 17 the bean cannot be loaded where the locale is not installed and a path is not ASCII.
      return installedMemoryBytes().orElseGet(() -> Runtime.getRuntime().maxMemory());
    }
  }

  private static OptionalLong installedProcessors() {
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      long count = lines.filter(line -> line.matches("processor\\s*:.*")).count();
      return count == 0 ? OptionalLong.empty() : OptionalLong.of(count);
    } catch (IOException e) {
      // Only on Linux.
      return OptionalLong.empty();
    }
  }

  private static OptionalLong installedMemoryBytes() {
    try (Stream<String> lines = Files.lines(MEMORY)) {
      return lines
          .map(TOTAL::matcher)
          .filter(Matcher::matches)
          .mapToLong(matcher -> Long.parseLong(matcher.group(1)) << 10)
          .findFirst();
    } catch (IOException e) {
      // As above.
      return OptionalLong.empty();
    }
  }
}
