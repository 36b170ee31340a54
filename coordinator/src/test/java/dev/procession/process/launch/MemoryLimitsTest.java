package dev.procession.process.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryLimitsTest {
  private static final long GIB = 1L << 30;

  @TempDir Path folder;

  @BeforeEach
  void haveAMachineOf16Gib() throws IOException {
    file("proc/meminfo", "MemTotal:       16777216 kB\nMemAvailable:   12582912 kB\n");
    file("proc/self/cgroup", "0::/\n");
    file("proc/self/limits", "Limit  Soft Limit  Hard Limit  Units\n");
  }

  @Test
  void machineIsTheLimitWhereThereIsNoOther() {
    assertEquals(new MemoryLimits(16 * GIB, 12 * GIB, OptionalLong.empty()), limits());
    assertEquals(4 * GIB, limits().heapBytes(1));
    assertEquals((long) (16 * GIB * 0.6 / 8), limits().heapBytes(8));
    assertEquals(List.of(), limits().reservations());
  }

  @Test
  void controlGroupsAreHeldToTheLimitsAroundThem() throws IOException {
    file("proc/self/cgroup", "0::/outer/inner\n");
    file("groups/outer/memory.max", "4294967296\n");
    file("groups/outer/memory.current", "3221225472\n");
    file("groups/outer/memory.stat", "anon 5\ninactive_file 1073741824\n");
    file("groups/outer/inner/memory.max", "max\n");

    assertEquals(new MemoryLimits(4 * GIB, 2 * GIB, OptionalLong.empty()), limits());
  }

  @Test
  void controlGroupsOfVersion1Count() throws IOException {
    file("proc/self/cgroup", "5:cpu,cpuacct:/x\n4:memory:/box\n");
    file("groups/memory/memory.limit_in_bytes", "9223372036854771712\n");
    file("groups/memory/box/memory.limit_in_bytes", "2147483648\n");

    assertEquals(2 * GIB, limits().totalBytes());
  }

  @Test
  void memoryThatOtherProgramsUseIsNotSharedOut() throws IOException {
    file("proc/meminfo", "MemTotal: 16777216 kB\nMemAvailable: 2097152 kB\n");

    assertEquals(GIB, limits().heapBytes(2));
  }

  @Test
  void heapFitsIntoWhatAProcessMayReserve() throws IOException {
    file(
        "proc/self/limits",
        """
        Max data size             unlimited            unlimited            bytes
        Max address space         4294967296           unlimited            bytes
        """);

    assertEquals(OptionalLong.of(4 * GIB), limits().addressSpaceBytes());
    assertTrue(limits().heapBytes(1) < 2 * GIB);
    assertEquals(
        List.of("-XX:CompressedClassSpaceSize=419430400", "-XX:ReservedCodeCacheSize=201326592"),
        limits().reservations().stream().map(LaunchFlag::text).toList());
  }

  @Test
  void thisMachineHasMemory() {
    MemoryLimits here = MemoryLimits.now();

    assertTrue(here.totalBytes() >= here.availableBytes(), here.toString());
    assertTrue(here.availableBytes() > 0, here.toString());
  }

  private MemoryLimits limits() {
    return MemoryLimits.of(folder.resolve("proc"), folder.resolve("groups"));
  }

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
