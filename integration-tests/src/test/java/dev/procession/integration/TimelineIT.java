package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.integration.Jvm.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code --timeline}, with the real command, and in a browser where there is one. */
@Timeout(360)
final class TimelineIT {
  /** A line for each chunk: twelve numbers, among which is how it ended. */
  private static final Pattern CHUNK =
      Pattern.compile("(?m)^\\[(?:\\d+,){11}\"(DONE|LOST|NOT_YET)\",(?:null|\\d+)]");

  private static final Pattern LANE = Pattern.compile("(?m)^\\{\"pool\":1,\"worker\":(\\d+)");

  /** The second item takes its worker along. */
  private static final String FRAGILE =
      "x -> { if (x == 2) Runtime.getRuntime().halt(7); Thread.sleep(20); return x; }";

  /** Uses the page as people do, and leaves what it finds in the document. */
  private static final String VISITOR =
      """
      <script>
      const view = document.getElementById('view');
      const note = (name, value) => { document.body.dataset[name] = value; };
      const press = key => view.dispatchEvent(new KeyboardEvent('keydown', {key}));
      const span = () => document.body.dataset.to - document.body.dataset.from;
      const all = span();
      press('ArrowDown');
      press('n');
      note('chosen', document.getElementById('detail').textContent);
      press('+');
      note('zoomed', span() <= all / 2 + 1);
      press('0');
      note('fitted', span() === all);
      document.getElementById('zoom-in').click();
      note('clicked', span() <= all / 2 + 1);
      press('0');
      const canvas = document.querySelector('.lane canvas');
      const box = canvas.getBoundingClientRect();
      canvas.dispatchEvent(new WheelEvent('wheel',
          {deltaY: -100, clientX: box.left + 5, clientY: box.top + 5, bubbles: true, cancelable: true}));
      note('wheeled', span() < all);
      press('0');
      for (let x = box.left; x < box.right && !document.body.dataset.tip; x += 2) {
        canvas.dispatchEvent(new PointerEvent('pointermove',
            {clientX: x, clientY: box.bottom - 12, bubbles: true}));
        const tip = document.getElementById('tip');
        if (!tip.hidden && tip.textContent.startsWith('item')) note('tip', tip.textContent);
      }
      note('wide', document.documentElement.scrollWidth > innerWidth);
      </script>
      """;

  private static final int MANY = 100_000;

  /** Where the page is, and nothing else. */
  @TempDir private static Path pages;

  @TempDir private Path folder;

  private Ended procession(String... arguments) {
    return ProcessionCommand.run(folder, arguments);
  }

  private static Path page() {
    return pages.resolve("work.html");
  }

  /** Makes the page of a run with a crash. */
  @BeforeAll
  static void drawPage() {
    Ended ended =
        ProcessionCommand.run(
            pages,
            "map",
            "-j",
            "2",
            "-n",
            "1",
            "--keep-going",
            "--timeline",
            page().toString(),
            FRAGILE,
            "1",
            "2",
            "3",
            "4",
            "5",
            "6");
    assertEquals("1\n3\n4\n5\n6\n", ended.expect(1).out());
  }

  @Test
  void pageHasALaneForEachWorkerWithItsChunksAndItsCrash() throws IOException {
    String content = Files.readString(page());

    assertEquals(List.of("0", "1"), groups(LANE, content));
    List<String> ends = groups(CHUNK, content);
    assertEquals(6, ends.size(), content);
    assertEquals(1, ends.stream().filter("LOST"::equals).count());
    assertTrue(content.contains("\"LOST\",\"exit code 7\""), content);
    assertEquals(List.of(page()), files());
  }

  @Test
  void traceHasNamesCompleteEventsCrashAndRestart() throws IOException {
    Path trace = folder.resolve("work.json");

    procession(
            "map",
            "-j",
            "1",
            "-n",
            "1",
            "--keep-going",
            "--timeline",
            trace.toString(),
            FRAGILE,
            "1",
            "2",
            "3")
        .expect(1);

    List<String> lines = Files.readAllLines(trace);
    for (String part :
        List.of(
            "\"ph\":\"M\",\"name\":\"process_name\"",
            "\"ph\":\"M\",\"name\":\"thread_name\"",
            "\"ph\":\"X\",\"name\":\"item 1\"",
            "\"ph\":\"i\",\"name\":\"crash\"",
            "\"ph\":\"i\",\"name\":\"restart\"")) {
      assertEquals(1, lines.stream().filter(line -> line.contains(part)).count(), part);
    }
  }

  @Tag("extended")
  @Test
  void workersThatAreReplacedAsPlannedAreNoCrashes() throws IOException {
    Path page = folder.resolve("work.html");

    procession(
            "map",
            "-j",
            "1",
            "-n",
            "1",
            "--max-tasks-per-worker",
            "2",
            "--timeline",
            page.toString(),
            "x -> x",
            "1",
            "2",
            "3",
            "4")
        .expect(0);

    String content = Files.readString(page);
    assertTrue(groups(Pattern.compile("\"(PLANNED)\""), content).size() >= 2, content);
    assertFalse(content.contains("\"LOST\""), content);
  }

  @Tag("extended")
  @Test
  void comparisonsAndLessonsHaveTimelinesOfAllTheirPools() throws IOException {
    Path compared = folder.resolve("compared.html");
    Path lesson = folder.resolve("lesson.html");

    procession("compare", "-j", "2", "--timeline", compared.toString(), "x -> x", "1").expect(0);
    procession("demo", "chunks", "--timeline", lesson.toString()).expect(0);

    assertEquals(List.of("0", "1"), groups(LANE, Files.readString(compared)));
    assertTrue(Files.readString(lesson).contains("{\"pool\":2,\"worker\":1,"));
  }

  @Test
  void browserDrawsThePageAndItCanBeUsed() throws IOException {
    Path browser = browser();
    String content = Files.readString(page());
    Path visited =
        Files.writeString(
            folder.resolve("visited.html"), content.replace("</body>", VISITOR + "</body>"));

    String document = document(browser, visited);

    String body = document.substring(document.indexOf("<body"), document.indexOf("<header>"));
    for (String fact :
        List.of(
            "data-drawn=\"true\"",
            "data-lanes=\"2\"",
            "data-chunks=\"6\"",
            "data-zoomed=\"true\"",
            "data-fitted=\"true\"",
            "data-clicked=\"true\"",
            "data-wheeled=\"true\"",
            "data-wide=\"false\"")) {
      assertTrue(body.contains(fact), fact + " in " + body);
    }
    assertTrue(body.matches("(?s).*data-chosen=\"item \\d, .*, pid \\d+.*"), body);
    assertTrue(body.matches("(?s).*data-tip=\"item \\d\n.* from .*pid \\d+.*"), body);
    assertEquals(2, document.split("<section class=\"row lane", -1).length - 1);
    assertEquals(1, document.split("data-crashes=\"1\"", -1).length - 1);
  }

  /** Not by running so many: the page of a short run is given more of the same. */
  @Tag("extended")
  @Test
  void browserDrawsAHundredThousandChunksAsWell() throws IOException {
    Path browser = browser();
    String many =
        IntStream.range(0, MANY)
            .mapToObj(
                i ->
                    "[%d,%d,%d,7,1,%d,1,1,1,0,5,\"DONE\",null]".formatted(i, i * 10, i * 10 + 8, i))
            .collect(Collectors.joining(",\n"));
    String content =
        Files.readString(page())
            .replaceFirst("\"duration\":\\d+", "\"duration\":" + MANY * 10)
            .replaceFirst("\"chunks\":\\[\n\\[[^]]*]", "\"chunks\":[\n" + many);
    Path visited =
        Files.writeString(
            folder.resolve("visited.html"), content.replace("</body>", VISITOR + "</body>"));

    String document = document(browser, visited);

    assertTrue(document.contains("data-chunks=\"" + (MANY + 5) + "\""));
    for (String fact : List.of("data-drawn", "data-zoomed", "data-fitted", "data-wheeled")) {
      assertTrue(document.contains(fact + "=\"true\""), fact);
    }
    assertTrue(document.contains("chunks here: zoom in to tell them apart"));
  }

  private String document(Path browser, Path page) {
    List<String> command =
        List.of(
            browser.toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--user-data-dir=" + folder.resolve("profile"),
            "--window-size=900,700",
            "--dump-dom",
            page.toUri().toString());
    try (Jvm started = Jvm.start(folder, command)) {
      return started.end().expect(0).out();
    }
  }

  private static Path browser() {
    return Needs.program("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(pages)) {
      return files.toList();
    }
  }

  private static List<String> groups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
