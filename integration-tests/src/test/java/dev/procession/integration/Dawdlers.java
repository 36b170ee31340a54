package dev.procession.integration;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/** Tasks that take too long, each in a way of its own. */
final class Dawdlers {
  private static final int PIECE_BYTES = 64 << 10;
  private static final int CHUNK_LENGTH = 20;
  private static final int SLOW = 10;

  private Dawdlers() {}

  static long spinInTheMiddle(int item) {
    if (item == SLOW) {
      Victims.spinForever();
    }
    return item % CHUNK_LENGTH;
  }

  /** Nobody but the kernel can end this. */
  static int stopOwnProcess(int item) {
    Perils.signal("STOP", ProcessHandle.current().pid());
    return item;
  }

  /** Keeps the heap so full that the collector has little time for anything else. */
  static int thrash(int item) {
    Deque<byte[]> kept = new ArrayDeque<>();
    while (item >= 0) {
      try {
        kept.add(new byte[PIECE_BYTES]);
      } catch (OutOfMemoryError e) {
        kept.poll();
      }
    }
    return kept.size();
  }

  /** An interrupt does not wake who waits for a connection. */
  static int waitForConnection(int item) throws IOException {
    try (ServerSocket nobodyKnowsIt = new ServerSocket(0)) {
      nobodyKnowsIt.accept();
    }
    return item;
  }

  /** Waits to be interrupted, and says so. */
  static long cleanUpWhenInterrupted(Gate gate) {
    gate.announce(1);
    while (!Thread.interrupted()) {
      LockSupport.park();
    }
    gate.announce(2);
    return 2;
  }

  /** Starts a process that starts another, and says their pids in files of that folder. */
  static int startFamilyAndSpin(String folder) throws IOException {
    Path child = Path.of(folder, "child");
    Path grandchild = Path.of(folder, "grandchild");
    new ProcessBuilder(
            "sh", "-c", "sleep 60 & echo $! > " + grandchild + "; echo $$ > " + child + "; wait")
        .start();
    Victims.spinForever();
    return 0;
  }

  static long pidIn(Path file) {
    try {
      return Files.exists(file) ? Long.parseLong("0" + Files.readString(file).strip()) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
