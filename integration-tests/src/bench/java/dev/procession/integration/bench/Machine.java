package dev.procession.integration.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Where something was measured.
 *
 * @param processor its name, as far as the system says
 * @param cores how many this JVM may use
 * @param memoryBytes all of it
 * @param jdk the virtual machine and its version
 * @param system the operating system and its version
 * @param python the version of what is compared with, or that there is none
 */
record Machine(
    String processor, int cores, long memoryBytes, String jdk, String system, String python) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  static Machine here() throws InterruptedException {
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
            .getTotalMemorySize(),
        properties("java.vm.name", "java.runtime.version"),
        properties("os.name", "os.version", "os.arch"),
        pythonVersion());
  }

  /** In one line. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%s, %d cores, %.1f GiB; %s; %s; %s",
        processor,
        cores,
        memoryBytes / (double) (1 << 30),
        system,
        jdk,
        python);
  }

  private static String properties(String... names) {
    return String.join(" ", Stream.of(names).map(System::getProperty).toList());
  }

  private static String processorName() {
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unnamed processor");
    } catch (IOException e) {
      return "unnamed processor";
    }
  }

  private static String pythonVersion() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(List.of(LineProgram.PYTHON, "--version"))
              .redirectErrorStream(true)
              .start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor() == 0 ? said : "no Python";
    } catch (IOException e) {
      return "no Python";
    }
  }
}
