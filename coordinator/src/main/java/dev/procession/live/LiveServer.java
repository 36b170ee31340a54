package dev.procession.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.procession.process.observe.ObservedPool;
import dev.procession.process.thread.Threads;
import dev.procession.timeline.TimelinePage;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves a {@link LivePage} to browsers on this machine. */
final class LiveServer {
  /** How many readers there may be at once. */
  static final int MAX_READERS = 16;

  /**
   * How many connections there may be at once, so that they do not use up the pool's descriptors.
   */
  static final int MAX_CONNECTIONS = 256;

  /** The JDK's server reads this once, for all servers of the JVM; a program's own value stays. */
  private static final String MAX_CONNECTIONS_PROPERTY = "jdk.httpserver.maxConnections";

  /** How long one step of a request may take. */
  static final long PATIENCE_MILLIS = 10_000;

  /** The line and the headers of a request; the JDK's server takes ten times as much. */
  private static final int MAX_HEAD_CHARS = 32 << 10;

  private static final int MAX_BODY_BYTES = 256;
  private static final int BACKLOG = 64;

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final LivePage page;
  private final HttpServer server;
  private final Gate gate;
  private final URI address;
  private final RequestThreads threads;
  private final AtomicInteger readers = new AtomicInteger();

  private record Content(String type, String text) {}

  private LiveServer(LivePage page, HttpServer server, long patienceMillis) {
    String token = Gate.newToken();
    int port = server.getAddress().getPort();
    this.page = page;
    this.server = server;
    this.gate = new Gate(token, port);
    this.address = URI.create("http://127.0.0.1:" + port + "/" + token + "/");
    this.threads = new RequestThreads(patienceMillis);
  }

  /**
   * Begins to serve.
   *
   * @param port where; 0 for any that is free
   * @throws IOException if it cannot, such as because the port is in use
   */
  static LiveServer start(LivePage page, int port, long patienceMillis) throws IOException {
    if (System.getProperty(MAX_CONNECTIONS_PROPERTY) == null) {
      System.setProperty(MAX_CONNECTIONS_PROPERTY, String.valueOf(MAX_CONNECTIONS));
    }
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), BACKLOG);
    LiveServer live = new LiveServer(page, server, patienceMillis);
    server.setExecutor(live.threads);
    server.createContext("/", live::handle);
    // The server's own thread is a daemon if this one is: a pool that was forgotten must not keep
    // the JVM alive.
    Thread starting = Threads.ofThisJvm().daemon("procession-live-start", server::start, 0);
    starting.start();
    try {
      starting.join();
    } catch (InterruptedException e) {
      server.stop(0);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    return live;
  }

  URI address() {
    return address;
  }

  /** How many read the page now. */
  int readers() {
    return readers.get();
  }

  /** Ends at once. */
  void stop() {
    threads.close();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      threads.step();
      String path = exchange.getRequestURI().getRawPath();
      String method = exchange.getRequestMethod();
      secure(exchange.getResponseHeaders());
      if (headChars(exchange) > MAX_HEAD_CHARS) {
        refuse(
            exchange,
            431,
            "The line and the headers of this request are longer than "
                + MAX_HEAD_CHARS
                + " characters, the most that this page takes.");
        return;
      }
      Gate.Verdict verdict = gate.judge(method, String.valueOf(path), exchange.getRequestHeaders());
      switch (verdict) {
        case FOREIGN -> refuse(exchange, 403, "This page is available at its own address only.");
        case UNKNOWN -> refuse(exchange, 404, "There is nothing here.");
        case METHOD -> refuse(exchange, 405, "This page is read-only.");
        case READ -> read(exchange, gate.name(path));
        case CHANGE, WITHOUT_TOKEN -> change(exchange, gate.name(path), verdict);
      }
    } catch (IOException | RuntimeException e) {
      // The client is gone, or was dropped because it was slow.
    }
  }

  private static int headChars(HttpExchange exchange) {
    int chars = exchange.getRequestURI().toString().length();
    for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
      for (String value : header.getValue()) {
        chars += header.getKey().length() + value.length();
      }
    }
    return chars;
  }

  private static void secure(Headers headers) {
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
  }

  private void read(HttpExchange exchange, String name) throws IOException {
    if (name.equals("events")) {
      events(exchange);
      return;
    }
    Content content =
        switch (name) {
          case "" -> new Content("text/html", own("page.html"));
          case "page.css" -> new Content("text/css", TimelinePage.resource(name) + own(name));
          case "timeline.js" -> new Content("text/javascript", TimelinePage.resource("page.js"));
          case "page.js" -> new Content("text/javascript", own(name));
          case "template" -> new Content("text/plain", TimelinePage.template());
          default -> null;
        };
    if (content == null) {
      refuse(exchange, 404, "There is nothing here.");
    } else {
      send(exchange, 200, content);
    }
  }

  private static String own(String name) throws IOException {
    try (InputStream in = LiveServer.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }

  private static void refuse(HttpExchange exchange, int status, String why) throws IOException {
    send(exchange, status, new Content("text/plain", why + "\n"));
  }

  private static void send(HttpExchange exchange, int status, Content content) throws IOException {
    byte[] bytes = content.text().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", content.type() + "; charset=utf-8");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  /** Sends events until the work has ended or the reader is gone. */
  private void events(HttpExchange exchange) throws IOException {
    if (readers.incrementAndGet() > MAX_READERS) {
      readers.decrementAndGet();
      refuse(
          exchange,
          503,
          "This page is open in "
              + MAX_READERS
              + " windows already, which is the most it serves at once. Close one of them, then load"
              + " this one again.");
      return;
    }
    try {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      LivePage.Reader reader = page.newReader();
      for (boolean more = true; more; ) {
        threads.rest();
        LivePage.Update update = reader.await();
        threads.step();
        out.write(("data: " + update.json() + "\n\n").getBytes(UTF_8));
        out.flush();
        more = !update.isLast();
      }
      out.close();
    } catch (InterruptedException e) {
      // Dropped.
    } finally {
      readers.decrementAndGet();
      page.readerLeft();
    }
  }

  private void change(HttpExchange exchange, String name, Gate.Verdict verdict) throws IOException {
    if (!name.equals("signal")) {
      refuse(exchange, 405, "This page is read-only.");
      return;
    }
    if (!page.allowsKill()) {
      refuse(exchange, 404, "Signals are disabled; --allow-kill is not given.");
      return;
    }
    if (verdict == Gate.Verdict.WITHOUT_TOKEN) {
      refuse(
          exchange,
          403,
          "A signal needs the token of this page's address in the header "
              + Gate.TOKEN_HEADER
              + ".");
      return;
    }
    byte[] body;
    try (InputStream in = exchange.getRequestBody()) {
      body = in.readNBytes(MAX_BODY_BYTES + 1);
    }
    Map<String, String> fields = fields(new String(body, UTF_8));
    if (body.length > MAX_BODY_BYTES || fields.size() != 4) {
      refuse(exchange, 400, "A signal needs pool, worker, generation and signal.");
      return;
    }
    try {
      boolean sent =
          page.signal(
              Integer.parseInt(fields.getOrDefault("pool", "")),
              Integer.parseInt(fields.getOrDefault("worker", "")),
              Integer.parseInt(fields.getOrDefault("generation", "")),
              ObservedPool.Signal.valueOf(
                  fields.getOrDefault("signal", "").toUpperCase(Locale.ROOT)));
      refuse(
          exchange,
          sent ? 200 : 409,
          sent ? "Sent." : "That process has exited, or cannot be signalled on this system.");
    } catch (IllegalArgumentException e) {
      refuse(
          exchange,
          400,
          "The signal must be kill, stop or continue, and the worker must" + " exist.");
    }
  }

  private static Map<String, String> fields(String body) {
    Map<String, String> fields = new HashMap<>();
    for (String field : body.split("&", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(field.substring(0, equals), field.substring(equals + 1));
      }
    }
    return fields;
  }
}
