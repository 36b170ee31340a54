package dev.procession.sharing;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A semaphore, which knows which task has how many of its permits. */
final class SemaphoreState extends ObjectState {
  private final int permits;
  private final Map<Caller, Held> held = new LinkedHashMap<>();
  private int free; // written by the state machine's thread only

  /** The permits of a task, and the request by which it got the last of them. */
  private record Held(int permits, Request by) {}

  SemaphoreState(String name, int permits) {
    super("semaphore", name);
    this.permits = permits;
    this.free = permits;
  }

  @Override
  @Nullable SharedReply attempt(Request request) {
    if (request.operation() instanceof SharedOperation.Acquire acquire) {
      return acquire(request, acquire.permits());
    } else if (request.operation() instanceof SharedOperation.Release release) {
      release(request.caller().anyThread(), release.permits());
      return new SharedReply.Done();
    } else if (request.operation() instanceof SharedOperation.Read) {
      return new SharedReply.Numeric(free);
    }
    return wrong(request);
  }

  private @Nullable SharedReply acquire(Request request, int wanted) {
    if (wanted > permits) {
      return new SharedReply.Refused(
          this + " has " + permits + " permits, so " + wanted + " can never be acquired");
    } else if (wanted > free) {
      return null;
    }
    free -= wanted;
    if (wanted > 0) {
      Held more = new Held(wanted, request);
      held.merge(
          request.caller().anyThread(), more, (a, b) -> new Held(a.permits + b.permits, b.by));
    }
    return new SharedReply.Done();
  }

  private void release(Caller task, int released) {
    free += released;
    held.computeIfPresent(
        task,
        (key, had) -> had.permits == released ? null : new Held(had.permits - released, had.by));
  }

  @Override
  boolean isProper(Request request) {
    if (!(request.operation() instanceof SharedOperation.Release release)) {
      return true;
    }
    Held had = held.get(request.caller().anyThread());
    return release.permits() <= (had == null ? 0 : had.permits);
  }

  @Override
  List<Left> release(Predicate<Caller> whose) {
    List<Left> left = new ArrayList<>();
    for (Iterator<Map.Entry<Caller, Held>> all = held.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Caller, Held> entry = all.next();
      if (whose.test(entry.getKey())) {
        free += entry.getValue().permits;
        Held was = entry.getValue();
        String what = was.permits + (was.permits == 1 ? " permit of " : " permits of ") + this;
        left.add(new Left(entry.getKey(), what, was.by.place()));
        all.remove();
      }
    }
    return left;
  }

  @Override
  boolean mayBeHeld() {
    return true;
  }

  @Override
  List<Request> holdsOfProcesses() {
    return held.values().stream()
        .map(Held::by)
        .filter(by -> !by.caller().endsBeforeItsProcess())
        .toList();
  }

  @Override
  boolean isHeld(Predicate<Caller> whose) {
    return held.keySet().stream().anyMatch(whose);
  }
}
