package dev.procession.worker;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.codec.ItemDecoder;
import dev.procession.protocol.shared.Owner;
import dev.procession.protocol.shared.SharedClient;
import dev.procession.protocol.shared.SharedValues;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends what tasks ask of shared objects to the coordinator, in the name of the task that runs,
 * whichever of its threads asks.
 */
final class SharedRequests implements SharedClient.Transport {
  private static final int NO_TASK = -1;

  private final Outgoing outgoing;
  private final BackgroundSender courier;
  private final ClassLoader classPath;

  /** What runs; written by the runner. */
  private volatile @Nullable Running running;

  /** Written by the runner, once. */
  private volatile int maxItemBytes = Integer.MAX_VALUE;

  /** Whether no initializer will run any more; written by the runner. */
  private volatile boolean initialized;

  /**
   * A chunk that runs.
   *
   * @param ended the position of the last task that has ended, before its answer is sent: a thread
   *     that it has left is none of its threads any more; written by the runner
   */
  private record Running(Chunk chunk, ClassLoader loader, AtomicInteger ended) {
    /** The position of the task that runs; negative if none does. */
    int position() {
      int position = chunk.position();
      return chunk.isRunning(position) && position > ended.get() ? position : NO_TASK;
    }
  }

  /**
   * @param classPath where classes are looked for while no task runs
   */
  SharedRequests(Outgoing outgoing, BackgroundSender courier, ClassLoader classPath) {
    this.outgoing = outgoing;
    this.courier = courier;
    this.classPath = classPath;
  }

  void limit(int newMaxItemBytes) {
    maxItemBytes = newMaxItemBytes;
  }

  /** The tasks of a chunk run from now on. */
  void begin(Chunk chunk, ClassLoader loader) {
    running = new Running(chunk, loader, new AtomicInteger(NO_TASK));
  }

  /** A task has ended, whose answer is not sent before. */
  void taskEnds(int position) {
    Running now = running;
    if (now != null) {
      // Cheap, as this happens for every item; sending the answer makes it visible.
      now.ended.lazySet(position);
    }
  }

  /** The initializer, if there is one, has ended. */
  void initialized() {
    initialized = true;
  }

  /** No task runs. */
  void end() {
    running = null;
  }

  @Override
  public Owner owner() {
    Running now = running;
    int position = now == null ? NO_TASK : now.position();
    if (now == null || position == NO_TASK) {
      return initialized ? Owner.PROCESS : Owner.INITIALIZER;
    }
    return new Owner(now.chunk.id(), position, now.chunk.index(position));
  }

  @Override
  public boolean isOver(Owner owner) {
    if (owner.chunkId() == 0) {
      return initialized && owner.equals(Owner.INITIALIZER);
    }
    Running now = running;
    return now == null
        || now.chunk.id() != owner.chunkId()
        || now.chunk.position() > owner.position()
        || now.ended.get() >= owner.position();
  }

  @Override
  public void send(
      Owner owner, long requestId, long objectId, SharedOperation operation, String place) {
    long thread = Thread.currentThread().getId();
    outgoing.sendFromTask(request(owner, requestId, thread, objectId, place, operation));
  }

  private static ToCoordinator.SharedRequest request(
      Owner owner,
      long requestId,
      long thread,
      long objectId,
      String place,
      SharedOperation operation) {
    return new ToCoordinator.SharedRequest(
        requestId,
        owner.chunkId(),
        owner.position(),
        owner.taskIndex(),
        thread,
        objectId,
        place,
        operation);
  }

  /** What a process adds for all its tasks together. */
  static ToCoordinator.SharedRequest added(long objectId, long amount) {
    return request(Owner.PROCESS, 0, 0, objectId, "", new SharedOperation.Add(amount));
  }

  @Override
  public void withdraw(long requestId) {
    outgoing.sendFromTask(new ToCoordinator.SharedWithdrawal(requestId));
  }

  @Override
  public boolean isCancelled() {
    Running now = running;
    return now != null && now.chunk.isCancelled(now.chunk.position());
  }

  @Override
  public void addsWait() {
    courier.tickSoon();
  }

  @Override
  public byte[] encode(Object value) {
    return SharedValues.encode(value, maxItemBytes, (each, encoder) -> encoder.add(each));
  }

  @Override
  public Object decode(byte[] value) {
    Running now = running;
    ClassLoader loader = now == null ? classPath : now.loader;
    return SharedValues.decode(value, names -> new ItemDecoder(names, loader));
  }
}
