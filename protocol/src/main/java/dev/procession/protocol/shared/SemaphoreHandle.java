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
    Owner owner = client().owner();
    SharedOperation.Acquire acquire = new SharedOperation.Acquire(permits, SharedOperation.FOREVER);
    got(owner, askInterruptibly(owner, acquire), permits);
  }

  @Override
  public boolean tryAcquire() {
    Owner owner = client().owner();
    return got(owner, ask(owner, new SharedOperation.Acquire(1, 0)), 1);
  }

  @Override
  public boolean tryAcquire(long time, TimeUnit unit) throws InterruptedException {
    Owner owner = client().owner();
    SharedOperation.Acquire acquire = new SharedOperation.Acquire(1, nanos(time, unit));
    return got(owner, askInterruptibly(owner, acquire), 1);
  }

  private boolean got(Owner owner, SharedReply reply, int permits) {
    if (!(reply instanceof SharedReply.Done)) {
      return false;
    }
    if (permits > 0) {
      client().holds().acquired(id(), owner, permits);
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
    Owner owner = client().holds().released(id(), client().owner(), permits);
    if (owner == null) {
      throw new IllegalMonitorStateException(
          "This task has not acquired "
              + permits
              + (permits == 1 ? " permit" : " permits")
              + " of the "
              + this
              + ", so it cannot release them");
    }
    if (permits > 0) {
      client().tell(owner, id(), new SharedOperation.Release(permits));
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
