package dev.procession.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Has the kernel wake a worker up when its coordinator dies.
 *
 * <p>A worker whose coordinator is gone sees its standard input end, and halts. One that has been
 * stopped ({@code SIGSTOP}) sees nothing, and would outlive its coordinator. So it is launched
 * through {@code setpriv} of util-linux, on Linux, which asks for {@code SIGCONT} when the parent
 * dies and then becomes the JVM. That signal does nothing to a process that runs, which matters
 * because for the kernel the parent is the thread that launched: its end is enough. {@link
 * WorkerProcess} has a thread that lives as long as the process.
 */
final class WakeUpCall {
  private static final String OPTION = "--pdeathsig";
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/bin/setpriv"), Path.of("/bin/setpriv"));
  private static final long MAX_PROGRAM_BYTES = 4 << 20;

  /** What comes before a command of this machine's. */
  private static final List<String> OF_THIS_MACHINE =
      System.getProperty("os.name", "").equals("Linux") ? prefix(PLACES) : List.of();

  private WakeUpCall() {}

  /** What comes before the command of a process that is to be woken up; empty where nobody can. */
  static List<String> prefix() {
    return OF_THIS_MACHINE;
  }

  static List<String> prefix(List<Path> places) {
    Optional<Path> program = places.stream().filter(WakeUpCall::knowsTheOption).findFirst();
    return program.map(path -> List.of(path.toString(), OPTION, "CONT")).orElse(List.of());
  }

  /**
   * Busybox has a program of that name without the option, and util-linux had none before 2.33. To
   * look into the program costs a fraction of what it costs to run it.
   */
  private static boolean knowsTheOption(Path program) {
    try {
      return Files.isExecutable(program)
          && Files.size(program) <= MAX_PROGRAM_BYTES
          && Files.readString(program, StandardCharsets.ISO_8859_1).contains(OPTION.substring(2));
    } catch (IOException e) {
      // Not for us to read.
      return false;
    }
  }
}
