package dev.procession.cluster;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * The hosts that a pool's workers run on, for {@code ProcessPool.Builder.cluster}: reached by
 * {@code ssh}, or running nodes that wait for programs. Immutable.
 *
 * <pre>{@code
 * try (ProcessPool pool =
 *     ProcessPool.builder().cluster(Cluster.ssh("10.0.0.1", "4/10.0.0.2")).build()) {
 *   List<Integer> squares = pool.map(x -> x * x, List.of(1, 2, 3));
 * }
 * }</pre>
 *
 * <p>With {@link #ssh} nothing has to be set up on a host but a JDK, and a login that asks for no
 * password. The program's class path is sent there once and kept in the user's cache folder. A
 * process of ours there, the node, launches the workers; it ends with the connection, and its
 * workers with it.
 *
 * <p>Anybody who may log in runs code as that user, and the program sees what the workers send:
 * what is secure about it is the command's, such as {@code ssh}.
 *
 * <p>With {@link #at} and {@link #load}, {@code procession node} runs on each host. Whoever has a
 * certificate of the cluster's authority runs code on all of them as the nodes' user.
 */
public final class Cluster {
  private static final List<String> SSH =
      List.of("ssh", "-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10");
  private static final Duration DEFAULT_HOST_TIMEOUT = Duration.ofSeconds(4);
  private static final Duration DEFAULT_WAIT = Duration.ofSeconds(60);
  private static final Duration SHORTEST_HOST_TIMEOUT = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int MAX_SLOTS = 1024;
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+(%\\w+)?])(:[0-9]{1,5})?");
  private static final String FILE = "cluster.properties";
  private static final String ADDRESSES = "addresses";

  private final List<String> hosts;
  private final Map<String, Integer> slots;

  /** Empty where the hosts run nodes. */
  private final List<String> command;

  private final Optional<Path> certificates;
  private final Duration hostTimeout;
  private final Duration waitForHosts;

  private Cluster(
      List<String> hosts,
      Map<String, Integer> slots,
      List<String> command,
      Optional<Path> certificates,
      Duration hostTimeout,
      Duration waitForHosts) {
    this.hosts = hosts;
    this.slots = slots;
    this.command = command;
    this.certificates = certificates;
    this.hostTimeout = hostTimeout;
    this.waitForHosts = waitForHosts;
  }

  /**
   * Hosts that are reached by {@code ssh}, or by another {@link #command}.
   *
   * @param hosts their names, as {@code ssh} knows them, such as {@code user@10.0.0.1}; with a
   *     number and a slash before it, as in {@code 4/10.0.0.1}, to have so many workers there
   *     rather than one for each of its processors
   * @return the hosts
   * @throws NullPointerException if any of them is null
   * @throws IllegalArgumentException if there is none, one is named twice or is no name
   */
  public static Cluster ssh(String... hosts) {
    List<String> names = new ArrayList<>();
    Map<String, Integer> slots = new LinkedHashMap<>();
    for (String host : hosts) {
      Objects.requireNonNull(host, "host");
      int slash = host.indexOf('/');
      String name = host.substring(slash + 1).strip();
      if (name.isEmpty() || name.startsWith("-") || name.chars().anyMatch(Cluster::isUnfit)) {
        throw new IllegalArgumentException(
            "\"" + host + "\" is no host: write a name or an address, as 10.0.0.1 or 4/10.0.0.1");
      }
      if (names.contains(name)) {
        throw new IllegalArgumentException(
            "host " + name + " is named twice; write 4/" + name + " for four workers there");
      }
      names.add(name);
      if (slash >= 0) {
        slots.put(name, slots(host, host.substring(0, slash).strip()));
      }
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a cluster needs a host");
    }
    return new Cluster(
        List.copyOf(names),
        Map.copyOf(slots),
        SSH,
        Optional.empty(),
        DEFAULT_HOST_TIMEOUT,
        DEFAULT_WAIT);
  }

  /**
   * Hosts on which {@code procession node} runs. Several programs may use them at the same time,
   * and a host that is started later is used from then on, also one that is not named here.
   *
   * <p>Needs {@code procession-cluster} on the class path. Addresses other than this machine's
   * loopback ones need {@link #certificates(Path)}.
   *
   * @param addresses the addresses of some of the nodes, with a port where it is not 47500, such as
   *     {@code 10.0.0.1} or {@code 10.0.0.2:47600}
   * @return the hosts
   * @throws NullPointerException if any of them is null
   * @throws IllegalArgumentException if there is none, one is named twice or is no address
   */
  public static Cluster at(String... addresses) {
    List<String> names = new ArrayList<>();
    for (String address : addresses) {
      String name = Objects.requireNonNull(address, "address").strip();
      if (!ADDRESS.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "\""
                + address
                + "\" is no address of a node: write 10.0.0.1, or 10.0.0.1:47600 with its port");
      }
      if (names.contains(name)) {
        throw new IllegalArgumentException("address " + name + " is named twice");
      }
      names.add(name);
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a cluster needs an address");
    }
    return new Cluster(
        List.copyOf(names),
        Map.of(),
        List.of(),
        Optional.empty(),
        DEFAULT_HOST_TIMEOUT,
        DEFAULT_WAIT);
  }

  /**
   * The hosts of a folder that {@code procession cluster init} has made: their addresses, and the
   * certificate with which this program joins them.
   *
   * @param folder the folder; {@code cluster.properties} is in it
   * @return the hosts
   * @throws NullPointerException if it is null
   * @throws UncheckedIOException if it cannot be read
   * @throws IllegalArgumentException if no addresses are in it
   */
  public static Cluster load(Path folder) {
    Path file = folder.resolve(FILE);
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "There is no " + file + " that can be read; procession cluster init makes it", e);
    }
    String addresses = properties.getProperty(ADDRESSES, "").strip();
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException(
          file + " does not say " + ADDRESSES + "=10.0.0.1,10.0.0.2");
    }
    return at(addresses.split("\\s*,\\s*")).certificates(folder);
  }

  private static boolean isUnfit(int c) {
    return c <= ' ' || c == '\'' || c == '"' || c == 0x7F;
  }

  private static int slots(String host, String number) {
    try {
      int slots = Integer.parseInt(number);
      if (slots >= 1 && slots <= MAX_SLOTS) {
        return slots;
      }
    } catch (NumberFormatException e) {
      // As a number that is out of range.
    }
    throw new IllegalArgumentException(
        "\""
            + host
            + "\": what comes before the slash is how many workers run there, 1 to "
            + MAX_SLOTS);
  }

  /**
   * The command that reaches a host: any that carries standard input and output there, and passes
   * its last argument to a shell there. {@code {}} is the host; where no word has it, the host
   * comes after the words.
   *
   * <pre>{@code
   * Cluster.ssh("pod-1", "pod-2").command("kubectl", "exec", "-i", "{}", "--", "sh", "-c");
   * Cluster.ssh("a", "b").command("ssh", "-p", "2222", "-o", "BatchMode=yes");
   * }</pre>
   *
   * @param words the command and its arguments; {@code ssh -T -o BatchMode=yes -o
   *     ConnectTimeout=10} by default
   * @return a copy with that
   * @throws NullPointerException if any of them is null
   * @throws IllegalArgumentException if there is none
   */
  public Cluster command(String... words) {
    List<String> copy = List.of(words);
    if (copy.isEmpty() || copy.get(0).isBlank()) {
      throw new IllegalArgumentException("command: the name of a program is needed, such as ssh");
    }
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command: hosts that run nodes are reached by none");
    }
    return new Cluster(hosts, slots, copy, certificates, hostTimeout, waitForHosts);
  }

  /**
   * The certificate with which this program joins the nodes, and the authority that theirs must be
   * signed by.
   *
   * @param folder a folder that {@code procession cluster init} or {@code procession cluster
   *     certificate} has made; none by default
   * @return a copy with that
   * @throws NullPointerException if it is null
   * @throws IllegalArgumentException if the hosts are reached by a command
   */
  public Cluster certificates(Path folder) {
    Objects.requireNonNull(folder, "folder");
    if (!command.isEmpty()) {
      throw new IllegalArgumentException("certificates: " + command.get(0) + " needs none");
    }
    return new Cluster(hosts, slots, command, Optional.of(folder), hostTimeout, waitForHosts);
  }

  /**
   * How long a host may be silent before it is lost. Its workers are killed by then, by the node
   * there; a second later their items run elsewhere. A host whose node is seen to end is lost at
   * once.
   *
   * @param limit 4 seconds by default; at least half a second
   * @return a copy with that
   * @throws NullPointerException if it is null
   * @throws IllegalArgumentException if it is out of range
   */
  public Cluster hostTimeout(Duration limit) {
    return new Cluster(
        hosts,
        slots,
        command,
        certificates,
        checked("hostTimeout", limit, SHORTEST_HOST_TIMEOUT),
        waitForHosts);
  }

  /**
   * How long a pool without any host waits for one.
   *
   * @param limit a minute by default
   * @return a copy with that
   * @throws NullPointerException if it is null
   * @throws IllegalArgumentException if it is out of range
   */
  public Cluster waitForHosts(Duration limit) {
    return new Cluster(
        hosts,
        slots,
        command,
        certificates,
        hostTimeout,
        checked("waitForHosts", limit, Duration.ofMillis(1)));
  }

  private static Duration checked(String name, Duration limit, Duration least) {
    Objects.requireNonNull(limit, name);
    if (limit.compareTo(least) < 0 || limit.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " must be from " + least + " to " + LONGEST + ", but is " + limit);
    }
    return limit;
  }

  /**
   * The names of the hosts.
   *
   * @return the names, without numbers of workers
   */
  public List<String> hosts() {
    return hosts;
  }

  /**
   * How many workers run at once on a host, where that was said.
   *
   * @return the number, by host
   */
  public Map<String, Integer> slots() {
    return slots;
  }

  /**
   * The command that reaches a host.
   *
   * @return the command and its arguments; empty where the hosts run nodes
   */
  public List<String> command() {
    return command;
  }

  /**
   * Where the certificate is with which this program joins the nodes.
   *
   * @return the folder
   */
  public Optional<Path> certificates() {
    return certificates;
  }

  /**
   * How long a host may be silent.
   *
   * @return the limit
   */
  public Duration hostTimeout() {
    return hostTimeout;
  }

  /**
   * How long a pool waits without any host.
   *
   * @return the limit
   */
  public Duration waitForHosts() {
    return waitForHosts;
  }

  @Override
  public String toString() {
    return String.join(",", hosts);
  }
}
