package dev.procession.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.integration.Jvm.Ended;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code procession run} and {@code sh}: real programs in real workers. */
final class ProgramsIT {
  private static final String TOOL =
      """
      import java.io.*;
      import java.util.*;

      public class Tool {
        static int calls;
        static final PrintStream OUT = System.out;

        public static void main(String[] arguments) throws Exception {
          calls++;
          OUT.println(String.join("|", arguments));
          System.err.println("looking at " + arguments[0]);
          Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
          switch (arguments[0]) {
            case "exit" -> { try { System.exit(3); } finally { System.out.println("never"); } }
            case "halt" -> Runtime.getRuntime().halt(4);
            case "throw" -> throw new IllegalStateException("bad", new IOException("inner"));
            case "trace" -> new IllegalStateException("bad").printStackTrace();
            case "handled" -> {
              Thread.setDefaultUncaughtExceptionHandler(
                  (thread, thrown) -> System.err.println("handled in " + thread.getName()));
              throw new IllegalStateException("bad");
            }
            case "thread" -> new Thread(() -> System.out.println("late")).start();
            case "daemon" -> {
              Thread lingering = new Thread(() -> {
                try { Thread.sleep(60_000); } catch (InterruptedException e) { }
              });
              lingering.setDaemon(true);
              lingering.start();
            }
            case "in" -> System.out.println("read " + new String(System.in.readAllBytes()));
            case "state" -> {
              System.out.println(System.getProperty("state") + " " + Locale.getDefault());
              System.setProperty("state", "changed");
              Locale.setDefault(Locale.FRENCH);
              System.setOut(System.err);
            }
            case "static" -> System.out.println("call " + calls);
            default -> { }
          }
        }
      }
      """;

  @TempDir private static Path classes;

  @TempDir private Path folder;

  @BeforeAll
  static void compile() throws IOException {
    Path source = Files.writeString(classes.resolve("Tool.java"), TOOL);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", classes.toString(), source.toString());
    assertEquals(0, status);
  }

  @Test
  void programDoesInAWarmJvmWhatItDoesInAFreshOne() throws Exception {
    List<String> items =
        List.of(
            "plain", "exit", "halt", "throw", "thread", "in", "state", "state", "trace", "handled",
            "daemon", "ü");
    StringBuilder out = new StringBuilder();
    StringBuilder err = new StringBuilder();
    List<String> codes = new ArrayList<>();
    for (String item : items) {
      Process fresh = start(List.of("-cp", classes.toString(), "Tool", item, "x y"));
      fresh.getOutputStream().close();
      out.append(text(fresh.getInputStream().readAllBytes()));
      err.append(text(fresh.getErrorStream().readAllBytes()));
      codes.add(Integer.toString(fresh.waitFor()));
    }

    Ended warm =
        run(
                String.join("\n", items),
                "run",
                "-j1",
                "--joblog",
                "log",
                "-cp",
                classes.toString(),
                "Tool",
                "{}",
                "x y")
            .expect(1);

    assertEquals(out.toString(), warm.out());
    assertEquals(err.toString(), withoutOurs(warm.err()));
    assertEquals(codes, column(6));
    List<String> pids = column(9);
    assertEquals(1, pids.subList(0, 11).stream().distinct().count(), "no exit costs a process");
    assertNotEquals(pids.get(10), pids.get(11), "a thread that is left does");
  }

  @Tag("extended")
  @Test
  void freshAndVerifyAreForProgramsThatKeepSomething() {
    String[] kept = {"-cp", classes.toString(), "Tool", ":::", "static", "static"};
    String[] verified = {"run", "-j1", "--keep-classes", "--verify"};
    String[] fresh = {"run", "-j1", "--keep-classes", "--fresh", "1", "--verify"};
    String[] usual = {"run", "-j1", "--verify"};

    Ended differing = run("", joined(verified, kept)).expect(1);
    Ended same = run("", joined(fresh, kept)).expect(0);
    Ended reloaded = run("", joined(usual, kept)).expect(0);

    assertTrue(
        differing.err().contains("item 2 (\"static\"): in a warm JVM its output differs from byte"),
        differing.err());
    assertEquals("static\ncall 1\nhook\n".repeat(2), same.out());
    assertEquals(same.out(), reloaded.out());
  }

  @Tag("extended")
  @Test
  void mistakesAreOneLineThatSaysWhatToWrite() throws IOException {
    Files.writeString(folder.resolve("no.jar"), "nonsense");
    String[][] all = {
      {"-jar", "gone.jar"}, {"there is no file"},
      {"-jar", "no.jar"}, {"is not a readable jar"},
      {"-cp", classes.toString(), "Tol"}, {"there is no class Tol on the class path"},
      {"-cp", classes.toString(), "java.lang.String"}, {"has no public static main(String[])"},
      {}, {"the program is missing"},
      {"--chdir", "gone", "-cp", classes.toString(), "Tool"}, {"there is no folder gone"},
      {"--chdir", "{//}", "-cp", classes.toString(), "Tool"}, {"procession sh starts a process"},
    };
    for (int i = 0; i < all.length; i += 2) {
      Ended ended = run("x\n", joined(new String[] {"run"}, all[i])).expect(2);

      assertTrue(ended.err().contains(all[i + 1][0]), ended.err());
      assertEquals(1, ended.err().lines().count(), ended.err());
    }
  }

  @Tag("extended")
  @Test
  void shellCommandsAreTimedOutLoggedAndResumed() throws IOException {
    String command = "if test {} = 2 -a ! -e ready; then sleep 60; fi; cat > in.{}; echo {}";
    String[] options = {"sh", "-j2", "--timeout", "10", "--joblog", "log", "--pipe-item", command};

    Ended first = run("1\n2\n3\n", options).expect(1);
    Files.createFile(folder.resolve("ready"));
    Ended second =
        run("1\n2\n3\n", joined(new String[] {"sh", "--resume"}, tail(options))).expect(0);

    assertEquals("1\n3\n", first.out());
    assertTrue(first.err().contains("item 2 (\"2\""), first.err());
    assertEquals("2\n", second.out());
    assertEquals("2\n", Files.readString(folder.resolve("in.2")));
    assertEquals(List.of("0", "-1", "0", "0"), column(6));
  }

  @Test
  void bytesAndFileNamesPassThroughUnharmed() throws Exception {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    Files.write(folder.resolve("bytes"), all);

    Process command =
        new ProcessBuilder(
                ProcessionCommand.line(List.of(), List.of("sh", "-j1", "cat {}", ":::", "bytes")))
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();

    assertArrayEquals(all, command.getInputStream().readAllBytes());
    assertEquals(0, command.waitFor());
  }

  @Tag("extended")
  @Test
  void argumentThatIsNotTextReachesACommandUnharmed() throws Exception {
    byte[] items = "before\na\u00ffb\nit's $HOME \\n \u00e9%s\n".getBytes(ISO_8859_1);
    String each = "mkdir {} && printf '%s\n' {}";

    byte[] printed = bytes(items, "sh", "-j1", each);
    byte[] folders = bytes(items, "sh", "-j1", "--chdir", "{}", "basename \"$PWD\"");

    assertArrayEquals(items, printed);
    assertArrayEquals(items, folders);
  }

  @Tag("extended")
  @Test
  void argumentThatIsNotTextIsTheFailureOfItsItemInJava() throws Exception {
    Process command =
        start(
            "a\u00ffb\nafter\n".getBytes(ISO_8859_1),
            folder.resolve("err"),
            "run",
            "-j1",
            "-cp",
            classes.toString(),
            "Tool");

    assertEquals("after\nhook\n", text(command.getInputStream().readAllBytes()));
    assertEquals(1, command.waitFor());
    String said = Files.readString(folder.resolve("err"));
    assertTrue(said.contains("item 1 (\"a\\xFFb\", line 1 of standard input) does not fit"), said);
    assertTrue(said.contains("is not UTF-8 text and cannot be an argument"), said);
  }

  @Test
  void itemsAreOneWordEachHoweverTheyAreQuotedAndHoweverManyThereAre() {
    String nasty = "a  'b' \"c\" $(echo d) `echo e` \\\\ *\n";
    String long3000 =
        ("/a rather long name of a folder/with blanks/" + "x".repeat(60) + "\n").repeat(3000);

    Ended quoted =
        run(
                nasty,
                "sh",
                "-j1",
                "printf '%s\\n' {} \"{}\" '{}' \"$(printf %s \"{}\")\" \"`printf %s {}`\"")
            .expect(0);
    Ended filled = run(long3000, "sh", "-j1", "-X", "printf '%s\\n'").expect(0);

    assertEquals(nasty.repeat(5), quoted.out());
    assertEquals(long3000, filled.out());
  }

  @Test
  void resultsAreInTheFoldersOfGnuParallel() throws IOException {
    Ended ended =
        run("", "sh", "-j1", "--results", "r", "echo {}; echo e >&2", ":::", "a/b", "c").expect(0);

    assertEquals("", ended.out() + ended.err());
    assertEquals("a/b\n", Files.readString(folder.resolve("r/1/a\\_b/stdout")));
    assertEquals("e\n", Files.readString(folder.resolve("r/1/c/stderr")));
    assertEquals("2", Files.readString(folder.resolve("r/1/c/seq")));
  }

  @Tag("extended")
  @Test
  void linesComeAsTheyArePrinted() {
    Ended ended =
        run(
                "",
                "sh",
                "-j2",
                "--line-buffer",
                "--tag",
                "test {} = 1 && until test -e go; do sleep 0.1; done; echo done; test {} = 1 || sleep 2; touch go",
                ":::",
                "1",
                "2")
            .expect(0);

    assertEquals("2\tdone\n1\tdone\n", ended.out());
  }

  @Tag("extended")
  @Test
  void runHaltsAsSaid() throws IOException {
    Ended soon =
        run(
                numbers(50),
                "sh",
                "-j1",
                "--halt",
                "soon,fail=2",
                "test {} -lt 10; r=$?; echo {}; exit $r")
            .expect(1);
    Ended now = run(numbers(50), "sh", "-j1", "--halt", "now,success=3", "echo {}").expect(0);

    int done = (int) soon.out().lines().count();
    assertTrue(done >= 11 && done <= 14, soon.out());
    assertEquals("1\n2\n3\n", now.out());
  }

  @Tag("extended")
  @Test
  void everyKindOfFailureIsTriedAgain() {
    String counted = "echo >> tries.{}; test $(wc -l < tries.{}) = 3";
    String[] failures = {
      counted + " && echo done {}", counted + " && echo done {} || sleep 60", "kill -9 $PPID"
    };

    Ended code =
        run("1\n2\n", "sh", "-j2", "--retries", "2", "--retry-delay", "10ms", failures[0])
            .expect(0);
    Ended timeout =
        run("3\n", "sh", "-j1", "--retries", "2", "--timeout", "10", failures[1]).expect(0);
    Ended death = run("4\n", "sh", "-j1", "--retries", "1", "-v", failures[2]).expect(1);
    Ended exception =
        run(
                "5\n",
                "map",
                "-j1",
                "--retries",
                "1",
                "x -> 10 / (dev.procession.task.WorkerContext.current().attempt() - 1)")
            .expect(0);

    assertEquals("done 1\ndone 2\n", code.out());
    assertEquals("done 3\n", timeout.out());
    assertTrue(death.err().contains("item 1 (\"4\""), death.err());
    assertEquals("10\n", exception.out());
  }

  private static String numbers(int last) {
    StringBuilder numbers = new StringBuilder();
    for (int i = 1; i <= last; i++) {
      numbers.append(i).append('\n');
    }
    return numbers.toString();
  }

  private List<String> column(int column) throws IOException {
    return Files.readAllLines(folder.resolve("log")).stream()
        .skip(1)
        .map(line -> line.split("\t", -1)[column])
        .toList();
  }

  private static Process start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Jvm.java(Jvm.ownHome())));
    command.addAll(arguments);
    return new ProcessBuilder(command).start();
  }

  private byte[] bytes(byte[] input, String... arguments) throws Exception {
    Path err = folder.resolve("err");
    Process command = start(input, err, arguments);
    byte[] out = command.getInputStream().readAllBytes();
    assertEquals(0, command.waitFor(), Files.readString(err));
    return out;
  }

  private Process start(byte[] input, Path err, String... arguments) throws IOException {
    Process command =
        new ProcessBuilder(ProcessionCommand.line(List.of(), List.of(arguments)))
            .directory(folder.toFile())
            .redirectError(err.toFile())
            .start();
    try (OutputStream items = command.getOutputStream()) {
      items.write(input);
    }
    return command;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String withoutOurs(String err) {
    StringBuilder rest = new StringBuilder();
    err.lines()
        .filter(line -> !line.startsWith("procession: "))
        .forEach(line -> rest.append(line).append('\n'));
    return rest.toString();
  }

  private static String[] joined(String[] first, String[] second) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(second));
    return all.toArray(String[]::new);
  }

  private static String[] tail(String[] all) {
    return List.of(all).subList(1, all.length).toArray(String[]::new);
  }

  private Ended run(String input, String... arguments) {
    return ProcessionCommand.runWithInput(folder, input, arguments);
  }
}
