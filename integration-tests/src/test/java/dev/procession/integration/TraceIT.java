package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.integration.Jvm.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --trace}, with the real command: the conversation as it was. */
@Timeout(360)
final class TraceIT {
  private static final Pattern LINE =
      Pattern.compile(" *(\\d+\\.\\d) ms (--|->|<-) worker (\\d)( pid \\d+)?  (.*)");

  @TempDir private Path folder;

  private Ended procession(String... arguments) {
    return ProcessionCommand.run(folder, arguments);
  }

  private static List<Matcher> lines(Ended ended) {
    List<Matcher> lines = new ArrayList<>();
    for (String line : ended.err().lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      assertTrue(matcher.matches(), line);
      lines.add(matcher);
    }
    return lines;
  }

  @Test
  void shortRunIsAShortStory() {
    Ended ended = procession("map", "-j", "1", "-n", "3", "--trace", "x -> x * x", "4", "5", "6");

    assertEquals("16\n25\n36\n", ended.expect(0).out());
    List<String> story =
        lines(ended).stream()
            .map(line -> line.group(2) + " " + line.group(5).replaceAll("pid \\d+|\\[.*]", "#"))
            // What is asked for, and when, depends on how far class loading has got.
            .filter(line -> !line.matches(".*(request|class path|reply|results|chunk).*"))
            .map(line -> line.replaceAll(", Java .*", ""))
            .toList();
    assertEquals("-- launching", story.get(0), ended::toString);
    for (String line :
        List.of(
            "-> welcome as worker 0 #",
            "-> start #",
            "<- hello from #",
            "<- ready #",
            "-> names 0..1: dev.procession.cli.function.UnchangedItems, ProcessionLambda #",
            "-> function 0 defined (5 bytes) #",
            "-> bye #")) {
      assertEquals(1, story.stream().filter(line::equals).count(), line + " in " + ended);
    }
    assertEquals("-- exited with code 0", story.get(story.size() - 1), ended::toString);
  }

  @Test
  void linesAreInTheOrderOfCauseEffectAndTime() {
    Ended ended = procession("map", "-j", "1", "-n", "1", "--trace", "x -> x * x", "4", "5");

    List<Matcher> lines = lines(ended.expect(0));
    List<Double> times = lines.stream().map(line -> Double.valueOf(line.group(1))).toList();
    assertEquals(times.stream().sorted().toList(), times);
    List<String> said = lines.stream().map(line -> line.group(5).replaceAll(" \\[.*", "")).toList();
    List<String> order =
        List.of(
            "ready",
            "function 0 defined (5 bytes)",
            "chunk 1 for function 0: item 1 (\"4\")",
            "request: class ProcessionLambda",
            "reply: class ProcessionLambda",
            "results of item 1",
            "results of item 2",
            "bye",
            "exited with code 0");
    List<Integer> places = order.stream().map(said::indexOf).toList();
    assertTrue(places.get(0) >= 0, ended::toString);
    assertEquals(places.stream().sorted().distinct().toList(), places, ended::toString);
  }

  @Tag("extended")
  @Test
  void lessonsAreTracedAndTheirOutputIsAsEver() {
    Ended ended = procession("demo", "crash", "--trace").expect(0);

    List<Matcher> lines = lines(ended);
    assertTrue(
        lines.stream().anyMatch(line -> line.group(5).equals("exited with code 137, signal 9")),
        ended::toString);
    assertTrue(ended.out().startsWith("crash: "), ended::toString);
  }
}
