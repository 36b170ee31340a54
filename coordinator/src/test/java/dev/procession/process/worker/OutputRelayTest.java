package dev.procession.process.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OutputRelayTest {
  /** More than the relay reads at once. */
  private static final int LINES = 20_000;

  @Test
  void linesBehindASlowTakerAreRelayedAfterTheEndOfTheProcess() {
    List<String> printed = IntStream.range(0, LINES).mapToObj(i -> "line " + i).toList();
    List<String> taken = new ArrayList<>();
    CompletableFuture<OutputRelay> self = new CompletableFuture<>();
    OutputRelay relay =
        new OutputRelay(
            0,
            new ByteArrayInputStream(
                (String.join("\n", printed) + "\nunfinished").getBytes(StandardCharsets.UTF_8)),
            false,
            line -> {
              // The process ends while the first line is being taken.
              self.join().processEnded();
              taken.add(line.text());
            },
            error -> {
              throw new AssertionError(error);
            });
    self.complete(relay);

    relay.run();

    assertEquals(LINES + 1, taken.size());
    assertEquals(printed, taken.subList(0, LINES));
    assertEquals("unfinished", taken.get(LINES));
    assertTrue(relay.tail().endsWith("line " + (LINES - 1) + "\nunfinished"), relay.tail());
  }

  @Test
  void takerThatThrowsIsGivenTheNextLine() {
    List<String> given = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    StackOverflowError thrown = new StackOverflowError();
    OutputRelay relay =
        new OutputRelay(
            0,
            new ByteArrayInputStream("one\ntwo\n".getBytes(StandardCharsets.UTF_8)),
            false,
            line -> {
              given.add(line.text());
              throw thrown;
            },
            failures::add);
    relay.processEnded();

    relay.run();

    assertEquals(List.of("one", "two"), given);
    assertEquals(List.of(thrown, thrown), failures);
  }

  @Test
  void endOfTheProcessEndsAPause() throws Exception {
    CountDownLatch looked = new CountDownLatch(1);
    InputStream silent =
        new ByteArrayInputStream(new byte[0]) {
          @Override
          public synchronized int available() {
            looked.countDown();
            return 0;
          }
        };
    OutputRelay relay =
        new OutputRelay(0, silent, false, line -> {}, error -> {}, TimeUnit.HOURS.toNanos(1));
    Thread relaying = new Thread(relay);
    relaying.setDaemon(true);
    relaying.start();
    looked.await();

    relay.processEnded();

    relaying.join();
  }
}
