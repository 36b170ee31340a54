package dev.procession.cluster.ignite;

import dev.procession.cluster.engine.IgniteEngine;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.StreamLink;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The process that runs the workers of one program on this host: the same that serves a host which
 * is reached by {@code ssh}. It ends with its standard input, so with this JVM.
 */
final class SessionProcess {
  private static final String DEPTH = "PROCESSION_DEPTH";
  private static final long ENDING_MILLIS = 4000;

  private final Process process;
  private final StreamLink link;

  /**
   * Starts the process.
   *
   * @param places how many workers it may run
   * @param depth how many pools there are around the program
   */
  SessionProcess(int places, int depth) throws IOException {
    List<String> words =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            classPath(),
            "dev.procession.process.node.Main",
            Integer.toString(places));
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put(DEPTH, Integer.toString(depth));
    process = builder.start();
    link =
        new StreamLink(
            process.getInputStream(), process.getOutputStream(), process::destroyForcibly);
  }

  /** Without the engine's, which workers do not need. */
  private static String classPath() {
    Path engine = IgniteEngine.ownEntry();
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty() && !isSame(Path.of(entry), engine)) {
        entries.add(entry);
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Begins to carry.
   *
   * @param received called with each message of the process
   * @param ended called once, when it is gone
   */
  void start(Threads threads, long session, Consumer<byte[]> received, Runnable ended) {
    String name = "procession-session-" + session;
    link.start(threads, name + "-in");
    threads.daemon(name + "-out", () -> read(received, ended), 0).start();
  }

  void send(byte[] message) {
    link.send(message);
  }

  /** Has the program let the workers there go, after which it ends. */
  void drain() {
    // Not by the process itself, which would close its streams.
    process.toHandle().destroy();
  }

  /** Lets it kill its workers and end, and ends it if it does not. */
  void end(Threads threads) {
    threads.daemon("procession-session-end", this::endAndWait, 0).start();
  }

  private void endAndWait() {
    try {
      // Its input ends, which it takes for the end of the program.
      process.getOutputStream().close();
    } catch (IOException e) {
      // It is gone.
    }
    awaitEnd();
  }

  private void read(Consumer<byte[]> received, Runnable ended) {
    try {
      while (true) {
        received.accept(link.read());
      }
    } catch (IOException e) {
      // It is gone, or about to be.
    }
    awaitEnd();
    ended.run();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(ENDING_MILLIS, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        process.waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    link.close();
  }
}
