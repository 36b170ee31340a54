package dev.procession.process.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the kernel wake up a worker when its coordinator dies.
 *
 * <p>A worker whose coordinator has exited reads the end of its standard input, and halts. A worker
 * that is stopped ({@code SIGSTOP}) reads nothing and would outlive its coordinator. Therefore it
 * is launched through {@code setpriv} of util-linux, on Linux, which asks for {@code SIGCONT} when
 * the parent dies and then becomes the JVM. That signal does nothing to a process that runs, which
 * matters because for the kernel the parent is the launching thread, whose end is enough. {@link
 * WorkerProcess} has a thread that lives as long as the process.
 */
final class ParentDeathSignal {
  private static final String OPTION = "--pdeathsig";
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/bin/setpriv"), Path.of("/bin/setpriv"));
  private static final long MAX_PROGRAM_BYTES = 4 << 20;

  /** The prefix of a command on this machine. */
  private static final List<String> OF_THIS_MACHINE =
      System.getProperty("os.name", "").equals("Linux") ? prefix(PLACES) : List.of();

  private ParentDeathSignal() {}

  /** The prefix of a command that enables the wake-up; empty if that is not possible. */
  static List<String> prefix() {
    return OF_THIS_MACHINE;
  }

  static List<String> prefix(List<Path> places) {
    for (Path program : places) {
      if (knowsTheOption(program)) {
        return List.of(program.toString(), OPTION, "CONT");
      }
    }
    return List.of();
  }

  /**
   * Busybox has a program of that name without the option, and util-linux had none before 2.33.
   * Searching the program file costs a fraction of running it.
   */
  private static boolean knowsTheOption(Path program) {
    try {
      return Files.isExecutable(program)
          && Files.size(program) <= MAX_PROGRAM_BYTES
          && new String(Files.readAllBytes(program), StandardCharsets.ISO_8859_1)
              .contains(OPTION.substring(2));
    } catch (IOException e) {
      // Not readable.
      return false;
    }
  }
}
