package dev.procession.cluster.ignite;

import dev.procession.cluster.engine.EngineArguments;
import dev.procession.cluster.engine.EngineFolder;
import dev.procession.cluster.engine.IgniteEngine;
import dev.procession.process.thread.Threads;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** The JVM of a node. Ends with its standard input, and its workers with it. */
public final class NodeMain {
  private static final int EXIT_RESTART = 1;

  private NodeMain() {}

  /**
   * Runs until it is ended; never returns.
   *
   * @param arguments those of {@link EngineArguments}
   */
  public static void main(String[] arguments) {
    EngineArguments settings = EngineArguments.of(arguments);
    Threads threads = Threads.ofThisJvm();
    CompletableFuture<String> fatal = new CompletableFuture<>();
    threads.daemon("procession-parent", () -> awaitEndOfInput(fatal), 0).start();
    NodeHost host = new NodeHost(settings.places().orElseThrow(), threads, fatal);
    threads.daemon("procession-join", () -> join(settings, host), 0).start();
    String why = fatal.join();
    if (!why.isEmpty()) {
      System.err.println("procession node: " + why);
    }
    EngineFolder.delete(settings.folder());
    // Halted, so that the others see its sockets close when nothing of it runs any more.
    Runtime.getRuntime().halt(EXIT_RESTART);
  }

  private static void join(EngineArguments settings, NodeHost host) {
    try {
      host.joined(Ring.ofNode(settings, host));
      System.err.println(
          "procession node: ready at "
              + settings.bind().withPort()
              + " for "
              + settings.places().orElseThrow()
              + " workers");
    } catch (IOException e) {
      System.err.println(
          "procession node: cannot start at " + settings.bind().withPort() + ": " + e.getMessage());
      Runtime.getRuntime().halt(IgniteEngine.EXIT_UNUSABLE);
    }
  }

  private static void awaitEndOfInput(CompletableFuture<String> fatal) {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      // As its end.
    }
    fatal.complete("");
  }
}
