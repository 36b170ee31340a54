package dev.procession.cluster.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.cluster.engine.NodeAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SplitWatchTest {
  private static final List<NodeAddress> ADDRESSES =
      Stream.of("10.0.0.3", "10.0.0.1", "10.0.0.2").map(NodeAddress::of).toList();

  private static Optional<String> ringToJoin(Set<String> own, Set<String> listening) {
    return SplitWatch.ringToJoin(ADDRESSES, own, each -> listening.contains(each.toString()))
        .map(NodeAddress::toString);
  }

  @Test
  void nodesOfOneRingStay() {
    Set<String> all = Set.of("10.0.0.1", "10.0.0.2", "10.0.0.3");

    assertEquals(Optional.empty(), ringToJoin(all, all));
    assertEquals(Optional.empty(), ringToJoin(Set.of("10.0.0.2"), Set.of("10.0.0.2")));
  }

  @Test
  void ringWithTheFirstAddressStaysAndTheOtherOneJoinsIt() {
    Set<String> all = Set.of("10.0.0.1", "10.0.0.2", "10.0.0.3");

    assertEquals(Optional.empty(), ringToJoin(Set.of("10.0.0.1"), all));
    assertEquals(Optional.of("10.0.0.1"), ringToJoin(Set.of("10.0.0.2", "10.0.0.3"), all));
  }

  @Test
  void addressWhereNobodyListensDecidesNothing() {
    Set<String> listening = Set.of("10.0.0.2", "10.0.0.3");

    assertEquals(Optional.empty(), ringToJoin(Set.of("10.0.0.2"), listening));
    assertEquals(Optional.of("10.0.0.2"), ringToJoin(Set.of("10.0.0.3"), listening));
  }

  @Test
  void nodeWithAnAddressThatIsNotListedJoinsThoseThatAre() {
    assertEquals(
        Optional.of("10.0.0.1"), ringToJoin(Set.of("10.0.0.9"), Set.of("10.0.0.1", "10.0.0.9")));
  }
}
