package dev.procession.process.launch;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The memory available to the workers of this process, according to all limits.
 *
 * @param totalBytes the machine's memory, or that of the control group, which containers have
 * @param availableBytes the part of it not used by other programs
 * @param addressSpaceBytes the address space that one process may reserve, as limited by {@code
 *     ulimit -v} and {@code -d}
 */
record MemoryLimits(long totalBytes, long availableBytes, OptionalLong addressSpaceBytes) {
  private static final double LARGEST_HEAP_SHARE = 0.25;
  private static final double WORKERS_MEMORY_SHARE = 0.6;
  private static final long MIN_HEAP_BYTES = 64L << 20;

  /** The heap's share of the address space; the rest is for classes, code and stacks. */
  private static final double HEAP_SHARE_OF_ADDRESSES = 0.4;

  private static final double CLASS_SHARE_OF_ADDRESSES = 0.1;
  private static final double CODE_SHARE_OF_ADDRESSES = 0.05;
  private static final long USUAL_CLASS_BYTES = 1L << 30;
  private static final long USUAL_CODE_BYTES = 240L << 20;

  /** A JVM adjusts other sizes, with a warning. */
  private static final long GRANULE_BYTES = 16L << 20;

  /** So many fit into a number. */
  private static final int MAX_DIGITS = 18;

  private static final long MIN_CLASS_BYTES = 32L << 20;
  private static final long MIN_CODE_BYTES = 16L << 20;

  /** The limits of this process. */
  static MemoryLimits now() {
    return of(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
  }

  /** Read from the kernel's files, if there are any. */
  static MemoryLimits of(Path proc, Path groups) {
    List<String> memory = lines(proc.resolve("meminfo"));
    OptionalLong machine = number(memory, "MemTotal:", 1024);
    if (machine.isEmpty()) {
      long total = totalOfBean();
      return new MemoryLimits(total, total, OptionalLong.empty());
    }
    long total = machine.getAsLong();
    long available = number(memory, "MemAvailable:", 1024).orElse(total);
    for (String line : lines(proc.resolve("self").resolve("cgroup"))) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3
          && (parts[1].isEmpty() || List.of(parts[1].split(",")).contains("memory"))) {
        Path root = parts[1].isEmpty() ? groups : groups.resolve("memory");
        String limit = parts[1].isEmpty() ? "memory.max" : "memory.limit_in_bytes";
        String usage = parts[1].isEmpty() ? "memory.current" : "memory.usage_in_bytes";
        // A control group is subject to the limits of its ancestors. In a container, only the root
        // may be
        // visible.
        for (Path group = root.resolve("." + parts[2]).normalize();
            group != null && group.startsWith(root);
            group = group.getParent()) {
          long most = number(lines(group.resolve(limit)), "", 1).orElse(Long.MAX_VALUE);
          if (most < machine.getAsLong()) {
            total = Math.min(total, most);
            long used = number(lines(group.resolve(usage)), "", 1).orElse(0);
            long cached =
                number(lines(group.resolve("memory.stat")), "inactive_file ", 1).orElse(0);
            available = Math.min(available, Math.max(0, most - used + cached));
          }
        }
      }
    }
    List<String> limits = lines(proc.resolve("self").resolve("limits"));
    long addresses =
        Math.min(
            number(limits, "Max address space", 1).orElse(Long.MAX_VALUE),
            number(limits, "Max data size", 1).orElse(Long.MAX_VALUE));
    return new MemoryLimits(
        total,
        available,
        addresses == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(addresses));
  }

  /** The default maximum heap of each of {@code workers}. */
  long heapBytes(int workers) {
    double share = Math.min(LARGEST_HEAP_SHARE, WORKERS_MEMORY_SHARE / workers) * totalBytes;
    share = Math.min(share, (double) availableBytes / workers);
    if (addressSpaceBytes.isPresent()) {
      share = Math.min(share, addressSpaceBytes.getAsLong() * HEAP_SHARE_OF_ADDRESSES);
    }
    return Math.max(MIN_HEAP_BYTES, (long) share);
  }

  /** Flags for a JVM that cannot reserve its usual address space. */
  List<LaunchFlag> reservations() {
    if (addressSpaceBytes.isEmpty()) {
      return List.of();
    }
    long bytes = addressSpaceBytes.getAsLong();
    String why =
        "fits into the address space that a process may reserve here (ulimit -v, ulimit" + " -d)";
    return List.of(
        new LaunchFlag(
            "-XX:CompressedClassSpaceSize="
                + between(MIN_CLASS_BYTES, bytes * CLASS_SHARE_OF_ADDRESSES, USUAL_CLASS_BYTES),
            why),
        new LaunchFlag(
            "-XX:ReservedCodeCacheSize="
                + between(MIN_CODE_BYTES, bytes * CODE_SHARE_OF_ADDRESSES, USUAL_CODE_BYTES),
            why));
  }

  private static long between(long least, double wanted, long most) {
    return Math.max(least, Math.min((long) wanted, most)) / GRANULE_BYTES * GRANULE_BYTES;
  }

  /** The number after {@code label}, in bytes; empty if there is none, as in "unlimited". */
  private static OptionalLong number(List<String> lines, String label, long unit) {
    for (String line : lines) {
      if (line.startsWith(label)) {
        String rest = line.substring(label.length()).trim();
        int digits = 0;
        while (digits < rest.length() && rest.charAt(digits) >= '0' && rest.charAt(digits) <= '9') {
          digits++;
        }
        boolean isWord = digits == rest.length() || Character.isWhitespace(rest.charAt(digits));
        // A limit of version 1 that is not set is near the largest number.
        return isWord && digits > 0 && digits <= MAX_DIGITS
            ? OptionalLong.of(Long.parseLong(rest.substring(0, digits)) * unit)
            : OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }

  private static List<String> lines(Path file) {
    try {
      // Not with a reader, which these few lines would load, and its decoder.
      return List.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).split("\n"));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static long totalOfBean() {
    try {
      return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
          .getTotalMemorySize();
    } catch (RuntimeException | Error e) {
      return Math.round(Runtime.getRuntime().maxMemory() / LARGEST_HEAP_SHARE);
    }
  }
}
