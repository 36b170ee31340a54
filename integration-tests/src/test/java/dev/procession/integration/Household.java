package dev.procession.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A process and all that it and its children and theirs start, whoever is left of them and whoever
 * their parent is by now: told by an environment variable, which all of them inherit. Only where
 * there is {@code /proc}.
 */
final class Household {
  private static final String VARIABLE = "PROCESSION_HOUSEHOLD";
  private static final Path PROCESSES = Path.of("/proc");

  private final String name = UUID.randomUUID().toString();

  /** Makes what is started from it the head of the household. */
  ProcessBuilder head(ProcessBuilder builder) {
    builder.environment().put(VARIABLE, name);
    return builder;
  }

  /** Those that are alive, each with its command line. */
  List<String> alive() {
    try (Stream<Path> entries = Files.list(PROCESSES)) {
      return entries
          .filter(entry -> Character.isDigit(entry.getFileName().toString().charAt(0)))
          .filter(process -> text(process.resolve("environ")).contains(VARIABLE + "=" + name))
          .filter(process -> !Pids.isZombie(Long.parseLong(process.getFileName().toString())))
          .map(process -> process.getFileName() + " " + text(process.resolve("cmdline")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends them all. */
  void kill() {
    for (String process : alive()) {
      long pid = Long.parseLong(process.substring(0, process.indexOf(' ')));
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  /** Empty for a process that has gone meanwhile, or belongs to another user. */
  private static String text(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return new String(bytes, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    } catch (IOException e) {
      return "";
    }
  }
}
