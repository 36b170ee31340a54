package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a coordinator loads before its first result. Most of a short program's time goes there, and
 * unlike time, classes can be counted on a busy machine.
 */
class ColdStartIT {
  /**
   * As many as there were when this was last looked at, and a few for threads that overtake each
   * other. Whoever needs more should first look for what can be loaded after the first result.
   */
  private static final int MOST_CLASSES_OF_OURS = 400;

  /** Likewise, those that the JVM has in no archive of its own: a third of them are the JDK's. */
  private static final int MOST_CLASSES = 600;

  private static final int TRIES = 5;

  /** What a first result needs nothing of. */
  private static final List<String> UNNEEDED =
      List.of(
          "java.lang.management.",
          "com.sun.management.",
          "sun.security.provider.",
          "java.security.Provider",
          "java.util.stream.Nodes",
          "java.util.ServiceLoader",
          "java.lang.runtime.ObjectMethods",
          "java.lang.invoke.VarHandleByteArray",
          "org.slf4j.spi.",
          "jdk.jfr.internal.");

  /** Ends its list of classes with one of its own. */
  static final class Program {
    private static final class End {}

    public static void main(String[] arguments) {
      try (ProcessPool pool = ProcessPool.create(1)) {
        List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3, 4, 5));
        new End();
        System.out.println(squares);
      }
    }
  }

  @TempDir private Path folder;

  private List<String> classesOfFirstResult() throws IOException {
    Path log = folder.resolve("classes.txt");
    List<String> flags =
        List.of(
            "-Xshare:auto",
            "-Xlog:class+load:file=" + log + "::filecount=0",
            "-cp",
            classPathWithoutLogger());
    try (Jvm program = Jvm.startMain(flags, Program.class)) {
      assertEquals("[1, 4, 9, 16, 25]", program.end().expect(0).out().strip());
    }
    try (Stream<String> lines = Files.lines(log)) {
      List<String> loaded =
          lines
              .filter(line -> line.contains(" source: "))
              .takeWhile(line -> !line.contains(Program.class.getName() + "$End "))
              .filter(line -> !line.contains("shared objects file"))
              .map(line -> line.substring(line.indexOf(']', line.indexOf("load")) + 1).strip())
              .toList();
      assertFalse(loaded.isEmpty());
      return loaded;
    }
  }

  /** Most programs have a logger, which has its own cost; here it would hide ours. */
  private static String classPathWithoutLogger() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("slf4j-simple"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void firstResultNeedsNoMoreClassesThanBefore() throws IOException {
    List<String> loaded = classesOfFirstResult();
    // On a busy machine the result may come after what is loaded half a second later.
    for (int i = 1; i < TRIES && !isWithinLimits(loaded); i++) {
      loaded = classesOfFirstResult();
    }

    List<String> last = loaded;
    assertTrue(
        isWithinLimits(loaded),
        () -> ours(last) + " of ours, " + last.size() + " in all: " + String.join("\n", last));
  }

  private static boolean isWithinLimits(List<String> loaded) {
    return ours(loaded) <= MOST_CLASSES_OF_OURS && loaded.size() <= MOST_CLASSES;
  }

  private static long ours(List<String> loaded) {
    return loaded.stream().filter(line -> line.startsWith("dev.procession.")).count();
  }

  @Test
  void firstResultNeedsNoManagementProvidersStreamsOrLogging() throws IOException {
    List<String> unneeded = unneeded(classesOfFirstResult());
    // As above.
    for (int i = 1; i < TRIES && !unneeded.isEmpty(); i++) {
      unneeded = unneeded(classesOfFirstResult());
    }

    assertEquals(List.of(), unneeded);
  }

  private static List<String> unneeded(List<String> loaded) {
    return loaded.stream().filter(line -> UNNEEDED.stream().anyMatch(line::startsWith)).toList();
  }
}
