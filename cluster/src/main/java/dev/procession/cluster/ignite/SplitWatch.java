package dev.procession.cluster.ignite;

import dev.procession.cluster.engine.Certificates;
import dev.procession.cluster.engine.EngineArguments;
import dev.procession.cluster.engine.NodeAddress;
import dev.procession.cluster.ignite.Reachability.Answer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * Notices that this node is in another ring than others of its cluster, as when they were cut off
 * from each other. The engine never joins two rings, so all nodes of one have to join the other
 * anew: of the one that lacks the first of the addresses at which a node listens. All nodes agree
 * on that without asking.
 */
final class SplitWatch {
  private static final long LOOK_MILLIS = 1000;
  private static final long MAX_PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(10);
  private static final int MAX_DOUBLINGS = 10;

  private final List<NodeAddress> addresses;
  private final Optional<SSLContext> certificates;
  private final long patienceMillis;

  /**
   * A watch of this node.
   *
   * @param rejoins how often it has joined anew in a row: the more often, the longer it waits for
   *     the others to do so
   */
  SplitWatch(EngineArguments arguments, int rejoins) {
    this.addresses = arguments.addresses();
    this.certificates = arguments.certificates().map(Certificates::context);
    long patience = 5 * LOOK_MILLIS << Math.min(rejoins, MAX_DOUBLINGS);
    this.patienceMillis = Math.min(MAX_PATIENCE_MILLIS, patience);
  }

  /** Waits until there has been another ring to join for some time; returns an address of it. */
  NodeAddress await(Ring ring) throws InterruptedException {
    long waitedMillis = 0;
    while (true) {
      Set<String> own = ring.nodes().stream().map(Member::name).collect(Collectors.toSet());
      Optional<NodeAddress> other = ringToJoin(addresses, own, this::listens);
      waitedMillis = other.isPresent() ? waitedMillis + LOOK_MILLIS : 0;
      if (other.isPresent() && waitedMillis > patienceMillis) {
        return other.get();
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private boolean listens(NodeAddress address) {
    return Reachability.of(address, certificates).answer() == Answer.LISTENS;
  }

  /**
   * An address of the ring that the nodes of {@code own} are to join; empty if they are to stay.
   */
  static Optional<NodeAddress> ringToJoin(
      List<NodeAddress> addresses, Set<String> own, Predicate<NodeAddress> listens) {
    // The nodes may have been given them in different orders.
    List<NodeAddress> sorted =
        addresses.stream().sorted(Comparator.comparing(NodeAddress::withPort)).toList();
    for (NodeAddress address : sorted) {
      if (own.contains(address.toString())) {
        return Optional.empty();
      }
      if (listens.test(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }
}
