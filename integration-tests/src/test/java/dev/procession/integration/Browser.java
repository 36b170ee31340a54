package dev.procession.integration;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with one page, driven over its DevTools protocol. */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Each look is work for the browser, and pages change four times a second. */
  private static final Duration POLL = Duration.ofMillis(50);

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /** Written once, by the constructor. */
  private String session = "";

  /** Used by the tests' thread. */
  private boolean closed;

  Browser() throws IOException {
    Path program =
        Needs.program("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    profile = TempFolders.create("browser-");
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("output.txt").toFile())
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    await().atMost(PATIENCE).until(() -> Files.exists(port) && Files.readAllLines(port).size() > 1);
    List<String> lines = Files.readAllLines(port);
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), new Listener())
            .join();
    String target =
        call("Target.createTarget", Map.of("url", "about:blank")).path("targetId").asText();
    session =
        call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        String whole = text.toString();
        text.setLength(0);
        received(whole);
      }
      from.request(1);
      return null;
    }
  }

  private void received(String text) {
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String method = message.path("method").asText();
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = answers.remove(message.get("id").asInt());
      if (answer != null) {
        answer.complete(message);
      }
    } else if (method.equals("Runtime.exceptionThrown")) {
      complaints.add(message.path("params").toString());
    } else if (method.equals("Log.entryAdded") || method.equals("Runtime.consoleAPICalled")) {
      JsonNode entry = message.path("params").path("entry");
      String level = entry.path("level").asText() + message.path("params").path("type").asText();
      if (level.equals("error") || level.equals("warning")) {
        complaints.add(message.path("params").toString());
      }
    }
  }

  private JsonNode call(String method, Map<String, ?> params) {
    int id = ids.incrementAndGet();
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(params));
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    socket.sendText(message.toString(), true).join();
    JsonNode result = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (result.has("error")) {
      throw new AssertionError(method + ": " + result.get("error"));
    }
    return result.path("result");
  }

  /** What the page and its console complained of. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  void forgetComplaints() {
    complaints.clear();
  }

  void open(URI address) {
    call("Page.navigate", Map.of("url", address.toString()));
    until("document.readyState === 'complete' && location.href === '" + address + "'");
  }

  /** The value of an expression, as JSON has it. */
  JsonNode value(String expression) {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  String text(String expression) {
    return value(expression).asText();
  }

  /** Waits until an expression is true. */
  void until(String expression) {
    await(expression)
        .pollInterval(POLL)
        .atMost(PATIENCE)
        .until(() -> value("!!(" + expression + ")").asBoolean());
  }

  /** The size of the window, and by how much all is enlarged. */
  void size(int width, int height, double zoom) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            (int) (width / zoom),
            "height",
            (int) (height / zoom),
            "deviceScaleFactor",
            zoom,
            "mobile",
            false));
  }

  /** Dark or light. */
  void scheme(String scheme) {
    media("prefers-color-scheme", scheme);
  }

  /** What its user prefers or its system demands, that and nothing else. */
  void media(String feature, String value) {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", feature, "value", value))));
  }

  /** Opens a page with a script that runs before those of the page. */
  void open(URI address, String script) {
    String added =
        call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script))
            .path("identifier")
            .asText();
    try {
      open(address);
    } finally {
      call("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", added));
    }
  }

  /** How often it has computed where everything is, since it was started. */
  long layouts() {
    call("Performance.enable", Map.of());
    for (JsonNode metric : call("Performance.getMetrics", Map.of()).path("metrics")) {
      if (metric.path("name").asText().equals("LayoutCount")) {
        return metric.path("value").asLong();
      }
    }
    throw new AssertionError("the browser does not count its layouts");
  }

  /** Touches a point of the window with one finger. */
  void tap(double x, double y) {
    Map<String, ?> point = Map.of("x", x, "y", y);
    call("Input.dispatchTouchEvent", Map.of("type", "touchStart", "touchPoints", List.of(point)));
    call("Input.dispatchTouchEvent", Map.of("type", "touchEnd", "touchPoints", List.of()));
  }

  /** Presses a key where the focus is. */
  void press(String key) {
    for (String type : List.of("keyDown", "keyUp")) {
      call("Input.dispatchKeyEvent", Map.of("type", type, "key", key, "code", key));
    }
  }

  /** Where downloads go. */
  void downloadTo(Path folder) {
    call(
        "Page.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
  }

  /** A picture of the page, down to its end if it is to be whole. */
  byte[] picture(boolean whole) {
    String data =
        call("Page.captureScreenshot", Map.of("captureBeyondViewport", whole))
            .path("data")
            .asText();
    return Base64.getDecoder().decode(data);
  }

  /** Once: the store of the test framework does it again. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      session = "";
      call("Browser.close", Map.of());
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      socket.abort();
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      TempFolders.delete(profile);
    }
  }
}
