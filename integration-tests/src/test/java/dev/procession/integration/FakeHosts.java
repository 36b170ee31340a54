package dev.procession.integration;

import static org.awaitility.Awaitility.await;

import dev.procession.ProcessPool;
import dev.procession.cluster.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Hosts that are all this machine: a command that reaches them like {@code ssh}, each with a cache
 * of its own, and all its processes can be found, killed and stopped.
 */
final class FakeHosts {
  private static final String VARIABLE = "PROCESSION_TEST_HOST";

  private final Path folder;
  private final Path command;

  FakeHosts(Path folder) throws IOException {
    this.folder = folder;
    this.command = folder.resolve("reach");
    String script =
        """
        #!/bin/sh
        if [ -e "$0-$1.down" ]; then echo "$1 is down" >&2; exit 255; fi
        export %s="$0-$1" XDG_CACHE_HOME="$0-cache-$1"
        if [ -e "$0-$1.java" ]; then export JAVA_HOME="$(cat "$0-$1.java")"; fi
        if [ -e "$0-$1.stuck" ]; then exec sleep 600; fi
        exec /bin/sh -c "$2"
        """
            .formatted(VARIABLE);
    Files.writeString(command, script);
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
  }

  Cluster cluster(String... hosts) {
    return Cluster.ssh(hosts).command(command.toString()).hostTimeout(Duration.ofSeconds(5));
  }

  /** The command that reaches a host. */
  String command() {
    return command.toString();
  }

  /** A pool whose workers have only what they need on their class path, and these tests. */
  ProcessPool.Builder pool(Cluster cluster) {
    try {
      Path tests =
          Path.of(FakeHosts.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return ProcessPool.builder().cluster(cluster).classPath(tests);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** From now on a host cannot be connected to. */
  void down(String host) throws IOException {
    Files.createFile(Path.of(command + "-" + host + ".down"));
  }

  /** From now on a connection to a host does not come about, and does not end. */
  void stuck(String host) throws IOException {
    Files.createFile(Path.of(command + "-" + host + ".stuck"));
  }

  /** From now on a host has another JDK. */
  void java(String host, Path home) throws IOException {
    Files.writeString(Path.of(command + "-" + host + ".java"), home.toString());
  }

  void up(String host) throws IOException {
    Files.deleteIfExists(Path.of(command + "-" + host + ".down"));
  }

  /** Kills the node of a host, and nothing else. */
  void killNode(String host) {
    List<ProcessHandle> nodes = processes(host).filter(FakeHosts::isNode).toList();
    if (nodes.size() != 1) {
      throw new AssertionError(nodes.size() + " nodes on " + host);
    }
    nodes.get(0).destroyForcibly();
  }

  private static boolean isNode(ProcessHandle process) {
    try {
      byte[] words = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cmdline"));
      String text = new String(words, StandardCharsets.UTF_8);
      return text.contains("process.node.Main") && !text.startsWith("/bin/sh");
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends a signal to all processes of a host. */
  void signal(String host, String signal) throws Exception {
    List<String> kill = new ArrayList<>(List.of("kill", "-" + signal));
    processes(host).forEach(each -> kill.add(Long.toString(each.pid())));
    new ProcessBuilder(kill).start().waitFor();
  }

  /** All processes of a host. */
  Stream<ProcessHandle> processes(String host) {
    String entry = VARIABLE + "=" + command + "-" + host + "\0";
    return ProcessHandle.allProcesses().filter(process -> environment(process).contains(entry));
  }

  void awaitNoProcess(String host, Duration atMost) {
    // Each look is at all processes of the machine.
    await()
        .pollInterval(Duration.ofMillis(100))
        .atMost(atMost)
        .until(() -> processes(host).findAny().isEmpty());
  }

  private static String environment(ProcessHandle process) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/environ"));
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException | UncheckedIOException e) {
      // Gone, or not ours.
      return "";
    }
  }

  Path folder() {
    return folder;
  }
}
