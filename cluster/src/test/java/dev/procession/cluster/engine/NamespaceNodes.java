package dev.procession.cluster.engine;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Two hosts of their own, as far as a network, its processes and its name go, on a common network
 * with this machine, each with a node that has a certificate. For root on Linux only.
 */
final class NamespaceNodes implements AutoCloseable {
  private static final String NETWORK = "10.214.7.";
  private static final int SELF = 254;

  private final Path folder;
  private final Path cluster;
  private final String prefix;
  private final List<Optional<Process>> nodes = new ArrayList<>();

  private NamespaceNodes(Path folder) {
    this.folder = folder;
    this.cluster = folder.resolve("cluster");
    this.prefix = "pn" + ProcessHandle.current().pid() % 10_000;
  }

  /** Makes the hosts, without nodes. Skips the test, and says so, where there can be none. */
  static NamespaceNodes make(Path folder, int count) throws IOException {
    boolean possible = run("ip", "netns", "add", "pnprobe") == 0;
    run("ip", "netns", "del", "pnprobe");
    if (!possible && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("network namespaces are needed, which root may make with ip");
    }
    Assumptions.assumeTrue(possible, "network namespaces, which root may make with ip");
    NamespaceNodes made = new NamespaceNodes(folder);
    made.makeNetwork(count);
    return made;
  }

  private void makeNetwork(int count) throws IOException {
    expect("ip", "link", "add", bridge(), "type", "bridge");
    expect("ip", "addr", "add", NETWORK + SELF + "/24", "dev", bridge());
    expect("ip", "link", "set", bridge(), "up");
    List<NodeAddress> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      expect("ip", "netns", "add", name(i));
      expect(
          "ip", "link", "add", link(i), "type", "veth", "peer", "name", "eth0", "netns", name(i));
      expect("ip", "link", "set", link(i), "master", bridge());
      expect("ip", "link", "set", link(i), "up");
      expect("ip", "-n", name(i), "addr", "add", address(i) + "/24", "dev", "eth0");
      expect("ip", "-n", name(i), "link", "set", "eth0", "up");
      expect("ip", "-n", name(i), "link", "set", "lo", "up");
      addresses.add(NodeAddress.of(address(i)));
      nodes.add(Optional.empty());
    }
    Certificates.init(cluster, addresses);
  }

  /** The folder with the certificate of programs. */
  Path cluster() {
    return cluster;
  }

  String address(int node) {
    return NETWORK + (node + 1);
  }

  private String bridge() {
    return prefix + "br";
  }

  private String name(int node) {
    return prefix + "n" + node;
  }

  private String link(int node) {
    return name(node) + "v";
  }

  /** Starts the nodes that do not run. */
  void start() throws IOException {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).filter(Process::isAlive).isEmpty()) {
        start(i);
      }
    }
  }

  void start(int node) throws IOException {
    nodes.set(node, Optional.of(startAt(node)));
  }

  private Process startAt(int node) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("ip", "netns", "exec", name(node), "unshare", "--mount", "--pid"));
    words.addAll(List.of("--uts", "--fork", "--kill-child", "--mount-proc", "sh", "-c"));
    words.add(
        // Its JVMs must not meet those of other hosts, whose processes have the same ids.
        "hostname "
            + name(node)
            + "; d=/tmp/hsperfdata_$(id -un); mkdir -p $d;"
            + " mount -t tmpfs tmpfs $d; \"$@\"; exit $?");
    words.add("sh");
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx64m", "-Djava.io.tmpdir=" + folder));
    words.add("-Dprocession.cluster.jar=" + LocalNodes.property("procession.cluster.jar"));
    words.addAll(List.of("-jar", LocalNodes.property("procession.jar"), "node"));
    words.addAll(List.of(cluster.toString(), "--bind", address(node), "--slots", "2"));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(node).toFile()));
    builder.environment().put("XDG_CACHE_HOME", folder.resolve(name(node) + "-cache").toString());
    return builder.start();
  }

  boolean listens(int node) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address(node), NodeAddress.DEFAULT_PORT), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** How a host is cut off from all others. */
  enum Cut {
    /** As when its cable is pulled out: the host knows. */
    CABLE,
    /** As when a switch on the way is off: nothing arrives. */
    SWITCH,
    /** As when its own interface is off: it has no address any more. */
    INTERFACE
  }

  void cut(int node, Cut cut) {
    switch (cut) {
      case CABLE -> expect("ip", "link", "set", link(node), "down");
      case SWITCH -> expect("ip", "link", "set", link(node), "nomaster");
      case INTERFACE -> expect("ip", "-n", name(node), "link", "set", "eth0", "down");
    }
  }

  /** Ends all cuts. */
  void mend() {
    for (int i = 0; i < nodes.size(); i++) {
      expect("ip", "link", "set", link(i), "master", bridge());
      expect("ip", "link", "set", link(i), "up");
      expect("ip", "-n", name(i), "link", "set", "eth0", "up");
      expect("bridge", "link", "set", "dev", link(i), "isolated", "off");
    }
  }

  /** From now on the hosts cannot reach each other, and this machine reaches them all. */
  void separate() {
    for (int i = 0; i < nodes.size(); i++) {
      expect("bridge", "link", "set", "dev", link(i), "isolated", "on");
    }
  }

  /** How many lines with a text in them a node has printed since it was first started. */
  long said(int node, String text) throws IOException {
    return Files.readAllLines(log(node)).stream().filter(line -> line.contains(text)).count();
  }

  private Path log(int node) {
    return folder.resolve(name(node) + ".log");
  }

  /** How many bytes were sent to a host. */
  long bytesTo(int node) throws IOException {
    Path counter = Path.of("/sys/class/net/" + link(node) + "/statistics/tx_bytes");
    return Long.parseLong(Files.readString(counter).strip());
  }

  /** All processes of a host whose command line has a word in it. */
  Stream<ProcessHandle> processes(int node, String word) throws IOException {
    List<ProcessHandle> first = nodes.get(node).orElseThrow().toHandle().children().toList();
    if (first.isEmpty()) {
      return Stream.empty();
    }
    Path space = namespace(first.get(0));
    return ProcessHandle.allProcesses()
        .filter(each -> space.equals(namespace(each)))
        .filter(each -> commandLine(each).contains(word));
  }

  private static Path namespace(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/ns/pid"));
    } catch (IOException e) {
      return Path.of("gone");
    }
  }

  static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  boolean isRunning(int node) {
    return nodes.get(node).filter(Process::isAlive).isPresent();
  }

  /** Sends a signal to all processes of a host. */
  void signal(int node, String signal) throws IOException {
    List<String> kill = new ArrayList<>(List.of("kill", "-" + signal));
    processes(node, "").forEach(each -> kill.add(Long.toString(each.pid())));
    expect(kill.toArray(String[]::new));
  }

  /** As when its power is cut. */
  void kill(int node) {
    Process process = nodes.get(node).orElseThrow();
    process.destroyForcibly();
    await().atMost(LocalNodes.SOON).until(() -> !process.isAlive());
  }

  @Override
  public void close() {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).isPresent()) {
        kill(i);
      }
      run("ip", "link", "del", link(i));
      run("ip", "netns", "del", name(i));
    }
    run("ip", "link", "del", bridge());
  }

  private static void expect(String... command) {
    int code = run(command);
    if (code != 0) {
      throw new AssertionError(String.join(" ", command) + " ended with " + code);
    }
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
