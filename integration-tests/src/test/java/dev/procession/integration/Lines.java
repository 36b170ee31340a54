package dev.procession.integration;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** Reads what a program prints, so that it never has to wait, and waits for lines of it. */
final class Lines implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(2);

  private final BufferedReader reader;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::read, "lines");

  Lines(BufferedReader reader) {
    this.reader = reader;
    thread.setDaemon(true);
    thread.start();
  }

  void await(String line) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .atMost(PATIENCE)
        .until(() -> seen.contains(line));
  }

  /** To be called when the program has ended, and with it what it prints. */
  @Override
  public void close() throws IOException {
    reader.close();
  }

  private void read() {
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        seen.add(line);
      }
    } catch (IOException e) {
      // Closed, because the program has been killed.
    }
  }
}
