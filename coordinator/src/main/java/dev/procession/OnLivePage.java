package dev.procession;

import dev.procession.live.LivePage;
import dev.procession.process.Engine;
import dev.procession.process.EngineOptions;
import dev.procession.protocol.codec.EncodingException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * An engine that is shown on the live page of this JVM, if there can be one. Only loaded where a
 * page is asked for.
 *
 * @param engine the engine
 * @param address where the page is; empty where there can be none, which has been logged
 */
record OnLivePage(Engine engine, Optional<URI> address) {
  private static final String MODULE = "jdk.httpserver";

  /** What runs {@code java Program.java}. */
  private static final String SOURCE_LAUNCHER = "com.sun.tools.javac.launcher.";

  /** Starts an engine. */
  @FunctionalInterface
  interface Start {
    Engine start(EngineOptions settings) throws EncodingException;
  }

  static OnLivePage start(int port, EngineOptions settings, Start start) throws EncodingException {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return without(
          "this Java runtime has no module " + MODULE + "; add it with jlink --add-modules",
          settings,
          start);
    }
    LivePage.Sharer page;
    try {
      page = LivePage.shared(port, title());
    } catch (IOException e) {
      String where = port == 0 ? "" : "port " + port + ": ";
      return without(where + e.getMessage() + "; live(0) takes any free port", settings, start);
    }
    boolean started = false;
    try {
      Engine engine = start.start(settings.observedBy(page.observer()));
      started = true;
      return new OnLivePage(engine, Optional.of(page.address()));
    } finally {
      if (!started) {
        page.forgo();
      }
    }
  }

  private static OnLivePage without(String why, EngineOptions settings, Start start)
      throws EncodingException {
    Engine engine = start.start(settings);
    engine.callbacks().execute(() -> engine.log().livePageFailed(why));
    return new OnLivePage(engine, Optional.empty());
  }

  /** The program's main class or source file, without its arguments, which may be secret. */
  private static String title() {
    String[] command = System.getProperty("sun.java.command", "").split(" ", 3);
    boolean isSource = command.length > 1 && command[0].contains(SOURCE_LAUNCHER);
    String main = isSource ? command[1] : command[0];
    return main.isEmpty() ? "Procession" : main;
  }
}
