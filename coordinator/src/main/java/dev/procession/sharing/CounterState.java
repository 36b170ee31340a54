package dev.procession.sharing;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;

/** A number. */
final class CounterState extends ObjectState {
  private long value; // written by the state machine's thread only

  CounterState(String name, long initial) {
    super("counter", name);
    this.value = initial;
  }

  @Override
  SharedReply attempt(Request request) {
    SharedOperation operation = request.operation();
    if (operation instanceof SharedOperation.Read) {
      return new SharedReply.Numeric(value);
    } else if (operation instanceof SharedOperation.Add add) {
      value += add.amount();
    } else if (operation instanceof SharedOperation.Write write) {
      value = write.value();
    } else if (operation instanceof SharedOperation.Raise raise) {
      value = Math.max(value, raise.value());
    } else if (operation instanceof SharedOperation.Lower lower) {
      value = Math.min(value, lower.value());
    } else if (operation instanceof SharedOperation.CompareAndSet swap) {
      boolean same = value == swap.expected();
      value = same ? swap.value() : value;
      return new SharedReply.Flag(same);
    } else {
      return wrong(request);
    }
    return new SharedReply.Numeric(value);
  }
}
