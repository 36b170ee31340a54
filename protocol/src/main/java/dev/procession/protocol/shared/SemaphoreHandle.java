package dev.procession.protocol.shared;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import dev.procession.task.SharedSemaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

@SuppressWarnings("serial") // A reference is written in its place.
final class SemaphoreHandle extends SharedHandle implements SharedSemaphore {
  private static final long serialVersionUID = 1L;

  SemaphoreHandle(SharedReference reference, @Nullable SharedClient client) {
    super(reference, client);
  }

  @Override
  public void acquire() throws InterruptedException {
    acquire(1);
  }

  @Override
  public void acquire(int permits) throws InterruptedException {
    checkCount(permits);
    got(askInterruptibly(new SharedOperation.Acquire(permits, SharedOperation.FOREVER)), permits);
  }

  @Override
  public boolean tryAcquire() {
    return got(ask(new SharedOperation.Acquire(1, 0)), 1);
  }

  @Override
  public boolean tryAcquire(long time, TimeUnit unit) throws InterruptedException {
    return got(askInterruptibly(new SharedOperation.Acquire(1, nanos(time, unit))), 1);
  }

  private boolean got(SharedReply reply, int permits) {
    if (!(reply instanceof SharedReply.Done)) {
      return false;
    }
    if (permits > 0) {
      client().holds().acquired(id(), permits);
    }
    return true;
  }

  @Override
  public void release() {
    release(1);
  }

  @Override
  public void release(int permits) {
    checkCount(permits);
    if (!client().holds().released(id(), permits)) {
      throw new IllegalMonitorStateException(
          "This task has not acquired "
              + permits
              + (permits == 1 ? " permit" : " permits")
              + " of the "
              + this
              + ", so it cannot release them");
    }
    if (permits > 0) {
      client().tell(id(), new SharedOperation.Release(permits));
    }
  }

  private static void checkCount(int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("permits must not be negative: " + permits);
    }
  }

  @Override
  public void close() {
    remove();
  }
}
