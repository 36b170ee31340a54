package dev.procession.process.remote;

import dev.procession.process.launch.LaunchPlan;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.Carrier;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * What connects programs and the nodes of a cluster. It is in a jar of its own, {@code
 * procession-cluster}, which brings what a pool on one machine does not need.
 */
public interface ClusterEngine {
  /** The jar's name beside that of Procession, as in a distribution. */
  String JAR = "procession-cluster.jar";

  /** Names the jar where it is somewhere else; set by the script of the command line. */
  String JAR_PROPERTY = "procession.cluster.jar";

  /**
   * How a program joins the nodes.
   *
   * @param addresses of some of them
   * @param certificates the folder with the program's certificate; empty for none
   * @param workers how many workers the pool has at most; empty for as many as there is room for
   */
  record Joining(List<String> addresses, Optional<Path> certificates, OptionalInt workers) {}

  /**
   * What a node is to be.
   *
   * @param addresses of some nodes of the cluster
   * @param certificates the folder with the node's certificate; empty for none
   * @param bind its own address; empty for the one of the addresses that is this machine's
   * @param slots how many workers run there at once; empty for as many as there are processors
   */
  record NodePlan(
      List<String> addresses,
      Optional<Path> certificates,
      Optional<String> bind,
      OptionalInt slots) {}

  /**
   * Connects a pool.
   *
   * @throws IllegalArgumentException if the addresses need certificates, or those cannot be used
   */
  Carrier carrier(Joining joining, Threads threads);

  /**
   * Runs a node until it is drained: by {@link #drain}, or by the first SIGTERM. The second ends it
   * at once.
   *
   * @throws IllegalArgumentException if the plan cannot be carried out
   * @throws IOException if it cannot be started, and why
   */
  void runNode(NodePlan plan) throws IOException, InterruptedException;

  /**
   * Has a node leave its cluster when its workers have finished what they run, and waits for that.
   * Nobody has to wait: the node leaves without.
   *
   * @param host its address
   * @param told takes a sentence about what happens
   * @throws IllegalArgumentException if the addresses need certificates, or those cannot be used
   * @throws IOException if it cannot be drained, and why
   */
  void drain(Joining joining, String host, Consumer<String> told)
      throws IOException, InterruptedException;

  /**
   * Makes a folder with an authority, the first certificate, and the addresses of a cluster.
   *
   * @throws IOException if it exists, or something cannot be made; says what
   */
  void init(Path folder, List<String> addresses) throws IOException;

  /**
   * Makes a folder with one more certificate, beside the authority.
   *
   * @return the folder that was made
   * @throws IOException if it exists, or something cannot be made; says what
   */
  Path certificate(Path folder, String name) throws IOException;

  /**
   * The engine that is on the class path or beside Procession's own jar.
   *
   * @throws IllegalStateException if there is none; says what to add
   */
  static ClusterEngine find() {
    ClassLoader own = ClusterEngine.class.getClassLoader();
    Optional<ClusterEngine> found = ServiceLoader.load(ClusterEngine.class, own).findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return ServiceLoader.load(ClusterEngine.class, context)
        .findFirst()
        .or(() -> besideOwnJar(own))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Hosts that run nodes need Procession's cluster engine: add"
                        + " dev.procession:procession-cluster to the dependencies; for the command"
                        + " line, put that artifact with the classifier all beside procession.jar"
                        + " in lib, under the name "
                        + JAR));
  }

  private static Optional<ClusterEngine> besideOwnJar(ClassLoader own) {
    String named = System.getProperty(JAR_PROPERTY);
    Optional<Path> jar =
        named != null
            ? Optional.of(Path.of(named))
            : LaunchPlan.ownEntry().map(entry -> Path.of(entry).resolveSibling(JAR));
    if (jar.isEmpty() || !Files.isRegularFile(jar.get())) {
      return Optional.empty();
    }
    try {
      // Not closed: it lives as long as this JVM.
      URLClassLoader loader = new URLClassLoader(new URL[] {jar.get().toUri().toURL()}, own);
      return ServiceLoader.load(ClusterEngine.class, loader).findFirst();
    } catch (MalformedURLException e) {
      throw new AssertionError("the address of a file", e);
    }
  }
}
