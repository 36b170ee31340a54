package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator of one JDK with workers of another, both ways. */
@Tag("extended")
@Tag("jdk")
final class OtherJdkIT {
  private Path other;

  @TempDir private Path folder;

  @BeforeEach
  void takeOtherJdk() {
    other = Needs.otherJdk();
  }

  /** Starts workers of the JDK that is its argument, which fetch all their classes. */
  static final class Mixed {
    record Item(UUID id, Map<String, Duration> times) {}

    public static void main(String[] arguments) {
      try (ProcessPool pool =
          ProcessPool.builder()
              .workers(2)
              .javaHome(Path.of(arguments[0]))
              .classPath(Path.of(arguments[1]))
              .build()) {
        int factor = 3;
        System.out.println(pool.map(x -> Runtime.version().feature(), List.of(1)));
        System.out.println(pool.map(x -> x * factor, List.of(1, 2)));
        Item item = new Item(new UUID(1, 2), new TreeMap<>(Map.of("a", Duration.ofSeconds(1))));
        System.out.println(pool.map(i -> i.equals(item) ? i : null, List.of(item)));
        System.out.println(pool.outcomes(x -> 1 / x, List.of(0)).toList().get(0));
      }
    }
  }

  @Test
  void workersOfTheOtherJdkWork() {
    assertWorks(Jvm.ownHome(), other);
  }

  @Test
  void coordinatorOfTheOtherJdkWorks() {
    assertWorks(other, Jvm.ownHome());
  }

  private void assertWorks(Path coordinator, Path workers) {
    List<String> command =
        List.of(
            Jvm.java(coordinator),
            "-cp",
            System.getProperty("java.class.path"),
            Mixed.class.getName(),
            workers.toString(),
            folder.toString());

    try (Jvm program = Jvm.start(folder, command)) {
      Jvm.Ended ended = program.end().expect(0);
      List<String> lines = ended.lines();
      assertEquals("[" + Jvm.feature(workers).orElseThrow() + "]", lines.get(0));
      assertEquals("[3, 6]", lines.get(1));
      assertEquals("[Item[id=00000000-0000-0001-0000-000000000002, times={a=PT1S}]]", lines.get(2));
      assertTrue(lines.get(3).contains("ArithmeticException"), lines.get(3));
      assertEquals("", ended.err());
    }
  }

  @Test
  void classesThatAreTooNewForTheWorkersAreNamed() throws IOException {
    Path newer = newer(Jvm.ownHome(), other);
    Path older = newer.equals(other) ? Jvm.ownHome() : other;
    Files.writeString(
        folder.resolve("Demo.java"),
        """
        import dev.procession.*;
        import java.util.*;
        public class Demo {
          public static void main(String[] args) {
            try (var pool = ProcessPool.builder().workers(1).javaHome(java.nio.file.Path.of(args[0])).build()) {
              pool.map(x -> x + 1, List.of(1));
            }
          }
        }
        """);
    List<String> command =
        List.of(
            Jvm.java(newer), "-cp", Jvm.processionJar().toString(), "Demo.java", older.toString());

    try (Jvm program = Jvm.start(folder, command)) {
      String error = program.end().expect(1).err();
      assertTrue(error.contains("SerializationException"), error);
      assertTrue(error.contains("UnsupportedClassVersionError"), error);
      assertTrue(error.contains("class: Demo"), error);
    }
  }

  private static Path newer(Path one, Path two) {
    int first = Integer.parseInt(Jvm.feature(one).orElseThrow());
    return first > Integer.parseInt(Jvm.feature(two).orElseThrow()) ? one : two;
  }
}
