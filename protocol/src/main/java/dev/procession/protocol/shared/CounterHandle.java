package dev.procession.protocol.shared;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import dev.procession.task.SharedLong;
import org.jspecify.annotations.Nullable;

@SuppressWarnings("serial") // A reference is written in its place.
final class CounterHandle extends SharedHandle implements SharedLong {
  private static final long serialVersionUID = 1L;

  CounterHandle(SharedReference reference, @Nullable SharedClient client) {
    super(reference, client);
  }

  @Override
  public long get() {
    return number(new SharedOperation.Read());
  }

  @Override
  public void set(long value) {
    ask(new SharedOperation.Write(value));
  }

  @Override
  public void add(long amount) {
    client().add(id(), amount);
  }

  @Override
  public long addAndGet(long amount) {
    return number(new SharedOperation.Add(amount));
  }

  @Override
  public long incrementAndGet() {
    return addAndGet(1);
  }

  @Override
  public boolean compareAndSet(long expected, long value) {
    return ((SharedReply.Flag) ask(new SharedOperation.CompareAndSet(expected, value))).value();
  }

  @Override
  public long accumulateMax(long value) {
    return number(new SharedOperation.Raise(value));
  }

  @Override
  public long accumulateMin(long value) {
    return number(new SharedOperation.Lower(value));
  }

  @Override
  public void close() {
    client().forgetAdds(id());
    remove();
  }
}
