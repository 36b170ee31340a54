package dev.procession.worker;

import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.codec.ItemDecoder;
import dev.procession.protocol.shared.Owner;
import dev.procession.protocol.shared.SharedClient;
import dev.procession.protocol.shared.SharedValues;
import org.jspecify.annotations.Nullable;

/**
 * Sends what tasks ask of shared objects to the coordinator, in the name of the task that runs,
 * whichever of its threads asks.
 */
final class SharedRequests implements SharedClient.Transport {
  private final Outgoing outgoing;
  private final BackgroundSender courier;
  private final ClassLoader classPath;

  /** What runs; written by the runner. */
  private volatile @Nullable Running running;

  /** Written by the runner, once. */
  private volatile int maxItemBytes = Integer.MAX_VALUE;

  /** Whether no initializer will run any more; written by the runner. */
  private volatile boolean initialized;

  private record Running(Chunk chunk, ClassLoader loader) {}

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
    running = new Running(chunk, loader);
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
    if (now == null) {
      return initialized ? Owner.PROCESS : Owner.INITIALIZER;
    }
    // A chunk that is about to end has no position.
    int position = Math.max(0, Math.min(now.chunk.position(), now.chunk.size() - 1));
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
        || now.chunk.position() > owner.position();
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
