package dev.procession.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.procession.integration.Jvm.Ended;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code procession hosts}, which connects to each host as a pool does. */
final class HostsCommandIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void eachHostSaysWhatItHasOrWhyItCannotBeUsedAndNothingIsLeft() throws Exception {
    FakeHosts hosts = new FakeHosts(folder);
    hosts.down("b");

    Ended some = ask(hosts, "3/a,b").expect(0);
    Ended none = ask(hosts, "b").expect(3);

    int processors = Runtime.getRuntime().availableProcessors();
    String down =
        "{\"host\":\"b\",\"reached\":false,\"reason\":\"b is down (%s ended with code 255)\"}\n"
            .formatted(hosts.command());
    assertTrue(
        some.out()
            .startsWith(
                "{\"host\":\"a\",\"reached\":true,\"workers\":3,\"processors\":" + processors),
        some.out());
    assertTrue(some.out().endsWith(down), some.out());
    assertEquals(down, none.out());
    assertEquals("", some.err() + none.err());
    hosts.awaitNoProcess("a", SOON);
  }

  private Ended ask(FakeHosts hosts, String names) {
    return ProcessionCommand.run(
        folder, "hosts", "--hosts", names, "--ssh", hosts.command(), "--json");
  }
}
