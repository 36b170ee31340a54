package dev.procession.sharing;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A lock; how often its holder has locked it, that one counts itself. */
final class LockState extends ObjectState {
  // Written by the state machine's thread only.
  private @Nullable Request held;
  private boolean abandoned;

  LockState(String name) {
    super("lock", name);
  }

  /** The request by which its holder got it. */
  @Nullable Request held() {
    return held;
  }

  @Override
  @Nullable SharedReply attempt(Request request) {
    if (request.operation() instanceof SharedOperation.Lock) {
      return lock(request);
    } else if (request.operation() instanceof SharedOperation.Unlock) {
      held = null;
      return new SharedReply.Done();
    }
    return wrong(request);
  }

  private @Nullable SharedReply lock(Request request) {
    if (held != null) {
      return null;
    }
    held = request;
    SharedReply reply = new SharedReply.Locked(abandoned);
    abandoned = false;
    return reply;
  }

  @Override
  boolean isProper(Request request) {
    return !(request.operation() instanceof SharedOperation.Unlock)
        || (held != null && held.caller().equals(request.caller()));
  }

  @Override
  List<Left> release(Predicate<Caller> whose) {
    if (held == null || !whose.test(held.caller())) {
      return List.of();
    }
    Left left = new Left(held.caller(), toString(), held.place());
    held = null;
    abandoned = true;
    return List.of(left);
  }

  @Override
  boolean mayBeHeld() {
    return true;
  }

  @Override
  List<Request> holdsOfProcesses() {
    return held == null || held.caller().endsBeforeItsProcess() ? List.of() : List.of(held);
  }

  @Override
  boolean isHeld(Predicate<Caller> whose) {
    return held != null && whose.test(held.caller());
  }
}
