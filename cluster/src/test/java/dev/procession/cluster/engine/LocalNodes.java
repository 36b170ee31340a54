package dev.procession.cluster.engine;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Nodes on this machine, started as users do; the processes of each can be found and killed. */
final class LocalNodes {
  static final Duration SOON = Duration.ofMinutes(2);
  private static final String VARIABLE = "PROCESSION_TEST_NODE";
  private static final int FIRST_PORT = 20_000;
  private static final int PORTS = 10_000;

  private final Path folder;
  private final List<String> addresses = new ArrayList<>();
  private final List<Process> nodes = new ArrayList<>();

  /** Classes that replace those of Procession's jar in the processes of nodes. */
  private Optional<Path> patch = Optional.empty();

  /** Finds free ports, outside of the range that the system gives to whoever asks for any. */
  LocalNodes(Path folder, int count) {
    this.folder = folder;
    Random random = new Random();
    while (addresses.size() < count) {
      int port = FIRST_PORT + random.nextInt(PORTS);
      if (isFree(port) && isFree(port + NodeAddress.MESSAGES_PORT_OFFSET)) {
        addresses.add("127.0.0.1:" + port);
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Nodes that are started from now on find classes in a folder first. */
  void patch(Path classes) {
    patch = Optional.of(classes);
  }

  String[] addresses() {
    return addresses.toArray(String[]::new);
  }

  String address(int node) {
    return addresses.get(node);
  }

  /** Starts those that do not run, and waits until all listen. */
  void start() throws IOException {
    start("--addresses", String.join(",", addresses));
  }

  /** Starts them with the certificate in a folder. */
  void start(Path certificate) throws IOException {
    start(certificate.toString());
  }

  private void start(String... cluster) throws IOException {
    for (int i = 0; i < addresses.size(); i++) {
      if (i == nodes.size()) {
        nodes.add(start(i, cluster));
      } else if (!nodes.get(i).isAlive()) {
        nodes.set(i, start(i, cluster));
      }
    }
    for (String address : addresses) {
      await().atMost(SOON).until(() -> listens(address));
    }
  }

  private Process start(int node, String... cluster) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    words.add("-Djava.io.tmpdir=" + folder);
    words.add("-Dprocession.cluster.jar=" + property("procession.cluster.jar"));
    words.addAll(program());
    words.add("node");
    words.addAll(List.of(cluster));
    words.addAll(List.of("--bind", addresses.get(node), "--slots", "2"));
    File log = folder.resolve("node-" + node + ".log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    builder.environment().put(VARIABLE, mark(node));
    builder.environment().put("XDG_CACHE_HOME", cache(node).toString());
    return builder.start();
  }

  private List<String> program() {
    String jar = property("procession.jar");
    if (patch.isEmpty()) {
      return List.of("-jar", jar);
    }
    String classPath =
        String.join(
            File.pathSeparator, patch.get().toString(), jar, property("procession.cluster.jar"));
    return List.of("-cp", classPath, "dev.procession.cli.Main");
  }

  /** Where a node keeps what later pools need. */
  Path cache(int node) {
    return folder.resolve("cache-" + node);
  }

  static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new AssertionError("no property " + name);
    }
    return value;
  }

  private String mark(int node) {
    return folder + "/" + node;
  }

  private static boolean listens(String address) {
    NodeAddress parsed = NodeAddress.of(address);
    try (Socket socket = new Socket(parsed.host(), parsed.port())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** All processes of a node whose command line has a word in it. */
  Stream<ProcessHandle> processes(int node, String word) {
    String entry = VARIABLE + "=" + mark(node) + "\0";
    return ProcessHandle.allProcesses()
        .filter(process -> read(process, "environ").contains(entry))
        .filter(process -> read(process, "cmdline").contains(word));
  }

  /** Kills the JVM of a node in which the engine runs, which the node's own process replaces. */
  void killEngine(int node) {
    List<ProcessHandle> found = processes(node, "ignite.NodeMain").toList();
    if (found.isEmpty()) {
      throw new AssertionError("node " + node + " does not run");
    }
    found.forEach(ProcessHandle::destroyForcibly);
  }

  /** Kills the node's own process, with which all others of it end. */
  void kill(int node) {
    nodes.get(node).destroyForcibly();
  }

  /** Sends SIGTERM to the node's own process. */
  void terminate(int node) {
    nodes.get(node).toHandle().destroy();
  }

  int exitCode(int node) throws InterruptedException {
    return nodes.get(node).waitFor();
  }

  void awaitNoProcess(int node, String word) {
    await().atMost(SOON).until(() -> processes(node, word).findAny().isEmpty());
  }

  void stop() {
    for (int i = 0; i < nodes.size(); i++) {
      kill(i);
      awaitNoProcess(i, "");
    }
  }

  /** A file that the system has of a process; empty if it is gone. */
  static String read(ProcessHandle process, String file) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/" + file));
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException | UncheckedIOException e) {
      // Gone, or not ours.
      return "";
    }
  }
}
