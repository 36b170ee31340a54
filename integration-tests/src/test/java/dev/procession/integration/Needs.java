package dev.procession.integration;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * What a test needs of the machine and a user may not have: the test is skipped where it is
 * missing, and says why. Where {@code CI} is {@code true}, it fails: nothing is skipped there.
 */
final class Needs {
  private static final boolean IS_CI = Boolean.parseBoolean(System.getenv("CI"));

  private Needs() {}

  /** Skips the test, or fails it, unless that is there. */
  static void that(boolean isThere, String missing) {
    if (!isThere) {
      if (IS_CI) {
        throw new AssertionError("this machine lacks what a test needs: " + missing);
      }
      throw new TestAbortedException(missing);
    }
  }

  static <T> T present(Optional<T> needed, String missing) {
    that(needed.isPresent(), missing);
    return needed.orElseThrow();
  }

  /** A program of one of these names on the {@code PATH}. */
  static Path program(String... names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    Optional<Path> found =
        Stream.of(names)
            .flatMap(name -> Stream.of(path.split(File.pathSeparator)).map(f -> Path.of(f, name)))
            .filter(Files::isExecutable)
            .findFirst();
    return present(found, "none of these on the PATH: " + List.of(names));
  }

  /** That such a command can be run, with success. */
  static void command(List<String> command) throws InterruptedException {
    boolean works;
    try {
      works = new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      works = false;
    }
    that(works, "a working " + String.join(" ", command));
  }

  /** A JDK of another version than this one. */
  static Path otherJdk() {
    return present(Jvm.otherJdk(), "a JDK of another version under /usr/lib/jvm");
  }

  /** This JDK, or another one, of that version or a later one. */
  static Path jdkFrom(int feature) {
    return present(
        Stream.concat(Stream.of(Jvm.ownHome()), Jvm.otherJdk().stream())
            .filter(home -> Integer.parseInt(Jvm.feature(home).orElseThrow()) >= feature)
            .findFirst(),
        "a JDK of version " + feature + " or later under /usr/lib/jvm");
  }
}
