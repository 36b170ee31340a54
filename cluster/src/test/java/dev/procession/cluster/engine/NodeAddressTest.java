package dev.procession.cluster.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeAddressTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1, 47500, 10.0.0.1",
    "host-1:47600, host-1, 47600, host-1:47600",
    "10.0.0.1:47500, 10.0.0.1, 47500, 10.0.0.1",
    "[::1], ::1, 47500, ::1",
    "[::1]:5000, ::1, 5000, [::1]:5000"
  })
  void hostAndPortAreTold(String text, String host, int port, String shown) {
    NodeAddress address = NodeAddress.of(text);

    assertEquals(new NodeAddress(host, port), address);
    assertEquals(shown, address.toString());
    assertEquals(address, NodeAddress.of(address.withPort()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:0", "a:65500", "a:x"})
  void portOutOfRangeIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> NodeAddress.of(text));
  }

  @Test
  void onlyLoopbackAddressesAreThisMachinesAlone() {
    assertTrue(NodeAddress.of("127.0.0.1:20000").isLoopback());
    assertFalse(NodeAddress.of("192.0.2.1").isLoopback());
  }
}
