package dev.procession.cluster.ignite;

import dev.procession.cluster.engine.EngineArguments;
import dev.procession.cluster.engine.EngineFolder;
import dev.procession.cluster.engine.GatewayFrame;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.StreamLink;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The JVM of a program's gateway. Ends with the program. */
public final class GatewayMain {
  private static final long LEAVING_MILLIS = 2000;

  private GatewayMain() {}

  /**
   * Runs until the program is gone; never returns.
   *
   * @param words those of {@link EngineArguments}
   */
  public static void main(String[] words) {
    EngineArguments arguments = EngineArguments.of(words);
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    // Whatever is printed here must not get between the messages.
    System.setOut(System.err);
    Threads threads = Threads.ofThisJvm();
    CompletableFuture<String> fatal = new CompletableFuture<>();
    StreamLink link =
        new StreamLink(new FileInputStream(FileDescriptor.in), out, () -> fatal.complete(""));
    link.start(threads, "procession-gateway-out");
    Gateway gateway = new Gateway(arguments, link, threads, fatal);
    threads.daemon("procession-gateway-look", () -> look(gateway, fatal), 0).start();
    threads.daemon("procession-gateway-in", () -> read(gateway, link, fatal), 0).start();
    String why = fatal.join();
    if (why.isEmpty()) {
      leave(gateway, threads);
    } else {
      System.err.println(why);
    }
    EngineFolder.delete(arguments.folder());
    Runtime.getRuntime().halt(why.isEmpty() ? 0 : 1);
  }

  private static void look(Gateway gateway, CompletableFuture<String> fatal) {
    try {
      gateway.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      fatal.complete("the gateway has failed: " + e);
    }
  }

  private static void read(Gateway gateway, StreamLink link, CompletableFuture<String> fatal) {
    try {
      while (true) {
        gateway.accept(GatewayFrame.of(link.read()));
      }
    } catch (IOException e) {
      // The program is gone.
      fatal.complete("");
    } catch (RuntimeException | Error e) {
      fatal.complete("the gateway has failed: " + e);
    }
  }

  /** Politely, as long as that does not take long. */
  private static void leave(Gateway gateway, Threads threads) {
    CompletableFuture<Void> left = new CompletableFuture<>();
    threads
        .daemon(
            "procession-gateway-leave",
            () -> {
              gateway.close();
              left.complete(null);
            },
            0)
        .start();
    try {
      left.get(LEAVING_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // The nodes notice its end as well.
    }
  }
}
