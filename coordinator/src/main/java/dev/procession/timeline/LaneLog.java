package dev.procession.timeline;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The processes that one worker has had, by their generations. Guarded by the {@link Timeline}. */
final class LaneLog {
  private final SortedMap<Integer, ProcessLog> processes = new TreeMap<>();

  boolean knows(int generation) {
    return processes.containsKey(generation);
  }

  /** The process of that generation, which is launched now if it is new. */
  ProcessLog process(int generation, long now) {
    return processes.computeIfAbsent(generation, g -> new ProcessLog(g, now));
  }

  History.Lane lane(int pool, int worker, long now) {
    List<History.ProcessSpan> lives = processes.values().stream().map(ProcessLog::span).toList();
    List<History.ChunkSpan> chunks =
        processes.values().stream()
            .flatMap(process -> process.chunks(now))
            .sorted(Comparator.comparingLong(History.ChunkSpan::begun))
            .toList();
    return new History.Lane(pool, worker, lives, chunks);
  }
}
