package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.ProcessPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The script of the live page in a real browser, which is told what happens by the test: 64 workers
 * and an hour of work are more than a machine for tests has.
 *
 * <p>What an update costs is counted, not timed: how often a part of a chunk is read, how many
 * elements there are, and how often the browser computes their places.
 */
@ExtendWith(SharedBrowser.class)
@Timeout(120)
final class LivePageScriptIT {
  /** As many pixels as the lanes have, at most. */
  private static final int WIDTH = 1280;

  private static final int UPDATES = 10;

  /**
   * Takes the place of the connection, and counts how often chunks are read. {@code tell(workers,
   * chunks, more)} tells the page that each worker has run so many more chunks, one a millisecond,
   * each of one item and after the one before.
   */
  private static final String TELLER =
      """
      window.reads = 0;
      const counted = chunk => new Proxy(chunk, {get: (of, name) => { reads++; return of[name]; }});
      const parse = JSON.parse;
      JSON.parse = text => {
        const news = parse(text);
        for (const lane of news.history?.lanes ?? []) lane.chunks = lane.chunks.map(counted);
        return news;
      };
      window.EventSource = class {
        constructor() { window.source = this; this.listeners = {}; }
        addEventListener(name, listener) { this.listeners[name] = listener; }
        close() {}
      };
      let now = 0;
      window.tell = (workers, chunks, more = {}) => {
        const lanes = [], states = [];
        for (let worker = 0; worker < workers; worker++) {
          const pid = 1000 + worker, ran = [];
          for (let i = 0; i < chunks; i++) {
            const begun = now + i * 1000 + 100;
            ran.push([begun - 50, begun, begun + 800, pid, 1, begun / 1000 | 0, 1, 1, 1, 0, 0, 'DONE', null]);
          }
          lanes.push({pool: 1, worker, chunks: ran,
            processes: now ? [] : [[pid, 1, 0, 1, null, null, '']]});
          states.push({worker, generation: 1, pid, state: 'busy', age: now, done: 1, chunks: 1,
            item: [now, 1000], waitsFor: '', resident: 1e8 + now, heap: 1e7 + now, maxHeap: 1e9});
        }
        now += chunks * 1000;
        source.listeners.message({data: JSON.stringify({
          now, title: 'told', allowKill: false,
          pools: [{pool: 1, workers: states, residentLimit: null, ended: false, state: 'RUNNING',
            queued: 1, held: 1, started: workers, lost: 0, bytesSent: now, bytesReceived: now,
            done: now, failed: 0, itemTimes: [1, 2, 3, 4], roundTrips: [1, 2, 3, 4],
            rates: Array(90).fill(now % 1000), jobs: [{job: 1, done: now, failed: 0, ended: false,
              total: null, rate: 1, left: null, chunk: 1, queued: 1, held: 1, window: null,
              waits: 'running'}]}],
          history: {title: '', duration: now, leftOutSince: null, chunksLeftOut: 0,
            processesLeftOut: 0, lanes},
          lines: [], failures: [], crashes: [], lesson: [], ended: false, ...more})});
        return new Promise(told => requestAnimationFrame(() => requestAnimationFrame(() => told(0))));
      };
      """;

  /** Its page is what is looked at; written once, before the tests. */
  private static ProcessPool pool;

  @BeforeAll
  static void openPool() {
    pool = ProcessPool.builder().workers(1).live(0).build();
  }

  @AfterAll
  static void closePool() {
    pool.close();
  }

  @BeforeEach
  void openPage(Browser browser) {
    // Without motion, a frame is drawn for each update and no other.
    browser.media("prefers-reduced-motion", "reduce");
    browser.open(pool.liveAddress().orElseThrow(), TELLER);
    browser.until("window.source");
  }

  /** How many parts of chunks one more update reads, with all of the past on the screen. */
  private static int readsOfAnUpdate(Browser browser) {
    browser.value("document.getElementById('fit').click()");
    browser.value("tell(2, 1)");
    browser.value("reads = 0");
    browser.value("tell(2, 1)");
    return browser.value("reads").asInt();
  }

  @Tag("extended")
  @Test
  void anUpdateCostsNoMoreWithALongPast(Browser browser) {
    browser.value("tell(2, 10000)");
    int early = readsOfAnUpdate(browser);
    browser.value("tell(2, 20000)");
    browser.value("tell(2, 19990)");
    int late = readsOfAnUpdate(browser);

    assertTrue(browser.value("+document.body.dataset.chunks").asInt() > 99_000);
    assertTrue(late < 2 * early, late + " reads after 100,000 chunks, " + early + " after 20,000");
    assertTrue(late < 2 * WIDTH * 40, late + " reads");
    assertEquals(0, browser.complaints().size(), () -> "" + browser.complaints());
  }

  @Tag("extended")
  @Test
  void pastIsBounded(Browser browser) {
    for (int i = 0; i < 6; i++) {
      browser.value("tell(2, 10000)");
    }

    assertEquals(100_000, browser.value("+document.body.dataset.chunks").asInt());
  }

  /** A part of an update that names these pools, which have ended. */
  private static String pools(int first, int count) {
    return "{pools: Array.from({length: "
        + count
        + "}, (x, i) => ({pool: i + "
        + first
        + ", workers: [], residentLimit: null, ended: true, state: 'TERMINATED', queued: 0,"
        + " held: 0, started: 1, lost: 0, bytesSent: 0, bytesReceived: 0, done: 0, failed: 0,"
        + " itemTimes: [1, 2, 3, 4], roundTrips: [1, 2, 3, 4], rates: Array(90).fill(0),"
        + " jobs: []}))}";
  }

  @Test
  void poolsThatGiveWayToOthersLeaveNothingOnThePage(Browser browser) {
    String lanes = "document.querySelectorAll('.lane').length";
    String traces =
        "document.querySelectorAll('#settings [data-pool], #printer [data-pool]').length";
    browser.value(
        "tell(2, 10, {settings: [1, [['-Xmx1g', 'why']]], lines: [[1, 0, false, 0, 'printed']]})");
    assertEquals(2, browser.value(lanes).asInt());
    assertEquals(2, browser.value(traces).asInt());
    browser.value("document.getElementById('view').focus()");
    browser.press("n");

    browser.value("tell(0, 0, " + pools(1, 20) + ")");
    assertEquals(2, browser.value(lanes).asInt());
    browser.value("tell(0, 0, " + pools(2, 20) + ")");

    assertEquals(0, browser.value(lanes).asInt());
    assertEquals(0, browser.value(traces).asInt());
    assertEquals("0", browser.text("document.body.dataset.chunks"));
    browser.press("n");
    browser.press("ArrowDown");
    assertEquals(0, browser.complaints().size(), () -> "" + browser.complaints());
  }

  @Test
  void pageWhoseProgramIsGoneNoLongerSaysThatWorkersRun(Browser browser) {
    browser.value("tell(1, 10, {allowKill: true})");
    String lane = "document.querySelector('.lane')";
    assertEquals("runs item 1", browser.text(lane + ".querySelector('.is').textContent"));

    browser.value("source.listeners.error({})");

    browser.until("document.body.dataset.over === 'lost'");
    assertEquals(
        "last seen: runs item 1", browser.text(lane + ".querySelector('.is').textContent"));
    assertEquals(
        3, browser.value("document.querySelectorAll('.acts button:disabled').length").asInt());
    assertEquals(
        "false", browser.text("document.getElementById('follow').getAttribute('aria-pressed')"));
  }

  /** A minute of 10,000 chunks with one update, then single ones. */
  @Test
  void manyWorkersAreLaidOutOnceInAnUpdate(Browser browser) {
    browser.value("tell(64, 156)");
    int elements = browser.value("document.querySelectorAll('*').length").asInt();

    long before = browser.layouts();
    for (int i = 0; i < UPDATES; i++) {
      browser.value("tell(64, 1)");
    }
    long layouts = browser.layouts() - before;

    assertEquals(64, browser.value("document.querySelectorAll('.lane').length").asInt());
    assertTrue(layouts <= 8 * UPDATES, layouts + " layouts in " + UPDATES + " updates");
    assertEquals(elements, browser.value("document.querySelectorAll('*').length").asInt());
  }

  @Test
  void listsShowTheLastOfWhatTheyKeep(Browser browser) {
    browser.value(
        "tell(1, 1, {lines: Array.from({length: 3000}, (x, i) => [1, 0, false, 0, 'line ' + i]),"
            + " failures: Array.from({length: 3000}, (x, i) => [1, 1, i, 1, 0, 0, 'failed', ''])})");

    assertEquals(200, browser.value("document.querySelectorAll('#failures li').length").asInt());
    assertEquals(500, browser.value("document.querySelectorAll('#lines > div').length").asInt());
    assertTrue(browser.text("document.getElementById('lines').textContent").endsWith("line 2999"));
  }

  @Tag("extended")
  @Test
  void nextChunkIsFirstTheNewestOnTheScreen(Browser browser) {
    browser.value("tell(1, 10)");
    browser.value("document.getElementById('view').focus()");

    browser.press("n");
    String newest = browser.text("document.getElementById('detail').textContent");
    browser.press("p");
    String before = browser.text("document.getElementById('detail').textContent");

    assertTrue(newest.startsWith("item 10, "), newest);
    assertTrue(before.startsWith("item 9, "), before);
  }

  @Tag("extended")
  @Test
  void chunkIsChosenByATap(Browser browser) {
    browser.value("tell(1, 10)");
    browser.value("document.querySelector('.lane').scrollIntoView()");
    String box = "document.querySelector('.lane .track canvas').getBoundingClientRect()";
    double left = browser.value(box + ".left").asDouble();
    double width = browser.value(box + ".width").asDouble();
    double top = browser.value(box + ".top").asDouble();

    // In the middle of the third of ten milliseconds, and of the height of a chunk.
    browser.tap(left + width * 0.25, top + 40);

    browser.until("/^item 3, /.test(document.getElementById('detail').textContent)");
  }

  @Test
  void textOfTasksNeitherColoursNorReversesThePage(Browser browser) {
    browser.value(
        "tell(1, 1, {lines: [[1, 0, false, 0,"
            + " '\\u001b[1;31mred\\u001b[0m\\u001b]0;title\\u0007 bell\\u0007 \\u202e\\u05d0 tail']]})");

    String line = "document.querySelector('#lines > div')";
    assertEquals(
        "worker 0  red bell\u2407 \u27e8U+202E\u27e9\u05d0 tail",
        browser.text(line + ".textContent"));
    // Text that is written from the right stays at the right of its worker.
    assertTrue(
        browser
            .value(
                line
                    + ".querySelector('i').getBoundingClientRect().right <= "
                    + line
                    + ".querySelector('bdi').getBoundingClientRect().left + 1")
            .asBoolean());
  }

  @Tag("extended")
  @Test
  void coloursThatASystemDemandsAreUsed(Browser browser) {
    browser.value("tell(1, 10)");
    browser.media("forced-colors", "active");

    browser.until(
        "getComputedStyle(document.documentElement).getPropertyValue('--chunk').trim() ==="
            + " 'Highlight'");
    browser.value("tell(1, 1)");
    assertEquals(0, browser.complaints().size(), () -> "" + browser.complaints());
  }
}
