package dev.procession.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.procession.Outcome;
import dev.procession.PoolListener;
import dev.procession.ProcessPool;
import dev.procession.WorkerExit;
import dev.procession.WorkerInfo;
import dev.procession.task.SharedQueue;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Scanner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The live page in a real browser, with real workers. */
@ExtendWith(SharedBrowser.class)
@Timeout(120)
final class LivePageIT {
  /** What would run if anything of it were taken for markup. */
  private static final String MARKUP =
      "<img src=x onerror=\"window.pwned=1\"><script>pwned=1</script>";

  private static final int BAD_ITEM = 7;
  private static final long LONG_MILLIS = 600_000;

  @TempDir private Path folder;

  private static int work(int item) throws InterruptedException {
    if (item == BAD_ITEM) {
      throw new IllegalStateException(MARKUP);
    }
    if (item == BAD_ITEM + 1) {
      System.out.println("printed " + MARKUP);
    }
    Thread.sleep(item < 40 ? 5 : LONG_MILLIS);
    return item;
  }

  /** Begins what shows all the page has, and goes on until the pool ends. */
  private static void begin(ProcessPool pool) {
    CompletableFuture<Void> begun =
        CompletableFuture.runAsync(
            () -> {
              List<Integer> items = IntStream.range(0, 60).boxed().toList();
              try (Stream<Outcome<Integer>> outcomes = pool.outcomes(LivePageIT::work, items)) {
                outcomes.forEach(outcome -> {});
              } catch (RuntimeException e) {
                // The pool was ended.
              }
            });
    assertFalse(begun.isCompletedExceptionally());
  }

  private static ProcessPool shown(Browser browser) {
    return shown(browser, new PoolListener() {});
  }

  private static ProcessPool shown(Browser browser, PoolListener listener) {
    ProcessPool pool =
        ProcessPool.builder()
            .workers(2)
            .live(0)
            .closeTimeout(Duration.ZERO)
            .onOutput((worker, stream, line) -> {})
            .listener(listener)
            .build();
    begin(pool);
    browser.open(pool.liveAddress().orElseThrow());
    browser.until("document.querySelectorAll('#failures li').length === 1");
    browser.until("document.getElementById('lines').textContent.includes('printed')");
    // The items that do not end, so that a worker that is killed now has one to be blamed for.
    browser.until(
        "[...document.querySelectorAll('.lane')]"
            + ".filter(lane => /runs item (4[1-9]|5\\d|60) for/.test(lane.textContent))"
            + ".length === 2");
    return pool;
  }

  @Test
  void pageShowsWorkersJobsFailuresAndOutput(Browser browser) throws IOException {
    try (ProcessPool pool = shown(browser)) {
      long before = browser.value("+document.body.dataset.to").asLong();
      browser.until("+document.body.dataset.to > " + (before + 200_000));

      assertEquals(2, browser.value("document.querySelectorAll('.lane').length").asInt());
      for (long pid : pool.workers().stream().mapToLong(worker -> worker.pid()).toArray()) {
        assertTrue(browser.text("document.getElementById('lanes').textContent").contains("" + pid));
      }
      browser.until("/runs item \\d+ for/.test(document.getElementById('lanes').textContent)");
      browser.until("/heap \\d+ MiB of/.test(document.getElementById('lanes').textContent)");
      browser.until("/of 60/.test(document.getElementById('jobs').textContent)");
      assertTrue(
          browser.text("document.getElementById('failures').textContent").contains("item 8"));
      String settings = browser.text("document.getElementById('settings').textContent");
      assertTrue(settings.contains("-Xmx"), settings);
      assertTrue(settings.contains("worker 0; the file FLAGS contains the following"), settings);
    }
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void whatComesFromTasksStaysText(Browser browser) throws IOException {
    try (ProcessPool pool = shown(browser)) {
      assertTrue(browser.text("document.getElementById('failures').textContent").contains(MARKUP));
      assertTrue(browser.text("document.getElementById('lines').textContent").contains(MARKUP));
      assertEquals(
          0, browser.value("document.querySelectorAll('main img, main script').length").asInt());
      assertEquals("undefined", browser.text("typeof window.pwned"));
      assertEquals(1, pool.stats().tasksFailed());
    }
    assertEquals(List.of(), browser.complaints());
  }

  @Test
  void whatATaskWaitsForIsShown(Browser browser) {
    try (ProcessPool pool = ProcessPool.builder().workers(1).live(0).build()) {
      SharedQueue<Integer> queue = pool.shared().queue("orders", 1);
      CompletableFuture<Integer> waits = pool.submit(() -> queue.poll(1, TimeUnit.MINUTES));
      browser.open(pool.liveAddress().orElseThrow());

      browser.until(
          "/waits for an item of queue 'orders' at /.test(document.getElementById('lanes').textContent)");
      queue.close();
      assertThrows(CompletionException.class, waits::join);
    }
  }

  @Tag("extended")
  @Test
  void failuresCanBeFiltered(Browser browser) throws IOException {
    try (ProcessPool pool = shown(browser)) {
      type(browser, "item 8 ");
      browser.until("document.querySelectorAll('#failures li').length === 1");
      type(browser, "no such thing");
      browser.until("document.querySelectorAll('#failures li').length === 0");
      assertEquals("0 of 1", browser.text("document.getElementById('failures-count').textContent"));
      assertEquals(1, pool.stats().tasksFailed());
    }
  }

  private static void type(Browser browser, String text) {
    browser.value(
        "(f => { f.value = '"
            + text
            + "'; f.dispatchEvent(new Event('input')); })(document.getElementById('filter'))");
  }

  /**
   * The page is updated four times a second, so what it shows with the fourth update after the pool
   * itself has learned it, it shows within a second, on a machine that keeps up with that.
   */
  private static final int UPDATES_OF_A_SECOND = 4;

  /** Notes the times of all updates, and when the page first shows the death and the successor. */
  private static final String OBSERVE =
      """
      window.updates = [];
      window.shownAt = {};
      new EventSource('events').addEventListener('message', () => updates.push(Date.now()));
      new MutationObserver(() => {
        for (const [what, lane] of [
            ['death', '.lane[data-crashes="1"]'], ['successor', '.lane[data-processes="2"]']]) {
          if (document.querySelector(lane)) {
            shownAt[what] ??= Date.now();
          }
        }
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
      """;

  /** When the pool learned of a death, and of the start of the process that follows. */
  private static final class Moments implements PoolListener {
    private final AtomicLong death = new AtomicLong();
    private final AtomicLong successor = new AtomicLong();

    @Override
    public void workerExited(WorkerInfo worker, WorkerExit exit) {
      death.compareAndSet(0, System.currentTimeMillis());
    }

    @Override
    public void workerStarting(WorkerInfo worker) {
      if (death.get() > 0) {
        successor.compareAndSet(0, System.currentTimeMillis());
      }
    }
  }

  private static void assertShownInTime(Browser browser, String what, long learned) {
    browser.until("shownAt." + what);
    int updates =
        browser
            .value(
                "updates.filter(at => at > %d && at <= shownAt.%s).length".formatted(learned, what))
            .asInt();
    assertTrue(updates <= UPDATES_OF_A_SECOND, what + " shown after " + updates + " updates");
  }

  @Test
  void killedWorkerIsShownDeadAndReplaced(Browser browser) throws IOException {
    Moments moments = new Moments();
    try (ProcessPool pool = shown(browser, moments)) {
      browser.value(OBSERVE);
      browser.until("updates.length > 0");
      long pid = pool.workers().get(0).pid();
      assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());

      browser.until("document.querySelector('.lane[data-crashes=\"1\"]')");
      browser.until("document.getElementById('crashes').textContent.includes('signal 9')");
      browser.until("document.getElementById('failures').textContent.includes('the worker died')");
      browser.until("document.querySelector('.lane[data-processes=\"2\"]')");
      browser.until("document.querySelectorAll('.lane[data-state=busy]').length === 2");
      assertShownInTime(browser, "death", moments.death.get());
      assertShownInTime(browser, "successor", moments.successor.get());
      assertNotEquals(pid, pool.workers().get(0).pid());
      assertEquals(
          0, browser.value("document.querySelectorAll('.acts').length").asInt(), "no buttons");
    }
  }

  @Test
  void pageStaysReadableAtTheEndAndCanBeSaved(Browser browser) throws IOException {
    shown(browser).close();
    browser.until("document.body.dataset.over === 'true'");
    assertTrue(
        browser
            .text("document.getElementById('state').textContent")
            .startsWith("The work has ended"));
    int chunks = browser.value("+document.body.dataset.chunks").asInt();
    assertTrue(chunks > 0);

    browser.downloadTo(folder);
    browser.value("document.getElementById('save').click()");
    Path saved = folder.resolve("timeline.html");
    await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(saved));

    browser.open(saved.toUri());
    browser.until("document.body.dataset.drawn === 'true'");
    assertEquals(chunks, browser.value("+document.body.dataset.chunks").asInt());
    assertEquals("2", browser.text("document.body.dataset.lanes"));
    assertEquals(List.of(), browser.complaints());
  }

  @Tag("extended")
  @Test
  void everybodyCanUseIt(Browser browser) throws IOException {
    String axe = axe();
    try (ProcessPool pool = shown(browser)) {
      assertEquals(2, pool.workers().size());
      List<String> backgrounds = new ArrayList<>();
      for (String scheme : List.of("light", "dark")) {
        browser.scheme(scheme);
        backgrounds.add(browser.text("getComputedStyle(document.body).backgroundColor"));
        browser.value(axe + ";0");
        assertEquals("", String.join("\n", violations(browser)), scheme);
      }
      assertNotEquals(backgrounds.get(0), backgrounds.get(1));

      for (int[] size : new int[][] {{390, 844, 1}, {1280, 900, 2}, {320, 640, 1}}) {
        browser.size(size[0], size[1], size[2]);
        browser.until("document.documentElement.scrollWidth <= innerWidth");
      }
    }
    assertEquals(List.of(), browser.complaints());
  }

  private static String axe() throws IOException {
    try (InputStream in = LivePageIT.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> violations(Browser browser) {
    JsonNode found =
        browser.value(
            "axe.run().then(r => r.violations.map(v =>"
                + " v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | ')))");
    List<String> texts = new ArrayList<>();
    found.forEach(violation -> texts.add(violation.asText()));
    return texts;
  }

  @Tag("extended")
  @Test
  void lanesAreUsedByKeyboard(Browser browser) throws IOException {
    try (ProcessPool pool = shown(browser)) {
      assertEquals(2, pool.workers().size());
      browser.value("document.getElementById('view').focus()");
      browser.press("ArrowDown");
      browser.press("n");
      browser.until("/item/.test(document.getElementById('detail').textContent)");
      browser.press("0");
      browser.until("document.body.dataset.from === '0'");
      browser.press("+");
      browser.until("document.getElementById('follow').getAttribute('aria-pressed') === 'false'");
      browser.press("End");
      browser.until("document.getElementById('follow').getAttribute('aria-pressed') === 'true'");
    }
  }

  @Tag("extended")
  @Test
  void poolsOfOneJvmAreOnePage(Browser browser) throws IOException {
    try (ProcessPool first = ProcessPool.builder().workers(1).live(0).build();
        ProcessPool second = ProcessPool.builder().workers(1).live(0).build()) {
      assertEquals(first.liveAddress(), second.liveAddress());
      browser.open(first.liveAddress().orElseThrow());
      browser.until("document.querySelectorAll('.lane').length === 2");
      browser.until("document.getElementById('lanes').textContent.includes('pool 2')");
    }
    browser.until("document.body.dataset.over === 'true'");
  }

  @Test
  void poolWhosePortIsInUseWorksWithoutAPage() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ProcessPool pool = ProcessPool.builder().workers(1).live(taken.getLocalPort()).build()) {
      assertEquals(Optional.empty(), pool.liveAddress());
      assertEquals(List.of(2), pool.map(x -> x + 1, List.of(1)));
    }
  }

  /** A program with a pool, which is shown if the argument says so. */
  static final class Squares {
    private Squares() {}

    public static void main(String[] arguments) {
      ProcessPool.Builder builder = ProcessPool.builder().workers(1);
      if (List.of(arguments).contains("live")) {
        builder.live(0);
      }
      try (ProcessPool pool = builder.build()) {
        System.out.println(pool.map(x -> x * x, List.of(1, 2, 3)));
        System.out.println(pool.liveAddress().isPresent());
      }
    }
  }

  @Tag("extended")
  @Tag("jdk")
  @Test
  void poolWorksInARuntimeWithoutTheWebServer() {
    try (Jvm program =
        Jvm.startMain(
            List.of("--limit-modules", "java.base,jdk.unsupported"), Squares.class, "live")) {
      Jvm.Ended ended = program.end().expect(0);

      assertEquals(List.of("[1, 4, 9]", "false"), ended.lines());
      assertTrue(ended.err().contains("no module jdk.httpserver"), ended.err());
    }
  }

  @Test
  void nothingOfThePageIsLoadedUnlessItIsAskedFor() throws IOException {
    Path loaded = folder.resolve("loaded.txt");
    try (Jvm program = Jvm.startMain(List.of("-Xlog:class+load:file=" + loaded), Squares.class)) {
      program.end().expect(0);
    }

    String classes = Files.readString(loaded);
    assertTrue(classes.contains("dev.procession.LocalProcessPool"));
    for (String part : List.of("dev.procession.live", "dev.procession.timeline", "httpserver")) {
      assertFalse(classes.contains(part), part);
    }
  }

  /** The page outlives neither a forgotten pool nor the program. */
  @Tag("extended")
  @Test
  void programWithAPageEnds() {
    try (Jvm program = Jvm.startMain(Squares.class, "live")) {
      assertEquals(List.of("[1, 4, 9]", "true"), program.end().expect(0).lines());
    }
  }

  /** A program that ends with its pool, once somebody reads the page and the gate is open. */
  static final class Watched {
    private Watched() {}

    public static void main(String[] arguments) {
      try (ProcessPool pool = ProcessPool.builder().workers(1).live(0).build()) {
        System.out.println(pool.liveAddress().orElseThrow());
        new Gate(arguments[0]).announceAndPass(0);
      }
    }
  }

  @Tag("extended")
  @Test
  void readersLearnOfTheEndOfAProgramThatEndsWithItsPool() throws IOException {
    Gate gate = Gate.closed();
    try (Jvm program = Jvm.startMain(Watched.class, gate.folder().toString())) {
      URI address = URI.create(program.awaitLines(1).get(0));
      try (InputStream events = address.resolve("events").toURL().openStream();
          Scanner lines = new Scanner(events, StandardCharsets.UTF_8)) {
        gate.open();
        String last = "";
        while (!last.endsWith("\"ended\":true}") && lines.hasNextLine()) {
          last = lines.nextLine();
        }

        assertTrue(last.endsWith("\"ended\":true}"), last);
      }
      program.end().expect(0);
    }
  }

  @Tag("extended")
  @Test
  void classKillsStopsAndContinuesWorkers(Browser browser) throws IOException {
    Path items = folder.resolve("items");
    Files.writeString(items, "1\n2\n3\n4\n");
    try (Jvm command =
        ProcessionCommand.start(
            folder,
            List.of(
                "map",
                "--live",
                "--allow-kill",
                "--keep-going",
                "-j",
                "2",
                "-n",
                "1",
                "-a",
                items.toString(),
                "x -> { Thread.sleep(600000); return x; }"))) {
      browser.open(URI.create(command.awaitError("See it live: ").substring(13)));
      browser.until("document.querySelectorAll('.lane[data-state=busy]').length === 2");
      String button = "document.querySelector('.lane[data-worker=\"0\"] [data-signal=";

      browser.value(button + "stop]').click()");
      browser.until("document.querySelector('.lane[data-worker=\"0\"][data-state=stopped]')");
      browser.value(button + "continue]').click()");
      browser.until("document.querySelector('.lane[data-worker=\"0\"][data-state=busy]')");
      browser.value(button + "kill]').click()");
      browser.until("document.querySelector('.lane[data-worker=\"0\"][data-crashes=\"1\"]')");
      browser.until("document.getElementById('failures').textContent.includes('the worker died')");
      browser.until("document.querySelectorAll('.lane[data-state=busy]').length === 2");

      command.terminate();
      command.end();
      browser.until("document.body.dataset.over");
    }
  }

  @Tag("extended")
  @Test
  void lessonIsReadBesideTheLanes(Browser browser) throws IOException {
    try (Jvm command = ProcessionCommand.start(folder, List.of("demo", "crash", "--live"))) {
      browser.open(URI.create(command.awaitError("See it live: ").substring(13)));
      browser.until("document.body.dataset.over === 'true'");
      String text = browser.text("document.getElementById('lesson').textContent");
      assertTrue(text.contains("---- live ----") && text.contains("what to remember"), text);
      assertTrue(browser.value("document.querySelectorAll('.lane').length").asInt() > 0);
      command.end().expect(0);
    }
  }
}
