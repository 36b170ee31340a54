package dev.procession.cluster.ignite;

import dev.procession.cluster.engine.Certificates;
import dev.procession.cluster.engine.EngineArguments;
import dev.procession.cluster.engine.NodeAddress;
import dev.procession.cluster.ignite.Reachability.Answer;
import dev.procession.process.thread.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Notices that the nodes of a cluster are in two rings, and has this node leave the one for the
 * other. The engine never joins two rings, which come about where nodes start while they cannot
 * reach each other: after a cut, each that was cut off.
 *
 * <p>The nodes of the two rings cannot ask each other, so each decides by itself. Those of a ring
 * with programs stay, because workers would be lost with them. Of two rings without programs, the
 * one with the first of the addresses stays. Whoever stays cannot know whether the other ring has
 * programs and stays as well, and leaves if nothing has changed after twice as long.
 */
final class SplitWatch {
  private static final long LOOK_MILLIS = 1000;

  /** A node that starts listens for some time before it is in a ring. */
  private static final int LOOKS_OF_OTHERS = 5;

  private static final int LOOKS_OF_FIRST = 2 * LOOKS_OF_OTHERS;

  /** So that it is minutes at most. */
  private static final int MAX_DOUBLINGS = 6;

  private final List<NodeAddress> addresses;
  private final Optional<SSLContext> certificates;
  private final Threads threads;
  private final int doublings;

  /**
   * A watch of this node.
   *
   * @param otherRings how often in a row it has left a ring for another one: the more often, the
   *     longer it stays, in case that its own way to the others is the only one
   */
  SplitWatch(EngineArguments arguments, int otherRings, Threads threads) {
    this.addresses =
        // The nodes may have been given them in different orders.
        arguments.addresses().stream().sorted(Comparator.comparing(NodeAddress::withPort)).toList();
    this.certificates = arguments.certificates().map(Certificates::context);
    this.threads = threads;
    this.doublings = Math.min(otherRings, MAX_DOUBLINGS);
  }

  /**
   * The addresses with which a node can try to join: the engine waits long for silent ones, and
   * fails at one where something listens that does not belong to this cluster.
   *
   * @throws IOException if there is nothing but such
   */
  List<NodeAddress> toJoin() throws IOException {
    List<NodeAddress> toJoin = new ArrayList<>();
    List<String> strange = new ArrayList<>();
    boolean listens = false;
    for (Map.Entry<NodeAddress, Reachability> each :
        Reachability.ofAll(addresses, certificates, threads).entrySet()) {
      Answer answer = each.getValue().answer();
      listens |= answer == Answer.LISTENS;
      if (answer == Answer.STRANGE) {
        strange.add(each.getKey() + ": " + each.getValue().trouble());
      } else if (answer != Answer.SILENT) {
        toJoin.add(each.getKey());
      }
    }
    if (!listens && !strange.isEmpty()) {
      // Nobody knows which of the two is wrong.
      throw new IOException(String.join("; ", strange));
    }
    return toJoin;
  }

  private List<NodeAddress> listening(List<NodeAddress> asked) {
    return Reachability.ofAll(asked, certificates, threads).entrySet().stream()
        .filter(entry -> entry.getValue().answer() == Answer.LISTENS)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Looks until the ring is closed. */
  void run(Ring ring, NodeHost host) throws InterruptedException {
    for (int looks = 0; ; Thread.sleep(LOOK_MILLIS)) {
      List<NodeAddress> lacking = ring.lacking(addresses);
      List<NodeAddress> others = listening(lacking);
      looks = others.isEmpty() ? 0 : looks + 1;
      if (looks > patience(addresses, lacking, others) << doublings && !ring.hasPrograms()) {
        host.leaveFor(others.get(0));
      }
    }
  }

  /**
   * For how many looks a node stays in its ring.
   *
   * @param addresses all, in order
   * @param lacking those that are not of this ring
   * @param others those that are of another one
   */
  static int patience(
      List<NodeAddress> addresses, List<NodeAddress> lacking, List<NodeAddress> others) {
    Optional<NodeAddress> first =
        addresses.stream().filter(a -> !lacking.contains(a) || others.contains(a)).findFirst();
    boolean isOwn = first.isPresent() && !lacking.contains(first.get());
    return isOwn ? LOOKS_OF_FIRST : LOOKS_OF_OTHERS;
  }
}
