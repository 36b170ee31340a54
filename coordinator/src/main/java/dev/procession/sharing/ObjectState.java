package dev.procession.sharing;

import dev.procession.protocol.SharedReply;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A shared object, and those that wait at it in the order in which they came. */
abstract sealed class ObjectState
    permits LockState, SemaphoreState, CounterState, QueueState, MapState, LatchState {
  private final String kind;
  private final String name;
  private final LinkedHashSet<Request> waiting = new LinkedHashSet<>();
  // All that follow are written by the state machine's thread only.
  private @Nullable List<Request> watchedHolds;
  private @Nullable Request told;

  ObjectState(String kind, String name) {
    this.kind = kind;
    this.name = name;
  }

  /** A new object. Here, because who names all kinds makes the JVM load them all. */
  static ObjectState made(String name, SharedSpec spec, SharingLimits limits) {
    if (spec instanceof SharedSpec.Lock) {
      return new LockState(name);
    } else if (spec instanceof SharedSpec.Semaphore s) {
      return new SemaphoreState(name, s.permits());
    } else if (spec instanceof SharedSpec.Counter s) {
      return new CounterState(name, s.initial());
    } else if (spec instanceof SharedSpec.Queue s) {
      return new QueueState(name, s.capacity(), limits.maxObjectBytes());
    } else if (spec instanceof SharedSpec.Map) {
      return new MapState(name, limits.maxObjectBytes());
    } else if (spec instanceof SharedSpec.Latch s) {
      return new LatchState(name, s.count());
    }
    throw new AssertionError(spec);
  }

  /** Those that wait, the first first. */
  final Set<Request> waiting() {
    return waiting;
  }

  /**
   * Does what is asked, if that is possible now.
   *
   * @return the answer; null if it is not possible, and has to wait if it may
   */
  abstract @Nullable SharedReply attempt(Request request);

  /** Whether a process that keeps to the protocol could have asked that. */
  boolean isProper(Request request) {
    return true;
  }

  /** Frees whatever certain callers hold; says what that was. */
  List<Left> release(Predicate<Caller> whose) {
    return List.of();
  }

  /** Whether a process holds anything of it. */
  boolean isHeld(Predicate<Caller> whose) {
    return false;
  }

  /** Whether something of it can be held. */
  boolean mayBeHeld() {
    return false;
  }

  /** The requests by which something is held that no end of a task releases. */
  List<Request> holdsOfProcesses() {
    return List.of();
  }

  /** Remembers who holds it, until somebody looks again. */
  final void watch(List<Request> holds) {
    watchedHolds = holds;
  }

  final void unwatch() {
    watchedHolds = null;
  }

  final boolean isWatched() {
    return watchedHolds != null;
  }

  /** Who held it when that was remembered. */
  final List<Request> watchedHolds() {
    return watchedHolds == null ? List.of() : watchedHolds;
  }

  /** Whether a hold is to be told, which it is once. */
  final boolean tellOf(Request held) {
    boolean isNews = !held.equals(told);
    told = held;
    return isNews;
  }

  /** What makes no sense at an object of this kind. */
  final SharedReply wrong(Request request) {
    return new SharedReply.Refused(
        this + " knows no " + request.operation().getClass().getSimpleName());
  }

  @Override
  public final String toString() {
    return kind + " '" + name + "'";
  }
}
