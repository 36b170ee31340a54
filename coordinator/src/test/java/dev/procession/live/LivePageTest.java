package dev.procession.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.process.observe.ExitReport;
import dev.procession.process.observe.WorkerObservation;
import dev.procession.process.observe.WorkerObserver;
import dev.procession.scheduler.WorkerKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page and its server, as those who attack it see them, too. */
@Timeout(60)
class LivePageTest {
  private static final int PATIENCE_MILLIS = 500;
  private static final WorkerKey WORKER = new WorkerKey(0, 1);

  /** Written by each test. */
  private LivePage page;

  private final List<Socket> open = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    page = LivePage.open(new LivePage.Options("a test", 0, true), PATIENCE_MILLIS);
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    page.close();
  }

  private String host() {
    return page.address().getAuthority();
  }

  private String token() {
    return page.address().getPath().replace("/", "");
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.address().getPort());
    open.add(socket);
    return socket;
  }

  /** Sends a request as it is; returns what comes until the connection ends. */
  private String raw(String request) throws IOException {
    Socket socket = connect();
    socket.getOutputStream().write(request.getBytes(UTF_8));
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  private String get(String path, String... headers) throws IOException {
    return raw(
        "GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + host()
            + "\r\nConnection: close\r\n"
            + Stream.of(headers).map(h -> h + "\r\n").reduce("", String::concat)
            + "\r\n");
  }

  private String signal(String body, String... headers) throws IOException {
    return raw(
        "POST "
            + page.address().getPath()
            + "signal HTTP/1.1\r\nHost: "
            + host()
            + "\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n"
            + Stream.of(headers).map(h -> h + "\r\n").reduce("", String::concat)
            + "\r\n"
            + body);
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.substring(9, 12));
  }

  private BufferedReader events() throws IOException {
    Socket socket = connect();
    String request = "GET " + page.address().getPath() + "events HTTP/1.1\r\nHost: " + host();
    socket.getOutputStream().write((request + "\r\n\r\n").getBytes(UTF_8));
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  private static String nextEvent(BufferedReader events) throws IOException {
    for (String line = events.readLine(); line != null; line = events.readLine()) {
      if (line.startsWith("data: ")) {
        return line;
      }
    }
    return "";
  }

  @Test
  void partsOfThePageAreServedWithAStrictPolicy() throws IOException {
    for (String name : List.of("", "page.css", "page.js", "timeline.js", "template")) {
      String answer = get(page.address().getPath() + name);

      assertEquals(200, status(answer), name);
      assertTrue(answer.contains("Content-security-policy: default-src 'none'; script-src 'self'"));
      assertTrue(answer.contains("X-content-type-options: nosniff"));
      assertTrue(answer.contains("Referrer-policy: no-referrer"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/favicon.ico",
        "/00000000000000000000000000000000/",
        "/TOKEN",
        "/TOKEN/../",
        "/TOKEN/../../etc/passwd",
        "/TOKEN/%2e%2e/package-info.class",
        "/TOKEN/LivePage.class",
        "/TOKEN/page.html",
        "//TOKEN/"
      })
  void pathsOutsideAreNotThere(String path) throws IOException {
    assertEquals(404, status(get(path.replace("TOKEN", token()))));
  }

  @Test
  void foreignHostsAndOriginsAreRefused() throws IOException {
    String path = page.address().getPath();

    assertEquals(403, status(get(path, "Origin: http://evil.example")));
    assertEquals(403, status(get(path, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors")));
    assertEquals(
        403,
        status(
            raw("GET " + path + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")));
  }

  @Test
  void signalNeedsTokenProcessAndPermission() throws IOException {
    String header = Gate.TOKEN_HEADER + ": " + token();
    String body = "pool=1&worker=0&generation=1&signal=kill";

    String tokenless = "needs the token of this page's address in the header Procession-Token.";
    assertRefused(403, tokenless, signal(body));
    assertRefused(403, tokenless, signal(body, Gate.TOKEN_HEADER + ": x"));
    assertRefused(
        403,
        "available at its own address only",
        signal(body, header, "Origin: http://evil.example"));
    assertEquals(409, status(signal(body, header)));
    assertEquals(400, status(signal("pool=1&worker=0&generation=1&signal=dance", header)));
    assertEquals(400, status(signal("pool=x&worker=0&generation=1&signal=kill", header)));
    assertEquals(400, status(signal("x".repeat(300), header)));

    page.close();
    page = LivePage.open(new LivePage.Options("a test", 0, false), PATIENCE_MILLIS);
    String disabled = "Signals are disabled; --allow-kill is not given.";
    assertRefused(404, disabled, signal(body, Gate.TOKEN_HEADER + ": " + token()));
    assertRefused(404, disabled, signal(body));
  }

  private static void assertRefused(int status, String why, String answer) {
    assertEquals(status, status(answer), answer);
    assertTrue(answer.contains(why), answer);
  }

  @Test
  void onlySignalsTakePosts() throws IOException {
    String request =
        "POST "
            + page.address().getPath()
            + " HTTP/1.1\r\nHost: "
            + host()
            + "\r\nConnection: close\r\nContent-Length: 0\r\n"
            + Gate.TOKEN_HEADER
            + ": "
            + token()
            + "\r\n\r\n";

    assertRefused(405, "This page is read-only.", raw(request));
  }

  @Test
  void requestsWithALongLineOrLongHeadersAreRefused() throws IOException {
    String path = page.address().getPath();
    String why = "longer than 32768 characters, the most that this page takes";

    assertEquals(200, status(get(path, "Cookie: " + "a".repeat(30_000))));
    assertRefused(431, why, get(path, "Cookie: " + "a".repeat(100_000)));
    assertRefused(431, why, get(path + "?" + "a".repeat(60_000)));
    assertRefused(
        431,
        why,
        get(
            path,
            Stream.iterate(0, i -> i + 1)
                .limit(100)
                .map(i -> "H" + i + ": " + "a".repeat(400))
                .toArray(String[]::new)));
  }

  @Test
  void eventsTellWhatHappensUntilTheEnd() throws IOException {
    WorkerObserver pool = page.get();
    BufferedReader events = events();
    String first = nextEvent(events);
    pool.saw(WORKER, new WorkerObservation.Launching());
    pool.saw(WORKER, new WorkerObservation.Ready(77));
    pool.saw(WORKER, new WorkerObservation.Printed(false, "<b>hello"));
    String later = nextEvent(events);
    while (!later.contains("hello")) {
      later = nextEvent(events);
    }
    pool.terminated();
    page.close();
    String last = later;
    for (String next = nextEvent(events); !next.isEmpty(); next = nextEvent(events)) {
      last = next;
    }

    assertTrue(first.contains("\"title\":\"a test\""), first);
    assertTrue(later.contains("\"\\u003cb>hello\""), later);
    assertTrue(last.endsWith("\"ended\":true}"), last);
  }

  @Test
  void readerThatComesLateLearnsWhatWas() throws IOException {
    WorkerObserver pool = page.get();
    pool.saw(WORKER, new WorkerObservation.Launching());
    pool.saw(WORKER, new WorkerObservation.Ready(77));
    pool.saw(WORKER, new WorkerObservation.ChunkSent(1, 1, 5, 1, 1));
    pool.saw(WORKER, new WorkerObservation.ChunkAnswered(1, 1, 0, 1));
    pool.saw(WORKER, new WorkerObservation.ChunkOver(1));

    String event = nextEvent(events());

    assertTrue(event.contains(",77,1,5,1,1,1,0,0,\"DONE\",null]"), event);
  }

  @Test
  void readerThatComesAtTheVeryEndIsToldSo() throws Exception {
    page.close();

    assertTrue(page.newReader().await().isLast());
  }

  @Test
  void tooManyReadersAreTurnedAwayWithASentence() throws IOException {
    for (int i = 0; i < LiveServer.MAX_READERS; i++) {
      assertFalse(nextEvent(events()).isEmpty());
    }

    String answer = get(page.address().getPath() + "events");

    assertEquals(503, status(answer));
    assertTrue(answer.contains("open in 16 windows already"), answer);
    assertEquals(200, status(get(page.address().getPath())));
  }

  @Test
  void readerThatStallsIsDropped() throws Exception {
    WorkerObserver pool = page.get();
    Socket socket = connect();
    String request = "GET " + page.address().getPath() + "events HTTP/1.1\r\nHost: " + host();
    socket.getOutputStream().write((request + "\r\n\r\n").getBytes(UTF_8));
    assertTrue(page.awaitReader(10_000));

    // It reads nothing, and is sent more than fits between.
    while (page.readers() > 0) {
      for (int i = 0; i < 2_000; i++) {
        pool.saw(WORKER, new WorkerObservation.Printed(false, "x".repeat(1_000)));
      }
      Thread.onSpinWait();
    }

    assertEquals(200, status(get(page.address().getPath())));
  }

  @Test
  void slowRequestsDoNotKeepOthersWaitingForLong() throws IOException {
    for (int i = 0; i < LiveServer.MAX_CONNECTIONS - 1; i++) {
      connect().getOutputStream().write("GET /".getBytes(UTF_8));
    }

    String answer = "";
    while (answer.isEmpty()) {
      // A request that a busy machine has not read in time is dropped as well.
      answer = get(page.address().getPath());
    }

    assertEquals(200, status(answer));
  }

  @Test
  void connectionsBeyondTheLimitAreClosed() throws IOException {
    for (int i = 0; i < LiveServer.MAX_CONNECTIONS; i++) {
      connect();
    }

    for (int i = 0; i < 20; i++) {
      assertEquals(-1, connect().getInputStream().read());
    }
  }

  @Test
  void hugeRequestsAreCutOff() throws IOException {
    Socket socket = connect();
    byte[] junk = "x".repeat(1 << 16).getBytes(UTF_8);
    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: ".getBytes(UTF_8));

    assertThrows(
        IOException.class,
        () -> {
          while (true) {
            socket.getOutputStream().write(junk);
          }
        });
    assertEquals(200, status(get(page.address().getPath())));
  }

  @Test
  void portInUseIsSaid() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LivePage.Options options = new LivePage.Options("", taken.getLocalPort(), false);

      assertThrows(BindException.class, () -> LivePage.open(options));
    }
  }

  @Test
  void pageListensOnTheLoopbackInterfaceOnly() throws IOException {
    InetAddress own = InetAddress.getLocalHost();
    if (!own.isLoopbackAddress()) {
      assertThrows(IOException.class, () -> new Socket(own, page.address().getPort()).close());
    }
    assertEquals("127.0.0.1", page.address().getHost());
  }

  @Test
  void poolsThatShareAPageEndItTogether() throws Exception {
    LivePage.Sharer first = LivePage.shared(0, "shared");
    LivePage.Sharer second = LivePage.shared(0, "another");
    URI address = first.address();
    assertEquals(address, second.address());
    assertThrows(IOException.class, () -> LivePage.shared(1, "elsewhere"));

    first.observer().terminated();
    LivePage.Sharer third = LivePage.shared(address.getPort(), "same port");
    assertEquals(address, third.address());
    second.observer().terminated();
    third.observer().terminated();

    LivePage.Sharer fresh = LivePage.shared(0, "fresh");
    assertFalse(address.equals(fresh.address()));
    fresh.forgo();
  }

  @Test
  void anHourOfEventsTakesNoMoreMemoryThanItsEnd() throws IOException {
    WorkerObserver pool = page.get();
    BufferedReader events = events();
    nextEvent(events);
    long[] used = new long[2];
    long chunk = 0;
    for (int round = 0; round < used.length; round++) {
      // 64 workers with 10,000 chunks a minute for half an hour.
      for (int i = 0; i < 300_000; i++) {
        WorkerKey worker = new WorkerKey(i % 64, 1 + i / 6_400 + round * 47);
        if (i % 6_400 < 64) {
          pool.saw(worker, new WorkerObservation.Launching());
          pool.saw(worker, new WorkerObservation.Ready(i));
        }
        chunk++;
        pool.saw(worker, new WorkerObservation.ChunkSent(chunk, 1 + i / 1_000, i, 1, 1));
        pool.saw(worker, new WorkerObservation.ChunkAnswered(chunk, 1, 0, 1_000));
        pool.saw(worker, new WorkerObservation.ChunkOver(chunk));
        if (i % 10 == 0) {
          pool.saw(worker, new WorkerObservation.Printed(false, "line " + i));
        }
        if (i % 6_400 >= 6_336) {
          pool.saw(worker, plannedExit(i));
        }
      }
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      used[round] = runtime.totalMemory() - runtime.freeMemory();
    }

    assertTrue(used[1] < used[0] + (20L << 20), used[0] + " bytes, then " + used[1]);
  }

  private static WorkerObservation plannedExit(long pid) {
    return new WorkerObservation.Exited(
        new ExitReport(
            Optional.of(pid),
            OptionalInt.of(0),
            "",
            "",
            Optional.empty(),
            Optional.empty(),
            "",
            Optional.empty(),
            List.of()));
  }
}
