package dev.procession.cluster.ignite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.cluster.engine.NodeAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SplitWatchTest {
  private static final List<NodeAddress> ALL = addresses("10.0.0.1", "10.0.0.2", "10.0.0.3");

  private static List<NodeAddress> addresses(String... texts) {
    return Stream.of(texts).map(NodeAddress::of).toList();
  }

  private static int patience(List<NodeAddress> lacking, List<NodeAddress> others) {
    return SplitWatch.patience(ALL, lacking, others);
  }

  @Test
  void ringWithTheFirstAddressStaysLongerThanTheOther() {
    List<NodeAddress> first = addresses("10.0.0.1");
    List<NodeAddress> rest = addresses("10.0.0.2", "10.0.0.3");

    assertTrue(patience(rest, rest) > patience(first, first));
  }

  @Test
  void addressWhereNobodyListensDecidesNothing() {
    List<NodeAddress> second = addresses("10.0.0.1", "10.0.0.3");
    List<NodeAddress> third = addresses("10.0.0.1", "10.0.0.2");

    int longer = patience(second, addresses("10.0.0.3"));

    assertTrue(longer > patience(third, addresses("10.0.0.2")));
  }

  @Test
  void nodesWhoseAddressesAreNotListedDoNotStay() {
    assertEquals(patience(addresses("10.0.0.1"), addresses("10.0.0.1")), patience(ALL, ALL));
  }
}
