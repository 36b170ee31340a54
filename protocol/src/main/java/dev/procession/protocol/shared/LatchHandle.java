package dev.procession.protocol.shared;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import dev.procession.task.SharedLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

@SuppressWarnings("serial") // A reference is written in its place.
final class LatchHandle extends SharedHandle implements SharedLatch {
  private static final long serialVersionUID = 1L;

  LatchHandle(SharedReference reference, @Nullable SharedClient client) {
    super(reference, client);
  }

  @Override
  public void countDown() {
    ask(new SharedOperation.CountDown());
  }

  @Override
  public void await() throws InterruptedException {
    askInterruptibly(new SharedOperation.Await(SharedOperation.FOREVER));
  }

  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return askInterruptibly(new SharedOperation.Await(nanos(time, unit)))
        instanceof SharedReply.Done;
  }

  @Override
  public int getCount() {
    return (int) number(new SharedOperation.Read());
  }

  @Override
  public void close() {
    remove();
  }
}
