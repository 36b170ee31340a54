package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.integration.Jvm.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code procession map}: what its options for items and results do with real workers. */
final class MapCommandIT {
  @TempDir private Path folder;

  @Test
  void killedCommandIsResumedWithoutLossOrRepetition() throws IOException {
    List<String> items = IntStream.rangeClosed(1, 60).mapToObj(String::valueOf).toList();
    String stuckAt31 =
        "x -> { while (x == 31 && !Files.exists(Path.of(\"go\"))) Thread.onSpinWait(); return x; }";
    List<String> options = new ArrayList<>(List.of("-j", "2", "--joblog", "log"));
    List<String> before;
    try (Jvm program = ProcessionCommand.start(folder, command(options, stuckAt31, items))) {
      before = program.awaitLines(30);
      await().atMost(Duration.ofSeconds(60)).until(() -> doneInLog().size() == 30);
      program.kill();
    }
    Files.createFile(folder.resolve("go"));

    options.add("--resume");
    List<String> after = run(options, stuckAt31, items).expect(0).lines();

    assertEquals(items.subList(0, 30), before);
    assertEquals(items.subList(30, 60), after);
    assertEquals(items, doneInLog());
  }

  /** The command's jar has a version of its own. */
  @Tag("extended")
  @Tag("jdk")
  @Test
  void functionsGetTheUsersVersionOfALibrary() {
    String library =
        """
        package picocli;
        public class CommandLine {
          public static String whose() { return "mine"; }
        }
        """;
    String user =
        """
        package app;
        public class Uses {
          public static String library(String item) { return picocli.CommandLine.whose() + item; }
        }
        """;
    String path = Compiled.of(library, user).into(folder.resolve("classes")).toString();

    String named =
        ProcessionCommand.run(folder, "map", "-j", "1", "-cp", path, "app.Uses::library", "1")
            .expect(0)
            .out();
    String compiled =
        ProcessionCommand.run(
                folder, "map", "-j", "1", "-cp", path, "x -> picocli.CommandLine.whose() + x", "2")
            .expect(0)
            .out();

    assertEquals("mine1\nmine2\n", named + compiled);
  }

  @Tag("extended")
  @Test
  void logSaysHowAWorkerDied() throws IOException {
    String dying =
        "x -> { if (x == 1) Runtime.getRuntime().halt(7); if (x == 2) new ProcessBuilder(\"kill\","
            + " \"-9\", \"\" + ProcessHandle.current().pid()).start().waitFor();"
            + " if (x == 3) throw new IOException(\"broken\"); return ProcessHandle.current().pid(); }";

    Ended ended =
        run(
                List.of("-j", "1", "--keep-going", "--joblog", "log"),
                dying,
                List.of("1", "2", "3", "4"))
            .expect(1);

    List<List<String>> lines = log();
    assertEquals(
        List.of("7 0 1", "137 9 2", "1 0 3", "0 0 4"),
        lines.stream().map(line -> line.get(6) + " " + line.get(7) + " " + line.get(8)).toList());
    assertEquals(ended.out(), lines.get(3).get(9) + "\n");
    assertEquals(lines.get(2).get(9), lines.get(3).get(9), "the worker that threw goes on");
    assertTrue(ended.err().contains("failed: java.io.IOException: broken\n"), ended.err());
  }

  @Tag("extended")
  @Test
  void initRunsOnceInEachWorkerAndSharesItsClasses() throws IOException {
    compile(
        "Mine",
        "public class Mine { static int calls; static void prepare() { calls += 10; }"
            + " public static int calls(long item) { return calls; } }");
    String code =
        "var m = Mine.class.getDeclaredMethod(\"prepare\"); m.setAccessible(true); m.invoke(null);";
    for (String init : List.of("Mine::prepare", code)) {
      for (String function : List.of("x -> Mine.calls(x)", "Mine::calls")) {
        List<String> options = List.of("-j", "2", "-n", "1", "-cp", ".", "--init", init);
        Ended ended = run(options, function, List.of("1", "2", "3", "4"));
        assertEquals(Collections.nCopies(4, "10"), ended.expect(0).lines(), init + " " + function);
      }
    }
  }

  @Tag("extended")
  @Test
  void initThatFailsEndsWithThreeAndItsText() {
    Ended ended =
        run(List.of("--init", "Integer.parseInt(\"x\")"), "x -> x", List.of("1")).expect(3);

    String said =
        "procession: --init failed in the worker: java.lang.NumberFormatException: For input";
    assertTrue(ended.err().startsWith(said), ended.err());
    assertEquals(1, ended.err().lines().count(), ended.err());
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void recordsOfTheUsersClassPathAreReadFromJsonAndWrittenToIt() throws IOException {
    compile(
        "Shop",
        "public class Shop { public record Order(String item, int count, java.time.LocalDate day) {"
            + " public Order next() { return new Order(item, count + 1, day.plusDays(1)); } } }");
    String lines =
        """
        {"item": "tea", "count": 2, "day": "2024-02-28", "more": [1]}
        {"item": "bun", "count": "two", "day": "2024-02-28"}
        """;
    Files.writeString(folder.resolve("orders"), lines);
    List<String> options =
        List.of("-j1", "-cp", ".", "--keep-going", "-a", "orders", "--input", "jsonl");

    Ended ended =
        run(options, "(Shop.Order o) -> o.next()", List.of("--output", "jsonl")).expect(1);

    assertEquals("{\"item\":\"tea\",\"count\":3,\"day\":\"2024-02-29\"}\n", ended.out());
    assertTrue(ended.err().contains("line 2 of orders) does not fit: column 26: "), ended.err());
  }

  @Tag("extended")
  @Test
  void jsonIsAllThatNeedsJackson() throws IOException {
    Path without = folder.resolve("without.jar");
    try (ZipFile jar = new ZipFile(Jvm.processionJar().toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(without))) {
      for (ZipEntry entry : Collections.list(jar.entries())) {
        if (!entry.getName().startsWith("com/fasterxml/")) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          jar.getInputStream(entry).transferTo(out);
        }
      }
    }

    String java = Jvm.java(Jvm.ownHome());
    List<String> plain = List.of(java, "-jar", without.toString(), "map", "-j1", "x -> x", "1");
    List<String> json = new ArrayList<>(plain);
    json.addAll(4, List.of("--output", "jsonl"));
    try (Jvm first = Jvm.start(folder, plain);
        Jvm second = Jvm.start(folder, json)) {
      assertEquals("1\n", first.end().expect(0).out());
      String said = second.end().expect(2).err();
      assertTrue(said.contains("jsonl needs com.fasterxml.jackson.core:jackson-databind"), said);
      assertEquals(1, said.lines().count(), said);
    }
  }

  private void compile(String className, String code) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("src"));
    Path source = Files.writeString(sources.resolve(className + ".java"), code);
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    int status = javac.run(null, null, null, "-d", folder.toString(), source.toString());
    assertEquals(0, status);
  }

  private List<String> doneInLog() throws IOException {
    return log().stream().filter(line -> line.get(6).equals("0")).map(line -> line.get(8)).toList();
  }

  private List<List<String>> log() throws IOException {
    return Files.readAllLines(folder.resolve("log")).stream()
        .skip(1)
        .map(line -> List.of(line.split("\t")))
        .toList();
  }

  private Ended run(List<String> options, String function, List<String> items) {
    return ProcessionCommand.run(folder, command(options, function, items).toArray(String[]::new));
  }

  private static List<String> command(List<String> options, String function, List<String> items) {
    List<String> command = new ArrayList<>(List.of("map"));
    command.addAll(options);
    command.add(function);
    command.addAll(items);
    return command;
  }
}
