package dev.procession.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./procession} between pipes, as a filter that others talk to. */
@Timeout(120)
final class PipeIT {
  @TempDir private Path folder;

  private ProcessBuilder command(String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(arguments);
    builder.directory(Jvm.root().toFile());
    builder.environment().put("JAVA_HOME", Jvm.ownHome().toString());
    builder.redirectError(err().toFile());
    return builder;
  }

  private Path err() {
    return folder.resolve("err");
  }

  @Test
  void lineIsAnsweredBeforeTheNextIsTyped() throws Exception {
    Process filter = command("./procession", "map", "-j", "1", "(String s) -> s.length()").start();
    try {
      Writer stdin = filter.outputWriter(UTF_8);
      BufferedReader stdout = filter.inputReader(UTF_8);
      assertEquals("3", answer("one", stdin, stdout));
      assertEquals("5", answer("three", stdin, stdout));
      stdin.close();

      assertNull(stdout.readLine());
      assertEquals(0, filter.waitFor());
      assertEquals("", Files.readString(err()));
    } finally {
      filter.destroyForcibly();
    }
  }

  private static String answer(String line, Writer stdin, BufferedReader stdout)
      throws IOException {
    stdin.write(line + "\n");
    stdin.flush();
    return stdout.readLine();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-V", "map --help", "completion", "demo"})
  void fullDiskIsAFailure(String command) throws Exception {
    Needs.that(Files.exists(Path.of("/dev/full")), "/dev/full");

    Process writer = command("sh", "-c", "./procession " + command + " >/dev/full").start();

    assertEquals(1, writer.waitFor());
    assertTrue(Files.readString(err()).startsWith("procession: cannot write to stdout: "));
  }

  /** A JVM would read or write whatever it happens to open under that number. */
  @Tag("extended")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "map 'x -> x' <&- => cannot read the items",
        "map 'x -> x' 1 >&- => cannot write to stdout",
        "map 'x -> x' 1 <&- >&- => cannot write to stdout",
        "--help >&- => cannot write to stdout"
      })
  void closedStreamThatIsNeededIsAFailure(String example) throws Exception {
    String[] parts = example.split(" => ", 2);

    Process shell = command("sh", "-c", "./procession " + parts[0]).start();

    assertEquals(1, shell.waitFor());
    assertEquals("procession: " + parts[1] + ": the stream is closed\n", Files.readString(err()));
  }

  @Tag("extended")
  @ParameterizedTest
  @ValueSource(strings = {"<&-", "2>&-"})
  void closedStreamThatIsNotNeededIsNone(String closing) throws Exception {
    Process shell = command("sh", "-c", "./procession map 'x -> x' 1 " + closing).start();

    assertEquals("1\n", new String(shell.getInputStream().readAllBytes(), UTF_8));
    assertEquals(0, shell.waitFor());
  }

  @Tag("extended")
  @Test
  void fileOfItemsMayBeAPipe() throws Exception {
    String line = "seq 3 | ./procession map -j 1 -a /dev/stdin 'x -> x * x'";

    Process pipeline = command("sh", "-c", line).start();

    assertEquals("1\n4\n9\n", new String(pipeline.getInputStream().readAllBytes(), UTF_8));
    assertEquals(0, pipeline.waitFor());
  }

  @Test
  void readerThatLeavesEndsItQuietly() throws Exception {
    Path code = folder.resolve("code");
    String line = "yes 1 | { ./procession map -j 1 'x -> x'; echo $? >'" + code + "'; } | head -1";

    Process pipeline = command("sh", "-c", line).start();

    assertEquals("1\n", new String(pipeline.getInputStream().readAllBytes(), UTF_8));
    assertEquals(0, pipeline.waitFor());
    assertEquals("0\n", Files.readString(code));
    assertEquals("", Files.readString(err()));
  }
}
