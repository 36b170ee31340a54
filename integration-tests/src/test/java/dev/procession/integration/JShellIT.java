package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
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
      int factor = 10
      System.out.println(pool.map(x -> x * factor, List.of(1, 2)))
      factor = 20
      var table = List.of(7, 8)
      int times(int x) { return x * factor; }
      System.out.println(pool.map(x -> table.get(x) + times(x), List.of(0, 1)))
      System.out.println(pool.submit(() -> factor).get() + pool.submit(() -> List.of(1, 2).stream().mapToInt(y -> y * factor).sum()).get())
      var counter = new java.util.concurrent.atomic.AtomicInteger(5)
      System.out.println(pool.map(x -> counter.incrementAndGet(), List.of(1)) + " " + counter)
      var nobody = new Thread()
      try { pool.submit(() -> nobody.getName()); } catch (SerializationException e) { System.out.println(e.getMessage().contains("the JShell variable nobody")); }
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
          "[4 and 120]",
          "[10, 20]",
          "[7, 28]",
          "80",
          "[6] 5",
          "true");

  @TempDir private static Path folder;

  @Test
  void snippetsAndTheirRedefinitionsTravel() {
    assertSnippetsPrintOn(Jvm.ownHome());
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void snippetsAndTheirRedefinitionsTravelOnTheOtherJdk() {
    assertSnippetsPrintOn(Needs.otherJdk());
  }

  /** Here, since the thread that waits is stopped in the way of JShell, and of nothing else. */
  @Test
  void ctrlCStopsTheTaskThatIsWaitedFor() throws InterruptedException {
    assertCtrlCStops(
        Jvm.ownHome(),
        "pool.map(x -> hang(x), List.of(ITEM))",
        "pool.submit(() -> hang(ITEM)).get()");
  }

  @Tag("extended")
  @Test
  void ctrlCStopsTheTaskThatIsWaitedForInAnotherWay() throws InterruptedException {
    assertCtrlCStops(
        Jvm.ownHome(),
        "pool.submit(() -> hang(ITEM)).join()",
        "pool.submit(() -> hang(ITEM)).get(1, TimeUnit.HOURS)",
        "pool.mapAsync(x -> hang(x), List.of(ITEM)).join()",
        "pool.invokeAll(List.of(() -> hang(ITEM)))",
        "pool.isolate(IntUnaryOperator.class, () -> x -> hang(x)).applyAsInt(ITEM)");
  }

  @Tag("extended")
  @Test
  void ctrlCStopsTheTaskThatIsWaitedForOnTheOtherJdk() throws InterruptedException {
    assertCtrlCStops(
        Needs.otherJdk(),
        "pool.map(x -> hang(x), List.of(ITEM))",
        "pool.submit(() -> hang(ITEM)).get()");
  }

  /** Each wait is for a task that hangs; the only worker runs another one after it. */
  private static void assertCtrlCStops(Path home, String... waits) throws InterruptedException {
    Pty.need();
    Gate begun = Gate.closed();
    String start =
        "TERM=xterm '%s' -s -J-XX:TieredStopAtLevel=1 -R-XX:TieredStopAtLevel=1 --class-path '%s'"
            .formatted(home.resolve("bin/jshell"), Jvm.processionJar());
    String hang =
        "int hang(int x) { try { new File(\"%s/\" + x).createNewFile(); Thread.sleep(600000); }"
            .formatted(begun.folder());
    try (Pty shell = Pty.start(start)) {
      shell.type("import java.util.concurrent.*; import java.util.function.*\r");
      shell.type("var pool = dev.procession.ProcessPool.create(1)\r");
      shell.type(hang + " catch (Exception e) { return -1; } return x; }\r");
      for (int i = 0; i < waits.length; i++) {
        shell.type(waits[i].replace("ITEM", "" + i) + "\r");
        Path file = Path.of(begun.folder(), "" + i);
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(file));

        shell.type(Pty.CTRL_C);

        String next =
            "System.out.println(\"next\" + %d + pool.map(x -> x * 2, List.of(8)))\r".formatted(i);
        String printed = "next" + i + "[16]";
        // What is typed before JShell is ready again may be lost.
        await()
            .atMost(Duration.ofMinutes(1))
            .pollInterval(Duration.ofSeconds(2))
            .until(
                () -> {
                  shell.type(next);
                  return shell.shown().contains(printed);
                });
      }
    }
  }

  private void assertSnippetsPrintOn(Path home) {
    Path jshell = home.resolve("bin").resolve("jshell");
    Needs.that(Files.isExecutable(jshell), jshell.toString());
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
      assertTrue(ended.err().contains("A task uses counter (an AtomicInteger)."), ended::err);
    }
  }
}
