package dev.procession.process.remote;

import dev.procession.process.launch.LaunchPlan;
import dev.procession.process.launch.PoolFolder;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.Carrier;
import dev.procession.process.tunnel.Link;
import dev.procession.process.tunnel.Message;
import dev.procession.process.tunnel.Tunnel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Asks hosts whether a pool could use them: connects to each, and ends with what is said first. */
public final class HostProbe implements Carrier.Listener {
  private static final String SILENT = "it did not answer in time";

  /** What is known of a host. */
  public sealed interface Answer {
    /** Its name, as it was given. */
    String host();
  }

  /**
   * A host whose node has said hello.
   *
   * @param slots how many workers it would run at once
   * @param processors how many processors it has
   * @param java the version of its Java
   * @param tunnel the version of the tunnel that its node speaks
   */
  public record Reached(String host, int slots, int processors, String java, int tunnel)
      implements Answer {}

  /** A host that cannot be used, and why. */
  public record NotReached(String host, String why) implements Answer {}

  /** Guarded by this: the first that is said of each host. */
  private final Map<String, Answer> answers = new LinkedHashMap<>();

  private HostProbe() {}

  /**
   * Asks hosts that are reached by a command, all at once.
   *
   * @param command the command, in which {@code {}} is the host
   * @param slots how many workers run at once on each host, where it was said
   * @param waitMillis how long is waited for those that say nothing
   * @return an answer for each host, in their order
   * @throws IOException if the class path of the node cannot be found
   */
  public static List<Answer> ask(
      List<String> hosts, List<String> command, Map<String, Integer> slots, long waitMillis)
      throws IOException, InterruptedException {
    String ownEntry =
        LaunchPlan.ownEntry()
            .orElseThrow(() -> new IOException("Procession is in no jar that could be sent"));
    return ask(
        new CommandCarrier(
            hosts, command, slots, List.of(ownEntry), new PoolFolder(), Threads.ofThisJvm()),
        waitMillis);
  }

  /**
   * Asks the nodes of a cluster, all at once.
   *
   * @param certificates the folder with the certificate to join with; empty for none
   * @param waitMillis how long is waited for those that say nothing
   * @return an answer for each address, in their order, then those of nodes found by them
   * @throws IllegalStateException if what connects to nodes is not on the class path
   * @throws IllegalArgumentException if the addresses need certificates, or those cannot be used
   */
  public static List<Answer> askNodes(
      List<String> addresses, Optional<Path> certificates, long waitMillis)
      throws InterruptedException {
    ClusterEngine.Joining joining =
        new ClusterEngine.Joining(addresses, certificates, OptionalInt.empty());
    return ask(ClusterEngine.find().carrier(joining, Threads.ofThisJvm()), waitMillis);
  }

  private static List<Answer> ask(Carrier carrier, long waitMillis) throws InterruptedException {
    HostProbe probe = new HostProbe();
    try {
      carrier.open(probe);
      return probe.await(carrier.hosts(), waitMillis);
    } finally {
      carrier.close();
    }
  }

  private synchronized List<Answer> await(List<String> hosts, long waitMillis)
      throws InterruptedException {
    long deadlineNanos = System.nanoTime() + waitMillis * 1_000_000;
    for (long leftMillis = waitMillis; !answers.keySet().containsAll(hosts) && leftMillis > 0; ) {
      wait(leftMillis);
      leftMillis = (deadlineNanos - System.nanoTime()) / 1_000_000;
    }
    Set<String> all = new LinkedHashSet<>(hosts);
    all.addAll(answers.keySet());
    return all.stream()
        .map(host -> answers.getOrDefault(host, new NotReached(host, SILENT)))
        .toList();
  }

  private synchronized void answered(Answer answer) {
    if (answers.putIfAbsent(answer.host(), answer) == null) {
      notifyAll();
    }
  }

  @Override
  public void failed(String host, String why) {
    answered(new NotReached(host, why));
  }

  @Override
  public Carrier.Receiver connected(String host, Link link) {
    Tunnel tunnel = new Tunnel(link);
    return new Carrier.Receiver() {
      @Override
      public void received(byte[] message) {
        try {
          if (tunnel.receive(message) instanceof Message.Hello hello) {
            answered(answer(host, hello));
          }
        } catch (IOException e) {
          failed(host, String.valueOf(e.getMessage()));
        }
      }

      @Override
      public void ended(Carrier.NodeEnd end, String why) {
        failed(host, why);
      }
    };
  }

  private static Answer answer(String host, Message.Hello hello) {
    return hello.version() == Message.VERSION
        ? new Reached(host, hello.slots(), hello.launchesAtOnce(), hello.java(), hello.version())
        : new NotReached(host, HostSession.otherVersion(hello));
  }
}
