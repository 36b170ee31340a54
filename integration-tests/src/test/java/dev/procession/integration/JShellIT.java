package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people type into JShell works in workers, too, and what they type anew replaces it. */
final class JShellIT {
  /** Each line is a snippet; the last ones print. */
  private static final String SNIPPETS =
      """
      import dev.procession.*
      record Pair(int a, int b) {}
      class Box implements java.io.Serializable { int v = 1; int get() { return v; } }
      enum Size { S { int w() { return 1; } }; abstract int w(); }
      int twice(int x) { return 2 * x; }
      var pool = ProcessPool.create(2)
      void show() { System.out.println(pool.map(x -> new Pair(x, twice(new Box().get())), List.of(4))); }
      show()
      System.out.println(pool.map(s -> s.w() + Stream.of(1, 2).collect(Collectors.summingInt(x -> x)), List.of(Size.S)))
      int twice(int x) { return 20 * x; }
      show()
      class Box implements java.io.Serializable { int v = 1; int get() { return 5 * v; } }
      show()
      record Pair(int a, int b) { public String toString() { return a + " and " + b; } }
      show()
      System.out.println(pool.submit(() -> twice(3)).get())
      class Box implements java.io.Serializable { int v = 1; int get() { return 6 * v; } int other; }
      show()
      pool.close()
      /exit
      """;

  private static final List<String> PRINTED =
      List.of(
          "[Pair[a=4, b=2]]",
          "[4]",
          "[Pair[a=4, b=20]]",
          "[Pair[a=4, b=100]]",
          "[4 and 100]",
          "60",
          "[4 and 120]");

  @TempDir private static Path folder;

  @Test
  void snippetsAndTheirRedefinitionsTravel() {
    assertSnippetsPrintOn(Jvm.ownHome());
  }

  @Test
  void snippetsAndTheirRedefinitionsTravelOnTheOtherJdk() {
    assumeTrue(Jvm.otherJdk().isPresent(), "no other JDK here");

    assertSnippetsPrintOn(Jvm.otherJdk().orElseThrow());
  }

  private void assertSnippetsPrintOn(Path home) {
    Path jshell = home.resolve("bin").resolve("jshell");
    assumeTrue(Files.isExecutable(jshell), "no jshell here");
    List<String> command =
        List.of(
            jshell.toString(),
            "-s",
            "-J-XX:TieredStopAtLevel=1",
            "-R-XX:TieredStopAtLevel=1",
            "--class-path",
            Jvm.processionJar().toString(),
            "-");

    try (Jvm program = Jvm.start(folder, command, SNIPPETS)) {
      Jvm.Ended ended = program.end().expect(0);
      assertEquals(PRINTED, ended.lines(), ended::err);
    }
  }
}
