package dev.procession.protocol.shared;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import dev.procession.task.SharedLock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

@SuppressWarnings("serial") // A reference is written in its place.
final class LockHandle extends SharedHandle implements SharedLock {
  private static final long serialVersionUID = 1L;

  LockHandle(SharedReference reference, @Nullable SharedClient client) {
    super(reference, client);
  }

  @Override
  public void lock() {
    if (!lockAgain()) {
      Owner owner = client().owner();
      got(owner, ask(owner, new SharedOperation.Lock(SharedOperation.FOREVER)));
    }
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    if (!lockAgain()) {
      Owner owner = client().owner();
      got(owner, askInterruptibly(owner, new SharedOperation.Lock(SharedOperation.FOREVER)));
    }
  }

  @Override
  public boolean tryLock() {
    Owner owner = client().owner();
    return lockAgain() || got(owner, ask(owner, new SharedOperation.Lock(0)));
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    Owner owner = client().owner();
    SharedOperation.Lock lock = new SharedOperation.Lock(nanos(time, unit));
    return lockAgain() || got(owner, askInterruptibly(owner, lock));
  }

  private boolean lockAgain() {
    Holds.LockHold hold = client().lockHold(id());
    if (hold == null) {
      return false;
    }
    hold.count = Math.incrementExact(hold.count);
    return true;
  }

  private boolean got(Owner owner, SharedReply reply) {
    if (reply instanceof SharedReply.Locked locked) {
      client().holds().locked(id(), owner, locked.abandoned());
      return true;
    }
    return false;
  }

  @Override
  public void unlock() {
    Holds.LockHold hold = held();
    hold.count--;
    if (hold.count == 0) {
      // First forgotten: once it is told, another thread may get the lock.
      client().holds().unlocked(id());
      client().tell(hold.owner, id(), new SharedOperation.Unlock());
    }
  }

  @Override
  public boolean wasAbandoned() {
    return held().abandoned;
  }

  private Holds.LockHold held() {
    Holds.LockHold hold = client().lockHold(id());
    if (hold == null) {
      throw new IllegalMonitorStateException(
          "Thread '" + Thread.currentThread().getName() + "' does not hold the " + this);
    }
    return hold;
  }

  @Override
  public Condition newCondition() {
    throw new UnsupportedOperationException(
        "A shared lock has no conditions; to wait for other tasks, use a SharedQueue or a"
            + " SharedLatch");
  }

  @Override
  public void close() {
    remove();
  }
}
