package dev.procession.protocol.shared;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the present task of this process, or the program, holds. For any thread. */
final class Holds {
  private final Map<Long, LockHold> locks = new ConcurrentHashMap<>();
  private final Map<Long, Integer> permits = new ConcurrentHashMap<>();

  /** A lock that a thread of this process holds. */
  static final class LockHold {
    final Thread thread;
    final boolean abandoned;

    /** How often it is locked; used by its thread only. */
    int count = 1;

    LockHold(Thread thread, boolean abandoned) {
      this.thread = thread;
      this.abandoned = abandoned;
    }
  }

  /** The calling thread's hold of a lock; null if it has none. */
  @Nullable LockHold lock(long id) {
    LockHold hold = locks.get(id);
    return hold != null && hold.thread == Thread.currentThread() ? hold : null;
  }

  void locked(long id, boolean abandoned) {
    locks.put(id, new LockHold(Thread.currentThread(), abandoned));
  }

  void unlocked(long id) {
    locks.remove(id);
  }

  void acquired(long id, int count) {
    permits.merge(id, count, Integer::sum);
  }

  /** Takes permits out; returns whether there were as many. */
  boolean released(long id, int count) {
    boolean[] had = {count == 0};
    permits.computeIfPresent(
        id,
        (key, present) -> {
          had[0] = present >= count;
          int left = had[0] ? present - count : present;
          return left == 0 ? null : Integer.valueOf(left);
        });
    return had[0];
  }

  /** Drops whatever is held; returns whether that is anything. */
  boolean clear() {
    if (locks.isEmpty() && permits.isEmpty()) {
      return false;
    }
    locks.clear();
    permits.clear();
    return true;
  }
}
