package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs whose classes exist in memory only: {@code java Demo.java}. */
final class LauncherIT {
  private static final String DEMO =
      """
      import dev.procession.*;
      import dev.procession.task.*;
      import java.util.*;
      import java.util.stream.*;

      public class Demo {
        record Word(String text, int length) {}

        enum Size { SMALL, LARGE }

        static class Counter {
          static int count;
          int next() { return ++count; }
        }

        static class TooLong extends Exception {
          TooLong(String message) { super(message); }
        }

        static Size sizeOf(Word word) throws TooLong {
          if (word.length() > 9) throw new TooLong(word.text());
          return word.length() > 4 ? Size.LARGE : Size.SMALL;
        }

        public static void main(String[] args) {
          try (ProcessPool pool = ProcessPool.create(2)) {
            System.out.println(pool.map(x -> x * x, List.of(1, 2, 3, 4, 5)));
            List<Word> words = pool.map(t -> new Word(t, t.length()), List.of("one", "three"));
            System.out.println(words);
            System.out.println(pool.map(Demo::sizeOf, words));
            System.out.println(pool.map(x -> new Counter().next() > 0, List.of(1)));
            System.out.println("here " + Counter.count);
            SerializableFunction<Integer, Integer> anonymous = new SerializableFunction<>() {
              public Integer apply(Integer x) { return x + 1; }
            };
            System.out.println(pool.map(anonymous, List.of(1)));
            try {
              pool.map(Demo::sizeOf, List.of(new Word("x", 10)));
            } catch (TaskFailedException e) {
              System.out.println(e.getCause());
            }
            try (Stream<Integer> s = pool.stream(x -> x + 1, Stream.iterate(0, n -> n + 1))) {
              System.out.println(s.limit(100).mapToInt(x -> x).sum());
            }
            SharedMap<String, Word> map = pool.shared().map();
            map.put("one", words.get(0));
            System.out.println(map.get("one"));
            pool.submit(() -> map.put("two", new Word("two", 3))).join();
            Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
            System.out.println(map.get("two"));
          }
        }
      }
      """;

  private static final List<String> DEMO_PRINTS =
      List.of(
          "[1, 4, 9, 16, 25]",
          "[Word[text=one, length=3], Word[text=three, length=5]]",
          "[SMALL, LARGE]",
          "[true]",
          "here 0",
          "[2]",
          "Demo$TooLong: x",
          "5050",
          "Word[text=one, length=3]",
          "Word[text=two, length=3]");

  @TempDir private Path folder;

  @Test
  void sourceFileRunsOnThisJdk() throws IOException {
    assertDemoRunsOn(Jvm.ownHome());
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void sourceFileRunsOnTheOtherJdk() throws IOException {
    assertDemoRunsOn(Needs.otherJdk());
  }

  private void assertDemoRunsOn(Path home) throws IOException {
    Files.writeString(folder.resolve("Demo.java"), DEMO);
    List<String> command =
        List.of(Jvm.java(home), "-cp", Jvm.processionJar().toString(), "Demo.java");

    try (Jvm program = Jvm.start(folder, command)) {
      Jvm.Ended ended = program.end().expect(0);
      assertEquals(DEMO_PRINTS, ended.lines());
      assertEquals("", ended.err());
    }
  }

  /** What is compiled only when it is needed may be needed by a worker first. */
  @Tag("extended")
  @Tag("jdk")
  @Test
  void severalSourceFilesRunWhereTheJdkTakesThem() throws IOException {
    Path home = Needs.jdkFrom(22);
    Files.createDirectories(folder.resolve("part"));
    Files.writeString(
        folder.resolve("part/Part.java"),
        "package part; public record Part(int x) { public int twice() { return Other.twice(x); } }");
    Files.writeString(
        folder.resolve("part/Other.java"),
        "package part; class Other { static int twice(int x) { return 2 * x; } }");
    Files.writeString(
        folder.resolve("Several.java"),
        """
        import dev.procession.ProcessPool;
        import java.util.List;
        public class Several {
          public static void main(String[] args) {
            try (ProcessPool pool = ProcessPool.create(2)) {
              System.out.println(pool.map(x -> new part.Part(x).twice(), List.of(1, 2)));
            }
          }
        }
        """);
    List<String> command =
        List.of(Jvm.java(home), "-cp", Jvm.processionJar().toString(), "Several.java");

    try (Jvm program = Jvm.start(folder, command)) {
      assertEquals("[2, 4]\n", program.end().expect(0).out());
    }
  }
}
