package dev.procession.sharing;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import dev.procession.scheduler.WorkerKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of requests at shared objects: events in, with the time they are handled at,
 * commands out.
 *
 * <p>Pure and deterministic. Not thread-safe; one thread calls everything here. The rules are in
 * the package's description.
 */
public final class Sharing {
  /** What waits for less is not worth telling anybody. */
  static final long MOMENT_NANOS = 10_000_000;

  /** What waits for longer than this for what no task holds may wait for ever. */
  static final long LONG_NANOS = 10_000_000_000L;

  /** Of so many counters at most a lost amount is reported: a worker can name any. */
  private static final int MAX_REPORTED_LOST = 20;

  private static final Optional<WorkerKey> PROGRAM = Optional.empty();

  private final long pool;
  private final SharingLimits limits;
  private final Map<Long, ObjectState> objects = new HashMap<>();
  private final Map<Optional<WorkerKey>, Session> sessions = new HashMap<>();

  /** The requests that wait, by who waits; a thread waits for one thing at a time. */
  private final Map<Caller, Request> waits = new HashMap<>();

  /** The counters of which a lost amount was reported. */
  private final Set<Long> reportedLost = new HashSet<>();

  private final Queue<Alarm> alarms = new PriorityQueue<>();
  // All that follow are written by the state machine's thread only.
  private List<SharingCommand> commands = new ArrayList<>();
  private long now;

  /**
   * When to look at a process again.
   *
   * @param requestId the request whose time is over then; 0 where something may have waited for a
   *     moment
   * @param watched the object at which something may have waited for long; null for the others
   */
  private record Alarm(
      long at, Optional<WorkerKey> worker, long requestId, @Nullable ObjectState watched)
      implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      return Long.compare(at, other.at);
    }
  }

  /**
   * No objects.
   *
   * @param pool the number of the pool, which its handles have
   */
  public Sharing(long pool, SharingLimits limits) {
    this.pool = pool;
    this.limits = limits;
  }

  /**
   * Decides about one event, and about all that became due.
   *
   * @param nowNanos the time, on a scale that does not go back and begins at 0 or above
   * @return what to do, in this order
   */
  public List<SharingCommand> handle(SharingEvent event, long nowNanos) {
    now = Math.max(now, nowNanos);
    if (event instanceof SharingEvent.Asked e) {
      onAsked(e);
    } else if (event instanceof SharingEvent.TasksEnded e) {
      onTasksEnded(e);
    } else if (event instanceof SharingEvent.TaskCancelled e) {
      onTaskCancelled(e);
    } else if (event instanceof SharingEvent.Withdrawn e) {
      onWithdrawn(e);
    } else if (event instanceof SharingEvent.Made e) {
      onMade(e);
    } else if (event instanceof SharingEvent.WorkerGone e) {
      onWorkerGone(e);
    } else if (event instanceof SharingEvent.PoolEnded) {
      onPoolEnded();
    } else if (!(event instanceof SharingEvent.TimePassed)) {
      throw new AssertionError(event);
    }
    ring();
    List<SharingCommand> taken = commands;
    commands = new ArrayList<>();
    return taken;
  }

  /** When {@link #handle} should be called again even if nothing happens. */
  public OptionalLong nextWakeNanos() {
    Alarm next = alarms.peek();
    return next == null ? OptionalLong.empty() : OptionalLong.of(next.at);
  }

  /** Whether another object may be made. */
  public boolean hasRoom() {
    return objects.size() < limits.maxObjects();
  }

  /** What a process waits for, in words; empty where it waits for nothing. */
  public List<String> waits(Optional<WorkerKey> worker) {
    Session session = sessions.get(worker);
    return session == null ? List.of() : session.waits().stream().map(Sharing::inWords).toList();
  }

  private void onMade(SharingEvent.Made event) {
    objects.put(event.id(), ObjectState.made(event.name(), event.spec(), limits));
  }

  private void onAsked(SharingEvent.Asked event) {
    Caller caller = event.caller();
    Session session = sessions.computeIfAbsent(caller.worker(), key -> new Session());
    if (session.find(event.requestId()) != null) {
      misbehaved(caller, "It sent request " + event.requestId() + " twice");
      return;
    }
    if (session.isNews(caller)) {
      endTasks(session, caller.worker(), c -> c.isBefore(caller.chunkId(), caller.position()));
      session.begins(caller.chunkId(), caller.position());
    }
    ObjectState object = objects.get(event.objectId());
    boolean wouldBeLost =
        event.operation() instanceof SharedOperation.Take && session.isCancelled(caller);
    if (session.isOver(caller) || wouldBeLost) {
      // A thread that its task has left behind; what it held is free already.
      answer(caller.worker(), event.requestId(), new SharedReply.Withdrawn());
    } else if (object == null) {
      if (event.requestId() == 0 && event.operation() instanceof SharedOperation.Add add) {
        lost(event, add.amount());
      }
      answer(caller.worker(), event.requestId(), new SharedReply.Gone(pool));
    } else if (event.operation() instanceof SharedOperation.Close) {
      close(event.objectId(), object, new SharedReply.Gone(pool));
      answer(caller.worker(), event.requestId(), new SharedReply.Done());
    } else {
      Request request =
          new Request(caller, event.requestId(), object, event.place(), event.operation());
      ask(session, request);
    }
  }

  private void lost(SharingEvent.Asked event, long amount) {
    if (reportedLost.size() < MAX_REPORTED_LOST && reportedLost.add(event.objectId())) {
      commands.add(new SharingCommand.WarnLostAmount(event.caller().worker(), amount));
    }
  }

  private void ask(Session session, Request request) {
    ObjectState object = request.object();
    if (!object.isProper(request)) {
      misbehaved(
          request.caller(),
          "%s, which does not hold it, released %s".formatted(request.caller(), object));
      return;
    }
    SharedReply reply = isBehindOthers(request) ? null : object.attempt(request);
    if (reply != null) {
      granted(request, reply);
      serve(object);
    } else if (request.waitNanos() == 0 || request.id() == 0) {
      answer(request, new SharedReply.TimedOut());
    } else {
      waitFor(session, request);
    }
  }

  /** Only what can wait has to: others neither take nor bring what somebody waits for. */
  private static boolean isBehindOthers(Request request) {
    return request.operation() instanceof SharedOperation.Acquire
        && !request.object().waiting().isEmpty();
  }

  private void waitFor(Session session, Request request) {
    Caller caller = request.caller();
    Optional<String> cycle = cycle(request);
    if (cycle.isPresent()) {
      answer(request, new SharedReply.Deadlock(cycle.get()));
    } else if (caller.worker().isPresent() && session.waitCount() == limits.maxWaitsPerWorker()) {
      misbehaved(caller, "More than " + limits.maxWaitsPerWorker() + " requests of it wait");
    } else if (caller.worker().isPresent()
        && session.waitCount() > 0
        && request.bytes() > 0
        && request.bytes() > limits.maxWaitingBytesPerWorker() - session.waitingBytes()) {
      answer(
          request,
          new SharedReply.Refused(
              "Items that wait for room would exceed the limit of a worker, which is %d bytes"
                  .formatted(limits.maxWaitingBytesPerWorker())));
    } else if (waits.putIfAbsent(caller, request) != null) {
      misbehaved(caller, "Thread " + caller.thread() + " waits for two objects at once");
    } else {
      session.add(request, now);
      request.object().waiting().add(request);
      if (!request.waitsForEver()) {
        alarms.add(new Alarm(after(request.waitNanos()), caller.worker(), request.id(), null));
      }
      if (caller.isTask()) {
        caller.worker().ifPresent(worker -> awaitMoment(session, worker, now));
      }
      watch(request.object());
    }
  }

  private long after(long nanos) {
    return nanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + nanos;
  }

  /**
   * The cycle that a request would close: each waits, without a limit, for a lock that the next one
   * holds. There are no other cycles, as each was looked for when it would have been closed.
   */
  private Optional<String> cycle(Request closing) {
    List<String> steps = new ArrayList<>();
    Request next = closing;
    for (int i = 0; i <= waits.size(); i++) {
      if (!next.waitsForEver()
          || !(next.object() instanceof LockState lock)
          || lock.held() == null) {
        return Optional.empty();
      }
      Caller holder = lock.held().caller();
      steps.add(inWords(next));
      if (holder.equals(closing.caller())) {
        return Optional.of(String.join("; ", steps));
      }
      Request waited = waits.get(holder);
      if (waited == null) {
        return Optional.empty();
      }
      next = waited;
    }
    return Optional.empty();
  }

  /** A request that waits; with the holder if it waits for a lock. */
  private static String inWords(Request waiting) {
    if (!(waiting.object() instanceof LockState lock) || lock.held() == null) {
      return waiting.toString();
    }
    Request held = lock.held();
    String since = held.place().isEmpty() ? "" : " since " + held.place();
    return waiting + ", which " + held.caller() + " holds" + since;
  }

  /** Gives those that wait what they can have by now, in their order. */
  private void serve(ObjectState object) {
    while (!object.waiting().isEmpty()) {
      Request first = object.waiting().iterator().next();
      SharedReply reply = object.attempt(first);
      if (reply == null) {
        return;
      }
      noLongerWaits(first);
      granted(first, reply);
    }
  }

  private void granted(Request request, SharedReply reply) {
    if (request.object() instanceof LockState || request.object() instanceof SemaphoreState) {
      Optional<WorkerKey> worker = request.caller().worker();
      Session session = sessions.get(worker);
      boolean holds = request.object().isHeld(c -> c.worker().equals(worker));
      if (session != null && holds) {
        session.held().add(request.object());
      } else if (session != null) {
        session.held().remove(request.object());
      }
    }
    answer(request, reply);
  }

  private void noLongerWaits(Request request) {
    request.object().waiting().remove(request);
    waits.remove(request.caller());
    Session session = sessions.get(request.caller().worker());
    if (session != null) {
      session.remove(request);
      if (session.taskWaitCount() == 0 && session.wasToldThatItWaits()) {
        session.toldThatItWaits(false);
        request
            .caller()
            .worker()
            .ifPresent(worker -> commands.add(new SharingCommand.WorkerResumes(worker)));
      }
    }
  }

  /** Ends a wait with something else than what it is for; those behind it may go on. */
  private void endWait(Request request, SharedReply reply) {
    noLongerWaits(request);
    answer(request, reply);
    serve(request.object());
  }

  private void onWithdrawn(SharingEvent.Withdrawn event) {
    Request request = find(event.worker(), event.requestId());
    // Guards against a race with its answer.
    if (request != null) {
      endWait(request, new SharedReply.Withdrawn());
    }
  }

  private @Nullable Request find(Optional<WorkerKey> worker, long requestId) {
    Session session = sessions.get(worker);
    return session == null ? null : session.find(requestId);
  }

  private void onTaskCancelled(SharingEvent.TaskCancelled event) {
    Session session = sessions.computeIfAbsent(Optional.of(event.worker()), key -> new Session());
    session.cancel(event.chunkId(), event.position());
    for (Request request : session.waits()) {
      if (session.isCancelled(request.caller())) {
        endWait(request, new SharedReply.Withdrawn());
      }
    }
  }

  private void onTasksEnded(SharingEvent.TasksEnded event) {
    Optional<WorkerKey> worker = Optional.of(event.worker());
    Session session = sessions.get(worker);
    if (session != null) {
      endTasks(session, worker, c -> c.isUpTo(event.chunkId(), event.position()));
      session.begins(event.chunkId(), event.position() + 1);
    }
  }

  /** Tasks have ended: nothing of them waits or is held any more. */
  private void endTasks(Session session, Optional<WorkerKey> worker, Predicate<Caller> which) {
    for (Request request : session.waits()) {
      if (which.test(request.caller())) {
        endWait(request, new SharedReply.Withdrawn());
      }
    }
    for (ObjectState object : List.copyOf(session.held())) {
      for (Left left : object.release(c -> c.worker().equals(worker) && which.test(c))) {
        commands.add(new SharingCommand.WarnLeftHeld(left.what(), left.holder(), left.place()));
      }
      if (!object.isHeld(c -> c.worker().equals(worker))) {
        session.held().remove(object);
      }
      serve(object);
    }
  }

  private void onWorkerGone(SharingEvent.WorkerGone event) {
    Optional<WorkerKey> worker = Optional.of(event.worker());
    Session session = sessions.remove(worker);
    if (session == null) {
      return;
    }
    // All waits go first, so that nothing is handed to the dead.
    for (Request request : session.waits()) {
      request.object().waiting().remove(request);
      waits.remove(request.caller());
    }
    session.waits().forEach(request -> serve(request.object()));
    for (ObjectState object : session.held()) {
      for (Left left : object.release(c -> c.worker().equals(worker))) {
        // A task that did not heed that its time was up, or that nobody wanted it, died of that. No
        // failure tells of what is no task.
        if (session.isCancelled(left.holder()) || !left.holder().isTask()) {
          commands.add(new SharingCommand.WarnLeftHeld(left.what(), left.holder(), left.place()));
        }
      }
      serve(object);
    }
  }

  private void close(long id, ObjectState object, SharedReply reply) {
    objects.remove(id);
    for (Request request : List.copyOf(object.waiting())) {
      noLongerWaits(request);
      answer(request, reply);
    }
    sessions.values().forEach(session -> session.held().remove(object));
  }

  private void onPoolEnded() {
    Map.copyOf(objects).forEach((id, object) -> close(id, object, new SharedReply.PoolEnded()));
    alarms.clear();
  }

  private void ring() {
    for (Alarm due = alarms.peek(); due != null && due.at <= now; due = alarms.peek()) {
      alarms.remove();
      if (due.watched != null) {
        lookWhoHolds(due.watched);
      } else if (due.requestId == 0) {
        due.worker.ifPresent(this::momentIsOver);
      } else {
        Request request = find(due.worker, due.requestId);
        if (request != null) {
          endWait(request, new SharedReply.TimedOut());
        }
      }
    }
  }

  /** Looks later whether it is still held by the same, if that may never end. */
  private void watch(ObjectState object) {
    if (!object.isWatched() && object.mayBeHeld()) {
      object.watch(object.holdsOfProcesses());
      alarms.add(new Alarm(after(LONG_NANOS), PROGRAM, 0, object));
    }
  }

  private void lookWhoHolds(ObjectState object) {
    List<Request> before = object.watchedHolds();
    object.unwatch();
    if (object.waiting().isEmpty()) {
      return;
    }
    Optional<Request> held =
        object.holdsOfProcesses().stream().filter(before::contains).findFirst();
    if (held.isPresent() && object.tellOf(held.get())) {
      String waits = object.waiting().iterator().next().toString();
      Request by = held.get();
      commands.add(new SharingCommand.WarnHeldLong(waits, by.caller(), by.place()));
    }
    watch(object);
  }

  private void awaitMoment(Session session, WorkerKey worker, long since) {
    if (!session.isMomentAwaited()) {
      session.momentAwaited(true);
      alarms.add(new Alarm(since + MOMENT_NANOS, Optional.of(worker), 0, null));
    }
  }

  private void momentIsOver(WorkerKey worker) {
    Session session = sessions.get(Optional.of(worker));
    if (session == null) {
      return;
    }
    session.momentAwaited(false);
    if (session.taskWaitCount() == 0 || session.wasToldThatItWaits()) {
      return;
    }
    if (now - session.waitsSince() < MOMENT_NANOS) {
      // What it waits for now is not what the alarm was set for.
      awaitMoment(session, worker, session.waitsSince());
      return;
    }
    session.toldThatItWaits(true);
    commands.add(new SharingCommand.WorkerWaits(worker));
  }

  private void misbehaved(Caller caller, String what) {
    caller.worker().ifPresent(worker -> commands.add(new SharingCommand.Misbehaved(worker, what)));
  }

  private void answer(Request request, SharedReply reply) {
    answer(request.caller().worker(), request.id(), reply);
  }

  private void answer(Optional<WorkerKey> worker, long requestId, SharedReply reply) {
    if (requestId > 0) {
      commands.add(new SharingCommand.Answer(worker, requestId, reply));
    }
  }
}
