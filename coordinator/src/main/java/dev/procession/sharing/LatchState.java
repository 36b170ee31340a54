package dev.procession.sharing;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import org.jspecify.annotations.Nullable;

/** A latch. */
final class LatchState extends ObjectState {
  private int count; // written by the state machine's thread only

  LatchState(String name, int count) {
    super("latch", name);
    this.count = count;
  }

  @Override
  @Nullable SharedReply attempt(Request request) {
    SharedOperation operation = request.operation();
    if (operation instanceof SharedOperation.CountDown) {
      count = Math.max(0, count - 1);
      return new SharedReply.Done();
    } else if (operation instanceof SharedOperation.Await) {
      return count == 0 ? new SharedReply.Done() : null;
    } else if (operation instanceof SharedOperation.Read) {
      return new SharedReply.Numeric(count);
    }
    return wrong(request);
  }
}
