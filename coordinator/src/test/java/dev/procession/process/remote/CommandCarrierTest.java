package dev.procession.process.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.procession.process.launch.PoolFolder;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.Carrier;
import dev.procession.process.tunnel.Link;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CommandCarrierTest {
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void failedConnectionIsReportedWithWhatTheCommandPrinted() throws Exception {
    // Many at once, so that some commands end before their output is read.
    List<String> hosts = IntStream.range(0, 100).mapToObj(i -> "host" + i).toList();
    List<String> command = List.of("/bin/sh", "-c", "echo no route >&2; exit 255", "{}");
    BlockingQueue<String> reports = new LinkedBlockingQueue<>();
    CommandCarrier carrier =
        new CommandCarrier(
            hosts, command, Map.of(), List.of(), new PoolFolder(), Threads.ofThisJvm());
    try {
      carrier.open(
          new Carrier.Listener() {
            @Override
            public Carrier.Receiver connected(String host, Link link) {
              throw new AssertionError(host);
            }

            @Override
            public void failed(String host, String why) {
              reports.add(why);
            }
          });

      for (int i = 0; i < hosts.size(); i++) {
        assertEquals("no route (/bin/sh ended with code 255)", reports.poll(60, TimeUnit.SECONDS));
      }
    } finally {
      carrier.close();
    }
  }
}
