package dev.procession.sharing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one process, a worker or the program itself, has asked for and holds. */
final class Session {
  private final Map<Long, Request> waits = new LinkedHashMap<>();
  private final Set<ObjectState> held = new LinkedHashSet<>();
  private final Set<TaskKey> cancelled = new HashSet<>();
  // All that follow are written by the state machine's thread only.
  private long waitingBytes;
  private int taskWaitCount;
  private long waitsSince;
  private boolean toldThatItWaits;
  private boolean momentAwaited;
  private long chunkId;
  private int position;

  private record TaskKey(long chunkId, int position) {}

  /** The objects of which it may hold something. */
  Set<ObjectState> held() {
    return held;
  }

  /** Its requests that wait, the oldest first. */
  List<Request> waits() {
    return new ArrayList<>(waits.values());
  }

  @Nullable Request find(long requestId) {
    return waits.get(requestId);
  }

  int waitCount() {
    return waits.size();
  }

  /** How many of those that wait are tasks; another thread keeps no task from going on. */
  int taskWaitCount() {
    return taskWaitCount;
  }

  long waitingBytes() {
    return waitingBytes;
  }

  void add(Request request, long now) {
    if (request.caller().isTask()) {
      if (taskWaitCount == 0) {
        waitsSince = now;
      }
      taskWaitCount++;
    }
    waits.put(request.id(), request);
    waitingBytes += request.bytes();
  }

  void remove(Request request) {
    waits.remove(request.id());
    if (request.caller().isTask()) {
      taskWaitCount--;
    }
    waitingBytes -= request.bytes();
  }

  /** Since when a task of it has been waiting. */
  long waitsSince() {
    return waitsSince;
  }

  boolean wasToldThatItWaits() {
    return toldThatItWaits;
  }

  void toldThatItWaits(boolean told) {
    toldThatItWaits = told;
  }

  /** Whether an alarm is set for the moment that it has waited. */
  boolean isMomentAwaited() {
    return momentAwaited;
  }

  void momentAwaited(boolean awaited) {
    momentAwaited = awaited;
  }

  /** Whether a task comes after the last one that is known of. */
  boolean isNews(Caller caller) {
    return caller.isTask()
        && (caller.chunkId() > chunkId
            || (caller.chunkId() == chunkId && caller.position() > position));
  }

  /** Whether a task has ended, since a later one has begun. */
  boolean isOver(Caller caller) {
    return caller.isBefore(chunkId, position);
  }

  void cancel(long cancelledChunkId, int cancelledPosition) {
    cancelled.add(new TaskKey(cancelledChunkId, cancelledPosition));
  }

  boolean isCancelled(Caller caller) {
    return !cancelled.isEmpty()
        && cancelled.contains(new TaskKey(caller.chunkId(), caller.position()));
  }

  /** That is the first task that may not have ended, unless a later one is known of. */
  void begins(long newChunkId, int newPosition) {
    if (newChunkId > chunkId || (newChunkId == chunkId && newPosition > position)) {
      chunkId = newChunkId;
      position = newPosition;
      cancelled.removeIf(
          task -> task.chunkId < chunkId || (task.chunkId == chunkId && task.position < position));
    }
  }
}
