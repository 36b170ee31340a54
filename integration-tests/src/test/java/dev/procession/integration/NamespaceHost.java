package dev.procession.integration;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A host of its own, as far as a network, its processes, its name and its files in /run go, with a
 * real {@code sshd}. For root on Linux only.
 */
final class NamespaceHost implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final String name;
  private final String link;
  private final String address;
  private final Process init;

  private NamespaceHost(String name, String link, String address, Process init) {
    this.name = name;
    this.link = link;
    this.address = address;
    this.init = init;
  }

  /** Skips the test, and says so, where there can be no such hosts. */
  static void needPossible() {
    List.of("ssh", "ssh-keygen", "sshd", "ip", "unshare", "mount").forEach(Needs::program);
    Needs.that(
        run("ip", "netns", "add", "pxprobe") == 0, "network namespaces, which root may make");
    run("ip", "netns", "del", "pxprobe");
  }

  /** A key that all hosts accept. */
  static Path key(Path folder) throws IOException {
    Path key = folder.resolve("key");
    expect("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
    Files.copy(folder.resolve("key.pub"), folder.resolve("authorized"));
    return key;
  }

  /**
   * Starts a host.
   *
   * @param number which of several, from 1
   */
  static NamespaceHost start(Path folder, int number) throws IOException {
    String name = "px" + ProcessHandle.current().pid() % 10_000 + "n" + number;
    String link = name + "v";
    String address = "10.213." + number + ".2";
    expect("ip", "netns", "add", name);
    expect("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name);
    expect("ip", "addr", "add", "10.213." + number + ".1/30", "dev", link);
    expect("ip", "link", "set", link, "up");
    expect("ip", "-n", name, "addr", "add", address + "/30", "dev", "eth0");
    expect("ip", "-n", name, "link", "set", "eth0", "up");
    expect("ip", "-n", name, "link", "set", "lo", "up");
    Process init = boot(folder, name);
    NamespaceHost host = new NamespaceHost(name, link, address, init);
    await().atMost(SOON).until(host::listens);
    return host;
  }

  private static Process boot(Path folder, String name) throws IOException {
    Path hostKey = folder.resolve(name + "-host-key");
    expect("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", hostKey.toString());
    Path config = folder.resolve(name + "-config");
    Files.write(
        config,
        List.of(
            "HostKey " + hostKey,
            "AuthorizedKeysFile " + folder.resolve("authorized"),
            "StrictModes no",
            "UsePAM no",
            "PermitRootLogin yes",
            "PidFile none",
            "SetEnv XDG_CACHE_HOME="
                + folder.resolve(name + "-cache")
                + " JAVA_HOME="
                + System.getProperty("java.home")));
    String start =
        "hostname "
            + name
            + "; mount -t tmpfs tmpfs /run; mkdir /run/sshd; exec /usr/sbin/sshd -D -e -f "
            + config;
    return new ProcessBuilder(
            "ip",
            "netns",
            "exec",
            name,
            "unshare",
            "--mount",
            "--pid",
            "--uts",
            "--fork",
            "--kill-child",
            "--mount-proc",
            "sh",
            "-c",
            start)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + "-log").toFile())
        .start();
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, 22), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  String address() {
    return address;
  }

  String name() {
    return name;
  }

  /** Whether it knows a way to another host. */
  boolean reaches(NamespaceHost other) {
    return run("ip", "-n", name, "route", "get", other.address) == 0;
  }

  /** As when its cable is pulled out, or put in. */
  void link(String upOrDown) {
    expect("ip", "link", "set", link, upOrDown);
  }

  /** Sends a signal to all its processes. */
  void signal(String signal) throws IOException {
    List<String> kill = new ArrayList<>(List.of("kill", "-" + signal));
    processes().forEach(each -> kill.add(Long.toString(each.pid())));
    run(kill.toArray(String[]::new));
  }

  /** All processes that are there, besides the one that waits for them. */
  Stream<ProcessHandle> processes() throws IOException {
    List<ProcessHandle> first = init.toHandle().children().toList();
    if (first.isEmpty()) {
      return Stream.empty();
    }
    Path space = namespace(first.get(0));
    return ProcessHandle.allProcesses().filter(each -> space.equals(namespace(each)));
  }

  private static Path namespace(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/ns/pid"));
    } catch (IOException e) {
      return Path.of("gone");
    }
  }

  /** As when its power is cut. */
  void kill() {
    init.destroyForcibly();
    await().atMost(SOON).until(() -> !init.isAlive());
  }

  @Override
  public void close() {
    kill();
    run("ip", "link", "del", link);
    run("ip", "netns", "del", name);
  }

  private static void expect(String... command) {
    int code = run(command);
    if (code != 0) {
      throw new AssertionError(String.join(" ", command) + " ended with " + code);
    }
  }

  private static int run(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.waitFor(60, TimeUnit.SECONDS);
      return process.waitFor();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
