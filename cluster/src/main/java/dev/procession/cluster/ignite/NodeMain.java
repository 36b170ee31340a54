package dev.procession.cluster.ignite;

import dev.procession.cluster.engine.EngineArguments;
import dev.procession.cluster.engine.EngineFolder;
import dev.procession.cluster.engine.IgniteEngine;
import dev.procession.process.thread.Threads;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * The JVM of a node. Ends with its standard input, and its workers with it; a byte of that drains
 * it. On its standard output it says nothing but why it cannot start.
 */
public final class NodeMain {
  private NodeMain() {}

  /**
   * Runs until it is ended; never returns.
   *
   * @param words those of {@link EngineArguments}, and how often in a row the node has left a ring
   *     for another one
   */
  public static void main(String[] words) {
    int last = words.length - 1;
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    EngineArguments settings = EngineArguments.of(Arrays.copyOf(words, last));
    SplitWatch watch = new SplitWatch(settings, Integer.parseInt(words[last]), Threads.ofThisJvm());
    Threads threads = Threads.ofThisJvm();
    CompletableFuture<NodeEnding> ending = new CompletableFuture<>();
    NodeHost host = new NodeHost(settings.places().orElseThrow(), threads, ending);
    threads.daemon("procession-parent", () -> obey(host, ending), 0).start();
    threads.daemon("procession-join", () -> join(settings, host, watch, out), 0).start();
    NodeEnding end = ending.join();
    if (!end.why().isEmpty()) {
      System.err.println("procession node: " + end.why());
    }
    EngineFolder.delete(settings.folder());
    // Halted, so that the others see its sockets close when nothing of it runs any more.
    Runtime.getRuntime().halt(end.code());
  }

  private static void join(
      EngineArguments settings, NodeHost host, SplitWatch watch, PrintStream out) {
    Ring ring;
    try {
      ring = Ring.ofNode(settings, watch.toJoin(), host);
      host.joined(ring);
      System.err.println(
          "procession node: ready at "
              + settings.bind().withPort()
              + " for "
              + settings.places().orElseThrow()
              + " workers");
    } catch (IOException e) {
      out.println(e.getMessage());
      Runtime.getRuntime().halt(IgniteEngine.EXIT_UNUSABLE);
      return;
    }
    try {
      watch.run(ring, host);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      // The ring is closed: this JVM is about to end.
    }
  }

  /** Drains the node at the first byte of the input, and ends it with the input. */
  private static void obey(NodeHost host, CompletableFuture<NodeEnding> ending) {
    try {
      while (System.in.read() >= 0) {
        host.drain();
      }
    } catch (IOException e) {
      // As its end.
    }
    ending.complete(new NodeEnding(IgniteEngine.EXIT_RESTART, ""));
  }
}
