package dev.procession.scheduler;

import java.util.LinkedHashMap;
import java.util.Map;

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
  boolean ready;
  boolean dismissed;
  boolean killed;
  boolean retiring;
}
