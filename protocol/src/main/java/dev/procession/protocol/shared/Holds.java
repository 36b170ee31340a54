package dev.procession.protocol.shared;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is held by the tasks of this process, or by the program. For any thread. */
final class Holds {
  private final Map<Long, LockHold> locks = new ConcurrentHashMap<>();
  private final Map<PermitKey, Integer> permits = new ConcurrentHashMap<>();

  /** A lock that a thread of this process holds. */
  static final class LockHold {
    final Thread thread;
    final Owner owner;
    final boolean abandoned;

    /** How often it is locked; used by its thread only. */
    int count = 1;

    LockHold(Thread thread, Owner owner, boolean abandoned) {
      this.thread = thread;
      this.owner = owner;
      this.abandoned = abandoned;
    }
  }

  private record PermitKey(long id, Owner owner) {}

  /** The calling thread's hold of a lock; null if it has none. */
  @Nullable LockHold lock(long id) {
    LockHold hold = locks.get(id);
    return hold != null && hold.thread == Thread.currentThread() ? hold : null;
  }

  void locked(long id, Owner owner, boolean abandoned) {
    locks.put(id, new LockHold(Thread.currentThread(), owner, abandoned));
  }

  void unlocked(long id) {
    locks.remove(id);
  }

  void acquired(long id, Owner owner, int count) {
    permits.merge(new PermitKey(id, owner), count, Integer::sum);
  }

  /**
   * Takes permits out, those of the present owner or else those of the process, which a thread of
   * no task has acquired.
   *
   * @return whose they were; null if neither had as many
   */
  @Nullable Owner released(long id, Owner present, int count) {
    if (taken(id, present, count)) {
      return present;
    }
    return taken(id, Owner.PROCESS, count) ? Owner.PROCESS : null;
  }

  private boolean taken(long id, Owner owner, int count) {
    boolean[] had = {count == 0};
    permits.computeIfPresent(
        new PermitKey(id, owner),
        (key, present) -> {
          had[0] = present >= count;
          int left = had[0] ? present - count : present;
          return left == 0 ? null : Integer.valueOf(left);
        });
    return had[0];
  }

  boolean isEmpty() {
    return locks.isEmpty() && permits.isEmpty();
  }

  /** Drops whatever an owner holds; returns whether that is anything. */
  boolean clear(Owner owner) {
    boolean hadLocks = locks.values().removeIf(hold -> hold.owner.equals(owner));
    boolean hadPermits = permits.keySet().removeIf(key -> key.owner.equals(owner));
    return hadLocks || hadPermits;
  }
}
