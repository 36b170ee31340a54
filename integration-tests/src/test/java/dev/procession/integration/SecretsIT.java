package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What others on the machine, and workers, can see of what is nobody's business. */
final class SecretsIT {
  private static final String SECRET = "hunter2-and-more";
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  /** How files are named, how its processes are found and counted, and what a shell sets. */
  private static final Set<String> MINIMUM =
      Set.of(
          "LC_ALL",
          "LC_CTYPE",
          "LANG",
          "PROCESSION_WORKER",
          "PROCESSION_DEPTH",
          "PWD",
          "OLDPWD",
          "SHLVL",
          "_");

  /** What the process could see of itself while it started: names of files, and their contents. */
  static final Map<String, String> SEEN = new TreeMap<>();

  /** In a worker, before it is ready. */
  static void look() {
    try {
      String commandLine = Files.readString(COMMAND_LINE);
      SEEN.put("command line", commandLine);
      Path arguments =
          Stream.of(commandLine.split("\0"))
              .filter(word -> word.startsWith("@"))
              .map(word -> Path.of(word.substring(1)))
              .findFirst()
              .orElseThrow();
      SEEN.put("arguments", Files.readString(arguments, StandardCharsets.ISO_8859_1));
      SEEN.put("folder", permissions(arguments.getParent()));
      try (Stream<Path> files = Files.list(arguments.getParent())) {
        for (Path file : files.toList()) {
          SEEN.put("file " + file.getFileName(), permissions(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void onlyWhatWasSetIsInTheEnvironment() {
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .inheritEnvironment(false)
            .environment(Map.of("ONLY", "this"))
            .build()) {
      Map<String, String> environment =
          pool.map(x -> new TreeMap<>(System.getenv()), List.of(1)).get(0);

      assertEquals("this", environment.get("ONLY"));
      Set<String> more = new TreeSet<>(environment.keySet());
      more.remove("ONLY");
      more.removeAll(MINIMUM);
      assertEquals(Set.of(), more);
    }
  }

  @Test
  void neitherCommandLineNorFilesTellOthersAnything() {
    Needs.that(Files.exists(COMMAND_LINE), "/proc");
    try (ProcessPool pool =
        ProcessPool.builder()
            .workers(1)
            .environment(Map.of("PASSWORD", SECRET))
            .jvmArgs("-Dpassword=" + SECRET + "-in-jvm-args")
            .initializer(SecretsIT::look)
            .build()) {
      Map<String, String> seen = pool.map(x -> new TreeMap<>(SEEN), List.of(1)).get(0);

      assertFalse(seen.get("command line").contains(SECRET), seen.get("command line"));
      String arguments = seen.get("arguments");
      assertTrue(arguments.contains(SECRET + "-in-jvm-args"), arguments);
      assertFalse(arguments.replace(SECRET + "-in-jvm-args", "").contains(SECRET), arguments);
      assertEquals("rwx------", seen.get("folder"));
      List<String> files = seen.keySet().stream().filter(name -> name.startsWith("file ")).toList();
      assertEquals(List.of("file args-0-1", "file page-0-1"), files);
      files.forEach(file -> assertEquals("rw-------", seen.get(file), file));
    }
  }
}
