package dev.procession.cluster.ignite;

import dev.procession.cluster.engine.Certificates;
import dev.procession.cluster.engine.DrainReport;
import dev.procession.cluster.engine.EngineArguments;
import dev.procession.cluster.engine.EngineFolder;
import dev.procession.cluster.engine.NodeAddress;
import dev.procession.cluster.ignite.Reachability.Answer;
import dev.procession.process.thread.Threads;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The JVM that asks a node to leave, and waits for that. It says on its standard output what
 * happens, and ends with its standard input; the node goes on leaving.
 */
public final class DrainMain {
  private DrainMain() {}

  /**
   * Runs until the node has left; never returns.
   *
   * @param words those of {@link EngineArguments}, and the name of the node
   */
  public static void main(String[] words) {
    int last = words.length - 1;
    EngineArguments arguments = EngineArguments.of(Arrays.copyOf(words, last));
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    DrainReport report = new DrainReport(out::println);
    Threads.ofThisJvm().daemon("procession-parent", () -> endWithInput(arguments), 0).start();
    try {
      drain(arguments, words[last], report);
    } catch (IOException e) {
      report.failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException | RuntimeException | Error e) {
      report.failed("the engine has failed: " + e);
    }
    end(arguments);
  }

  private static void drain(EngineArguments arguments, String host, DrainReport report)
      throws IOException, InterruptedException {
    List<NodeAddress> listening = listening(arguments);
    Drain drain = new Drain(host, report);
    try (Ring ring = Ring.ofGateway(arguments, listening, drain)) {
      drain.run(ring);
    }
  }

  /** A program that joins before any node does is alone. */
  private static List<NodeAddress> listening(EngineArguments arguments) throws IOException {
    Optional<SSLContext> certificates = arguments.certificates().map(Certificates::context);
    List<NodeAddress> listening = new ArrayList<>();
    List<String> troubles = new ArrayList<>();
    Reachability.ofAll(arguments.addresses(), certificates, Threads.ofThisJvm())
        .forEach(
            (address, reachability) -> {
              if (reachability.answer() == Answer.LISTENS) {
                listening.add(address);
              } else {
                troubles.add(address + ": " + reachability.trouble());
              }
            });
    if (listening.isEmpty()) {
      throw new IOException("no node can be reached: " + String.join("; ", troubles));
    }
    return listening;
  }

  private static void endWithInput(EngineArguments arguments) {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      // As its end.
    }
    end(arguments);
  }

  private static void end(EngineArguments arguments) {
    EngineFolder.delete(arguments.folder());
    Runtime.getRuntime().halt(0);
  }
}
