package dev.procession.integration;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Lets a test and its tasks wait for each other, across processes, by files in a folder of their
 * own: a task announces itself, and waits until the test opens the gate.
 */
final class Gate implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long POLL_NANOS = 2_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String folder;

  /** Those of this JVM that have not been removed. */
  private static final Queue<Gate> CLOSED = new ConcurrentLinkedQueue<>();

  /** No constructor without parameters: decoding would call it, and make one more folder. */
  Gate(String folder) {
    this.folder = folder;
  }

  /** A new one. */
  static Gate closed() {
    Gate gate = new Gate(TempFolders.create("gate-").toString());
    CLOSED.add(gate);
    return gate;
  }

  /** Removes the folders of all that were made here; tasks that still wait at one are lost. */
  static void removeAll() {
    for (Gate gate = CLOSED.poll(); gate != null; gate = CLOSED.poll()) {
      TempFolders.delete(Path.of(gate.folder));
    }
  }

  String folder() {
    return folder;
  }

  // The test's side

  void open() {
    touch("open");
  }

  void awaitAnnounced(int count) {
    await().pollDelay(Duration.ZERO).atMost(PATIENCE).until(() -> announced() >= count);
  }

  int announced() {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return (int) files.filter(f -> !f.endsWith("open")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // The tasks' side

  int passUnlessZero(int item) {
    return item == 0 ? announceAndPass(item) : item;
  }

  /** Ends when the gate opens, or is interrupted: then with the flag set. */
  int announceAndPass(int item) {
    announce(item);
    while (!isOpen() && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    return item;
  }

  /** Never ends, whatever anybody asks for. */
  int announceAndSpin(int item) {
    announce(item);
    while (true) {
      Thread.onSpinWait();
    }
  }

  void announce(int item) {
    touch(item + "-" + ProcessHandle.current().pid());
  }

  boolean isOpen() {
    return Files.exists(Path.of(folder, "open"));
  }

  private void touch(String name) {
    try {
      Files.createFile(Path.of(folder, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
