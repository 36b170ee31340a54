package dev.procession.process.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the class-data archive of a program of the user's: a dynamic CDS archive before JDK 25, an
 * AOT cache since then. The program runs once, as it always does, and its JVM archives what it has
 * loaded when it exits.
 *
 * <p>The archive gets its name when it is complete, and after a JVM has accepted it: one that is
 * given a damaged archive crashes.
 */
public final class ProgramArchive {
  private static final int FIRST_WITH_AOT = 25;

  private final Path file;
  private final boolean isAot;

  /**
   * An archive for the JDK of this JVM.
   *
   * @param file its path; replaced if it exists
   */
  public ProgramArchive(Path file) {
    this.file = file.toAbsolutePath();
    this.isAot = Runtime.version().feature() >= FIRST_WITH_AOT;
  }

  /** What the program's JVM has to be told to start from it; a mismatched one is then ignored. */
  public List<String> flags() {
    return List.of(using(file), isAot ? "-Xlog:aot*=off" : "-Xlog:cds*=off");
  }

  /**
   * Runs the program, with its output on standard error.
   *
   * @param classPath its class path
   * @param main its main class and its arguments
   * @throws IOException says why there is no archive
   * @throws InterruptedException if interrupted meanwhile; the program is killed then
   */
  public void make(String classPath, List<String> main) throws IOException, InterruptedException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.deleteIfExists(unfinished);
    try {
      List<String> training = new ArrayList<>();
      training.add((isAot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + unfinished);
      training.add(isAot ? "-Xlog:aot*=off" : "-Xlog:cds*=off");
      training.addAll(List.of("-cp", classPath));
      training.addAll(main);
      int code = run(training, true);
      if (code != 0) {
        throw new IOException("the program ended with exit code " + code);
      }
      List<String> check = new ArrayList<>();
      check.addAll(List.of(using(unfinished), isAot ? "-XX:AOTMode=on" : "-Xshare:on"));
      check.addAll(List.of("-cp", classPath, "-version"));
      if (!Files.exists(unfinished) || run(check, false) != 0) {
        throw new IOException("the JVM wrote no archive that it accepts");
      }
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private String using(Path archive) {
    return (isAot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive;
  }

  private static int run(List<String> arguments, boolean isShown)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    // An agent, say, would keep it from being made.
    builder.environment().keySet().removeAll(LaunchOptions.JVM_VARIABLES);
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
    if (!isShown) {
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }
    Process process = builder.start();
    try {
      process.getInputStream().transferTo(System.err);
      return process.waitFor();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
