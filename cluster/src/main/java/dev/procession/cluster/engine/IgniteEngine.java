package dev.procession.cluster.engine;

import dev.procession.process.remote.ClusterEngine;
import dev.procession.process.thread.Signals;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.Carrier;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs Apache Ignite, in JVMs of its own; this class does not depend on it. */
public final class IgniteEngine implements ClusterEngine {
  /** With this code the JVM of a node says that it is to be started again. */
  public static final int EXIT_RESTART = 1;

  /** With this one, that it could not be started, and that it is no use to repeat. */
  public static final int EXIT_UNUSABLE = 3;

  /** With this one, that it was drained. */
  public static final int EXIT_DRAINED = 4;

  /** With this one, that it is to be started again, to join another ring. */
  public static final int EXIT_OTHER_RING = 5;

  private static final long RESTART_MILLIS = 1000;

  /** A node that has stayed in a ring for so long has not joined it in vain. */
  private static final long SETTLED_NANOS = TimeUnit.MINUTES.toNanos(20);

  private static final long ENDING_MILLIS = 5000;

  /** Made by the service loader. */
  public IgniteEngine() {}

  /** The jar or folder with the engine. */
  public static Path ownEntry() {
    return EngineJvm.entryOf(IgniteEngine.class);
  }

  @Override
  public Carrier carrier(Joining joining, Threads threads) {
    List<NodeAddress> addresses = addresses(joining.addresses(), joining.certificates());
    NodeAddress bind = bindTowards(addresses);
    return new GatewayCarrier(
        addresses,
        folder ->
            EngineJvm.command(
                EngineJvm.GATEWAY,
                new EngineArguments(
                    folder, addresses, joining.certificates(), bind, joining.workers())),
        threads);
  }

  private static List<NodeAddress> addresses(List<String> texts, Optional<Path> certificates) {
    List<NodeAddress> addresses = texts.stream().map(NodeAddress::of).toList();
    for (NodeAddress address : addresses) {
      if (certificates.isEmpty() && !address.isLoopback()) {
        throw new IllegalArgumentException(
            "Address "
                + address
                + " is not this machine's loopback address, so certificates are needed:"
                + " whoever joins runs code on all hosts. procession cluster init makes them");
      }
    }
    // Before a JVM is started for nothing.
    certificates.ifPresent(Certificates::context);
    return addresses;
  }

  /** The address of this machine to bind to, so that nodes can reach it. */
  private static NodeAddress bindTowards(List<NodeAddress> addresses) {
    if (addresses.stream().allMatch(NodeAddress::isLoopback)) {
      return addresses.get(0);
    }
    String host =
        addresses.stream()
            .flatMap(address -> towards(address).stream())
            .findFirst()
            // None has a known name or a route to it, as will be said of each.
            .orElseGet(() -> InetAddress.getLoopbackAddress().getHostAddress());
    return new NodeAddress(host, NodeAddress.DEFAULT_PORT);
  }

  /** The address of this machine from which that one is reached. */
  private static Optional<String> towards(NodeAddress address) {
    try (DatagramSocket socket = new DatagramSocket()) {
      // Sends nothing.
      socket.connect(address.resolved());
      return Optional.of(socket.getLocalAddress().getHostAddress());
    } catch (IOException | RuntimeException e) {
      // Its name is not known, or there is no way to it.
      return Optional.empty();
    }
  }

  @Override
  public void runNode(NodePlan plan) throws IOException, InterruptedException {
    List<NodeAddress> addresses = addresses(plan.addresses(), plan.certificates());
    NodeAddress bind =
        plan.bind().isPresent() ? NodeAddress.of(plan.bind().get()) : ownOf(addresses);
    if (plan.certificates().isEmpty() && !bind.isLoopback()) {
      throw new IllegalArgumentException(
          "Address " + bind + " can be reached from other machines, so certificates are needed");
    }
    checkPorts(bind);
    int slots = plan.slots().orElse(Runtime.getRuntime().availableProcessors());
    NodeJvm node = new NodeJvm();
    Signals.onFirst("TERM", node::drain, node::end);
    int otherRings = 0;
    for (boolean isFirst = true; node.isWanted(); isFirst = false) {
      long startNanos = System.nanoTime();
      try (EngineFolder folder = EngineFolder.create()) {
        EngineArguments arguments =
            new EngineArguments(
                folder.path(), addresses, plan.certificates(), bind, OptionalInt.of(slots));
        List<String> words = new ArrayList<>(EngineJvm.command(EngineJvm.NODE, arguments));
        words.add(Integer.toString(otherRings));
        NodeJvm.End end = node.run(words);
        boolean settled = System.nanoTime() - startNanos > SETTLED_NANOS;
        otherRings = end.code() == EXIT_OTHER_RING && !settled ? otherRings + 1 : 0;
        if (end.code() == EXIT_UNUSABLE) {
          IOException failure = new IOException(cannotStart(bind, end.said()));
          if (isFirst) {
            throw failure;
          }
          System.err.println("procession node: " + failure.getMessage());
        }
        if (end.code() == EXIT_DRAINED) {
          return;
        }
      }
      Thread.sleep(RESTART_MILLIS);
    }
  }

  /** Says in one sentence what the engine would take long to find out. */
  private static void checkPorts(NodeAddress bind) throws IOException {
    if (bind.resolved().isUnresolved()) {
      throw new IOException(cannotStart(bind, "its name is not known"));
    }
    if (!isOwn(bind)) {
      throw new IOException(cannotStart(bind, "it is no address of this machine"));
    }
    for (int port : List.of(bind.port(), bind.port() + NodeAddress.MESSAGES_PORT_OFFSET)) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(bind.host(), port));
      } catch (IOException e) {
        throw new IOException(
            cannotStart(
                bind,
                "port "
                    + port
                    + " cannot be used ("
                    + e.getMessage()
                    + "); does a node run there already?"),
            e);
      }
    }
  }

  private static String cannotStart(NodeAddress bind, String why) {
    return "the node at " + bind + " cannot start: " + why;
  }

  @Override
  public void drain(Joining joining, String host, Consumer<String> told)
      throws IOException, InterruptedException {
    List<NodeAddress> addresses = addresses(joining.addresses(), joining.certificates());
    String name = NodeAddress.of(host).toString();
    try (EngineFolder folder = EngineFolder.create()) {
      List<String> words =
          new ArrayList<>(
              EngineJvm.command(
                  EngineJvm.DRAIN,
                  new EngineArguments(
                      folder.path(),
                      addresses,
                      joining.certificates(),
                      bindTowards(addresses),
                      OptionalInt.empty())));
      words.add(name);
      Process process =
          new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (DrainReport.read(line, told)) {
            return;
          }
        }
        throw new IOException("the engine has ended with code " + process.waitFor());
      } finally {
        // Its end may take a moment, which nobody needs to wait for.
        process.getOutputStream().close();
        if (!process.waitFor(ENDING_MILLIS, TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
        }
      }
    }
  }

  @Override
  public void init(Path folder, List<String> addresses) throws IOException {
    Certificates.init(folder, addresses.stream().map(NodeAddress::of).toList());
  }

  @Override
  public Path certificate(Path folder, String name) throws IOException {
    return Certificates.member(folder, name);
  }

  private static NodeAddress ownOf(List<NodeAddress> addresses) {
    for (NodeAddress address : addresses) {
      if (isOwn(address)) {
        return address;
      }
    }
    throw new IllegalArgumentException(
        "None of the addresses is this machine's: say with --bind at which one it can be reached");
  }

  private static boolean isOwn(NodeAddress address) {
    try {
      InetAddress resolved = InetAddress.getByName(address.host());
      return resolved.isLoopbackAddress() || NetworkInterface.getByInetAddress(resolved) != null;
    } catch (UnknownHostException | SocketException e) {
      return false;
    }
  }
}
