package dev.procession.process.node;

import dev.procession.process.host.LocalHost;
import dev.procession.process.host.WorkerHost;
import dev.procession.process.launch.LaunchOptions;
import dev.procession.process.launch.Launcher;
import dev.procession.process.launch.PoolFolder;
import dev.procession.process.thread.Signals;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.StreamLink;
import dev.procession.process.tunnel.Tunnel;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;

/**
 * A node whose pool is at the other end of its standard streams. Ends with them, or when it has
 * heard nothing for too long, and leaves no worker behind. SIGTERM drains it: it ends when the pool
 * has let its workers go.
 */
public final class Main {
  private static final long LOOK_MILLIS = 20;
  private static final int EXIT_LEASE_OVER = 3;
  private static final int EXIT_TERMINATED = 143;
  private static final long FINISHING_MILLIS = 2000;

  private Main() {}

  /**
   * Runs until the pool is gone; never returns.
   *
   * @param arguments how many workers it runs at once; none for as many as there are processors
   */
  public static void main(String[] arguments) {
    int processors = Runtime.getRuntime().availableProcessors();
    int slots = arguments.length > 0 ? Integer.parseInt(arguments[0]) : processors;
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    // Whatever is printed here must not get between the messages.
    System.setOut(System.err);
    Threads threads = Threads.ofThisJvm();
    StreamLink link = new StreamLink(new FileInputStream(FileDescriptor.in), out, () -> {});
    PoolFolder folder = new PoolFolder();
    Node node =
        new Node(
            new Tunnel(link),
            launch -> host(launch, folder, threads),
            FileCache.ofThisUser(),
            folder,
            threads,
            System::nanoTime,
            System::currentTimeMillis);
    link.start(threads, "procession-node-send");
    node.sayHello(slots, processors);
    Signals.onFirst("TERM", node::drain, () -> end(node, folder, EXIT_TERMINATED));
    threads.daemon("procession-node-look", () -> look(node, link, folder), 0).start();
    int code = 0;
    try {
      while (true) {
        node.received(link.read());
      }
    } catch (IOException e) {
      // The pool is gone, or what it says is not to be believed.
      code = 0;
    } catch (RuntimeException | Error e) {
      System.err.println("procession node: " + e);
      code = 1;
    }
    end(node, folder, code);
  }

  private static WorkerHost host(LaunchOptions launch, PoolFolder folder, Threads threads) {
    return new LocalHost(launch, folder, threads, Launcher.ofThisSystem());
  }

  private static void look(Node node, StreamLink link, PoolFolder folder) {
    try {
      while (node.look()) {
        if (node.isDrained()) {
          // What was said last tells the pool how the last worker ended.
          link.finish(FINISHING_MILLIS);
          end(node, folder, 0);
        }
        Thread.sleep(LOOK_MILLIS);
      }
      System.err.println("procession node: nothing was heard of the pool for too long");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end(node, folder, EXIT_LEASE_OVER);
  }

  /** Guards against a race between the end of the stream and that of the lease. */
  private static synchronized void end(Node node, PoolFolder folder, int code) {
    node.killAll();
    folder.delete();
    Runtime.getRuntime().halt(code);
  }
}
