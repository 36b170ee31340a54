package dev.procession.scheduler;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A process from its start command to its reported exit, as the ledger knows it. */
final class LiveProcess {
  /** The part of a chunk that has not been answered. */
  static final class Remaining {
    final Chunk chunk;
    int from;
    int to;

    Remaining(Chunk chunk) {
      this.chunk = chunk;
      this.to = chunk.count();
    }
  }

  final Map<Long, Remaining> chunks = new LinkedHashMap<>();
  final Set<Long> revoked = new HashSet<>();
  final long launchedAt;
  boolean saidHello;
  boolean ready;
  boolean dismissed;
  boolean killed;
  boolean killedAsPlanned;
  boolean asksToRetire;
  boolean spent;
  int itemsSent;
  long idleSince;

  LiveProcess(long launchedAt) {
    this.launchedAt = launchedAt;
  }

  boolean isLeaving() {
    return asksToRetire || spent || dismissed || killed;
  }

  /** Whether its exit is nothing that anybody planned. */
  boolean wouldBeLost() {
    return killed ? !killedAsPlanned : ready && !dismissed;
  }
}
