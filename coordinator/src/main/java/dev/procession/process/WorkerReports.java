package dev.procession.process;

import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.ProtocolException;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.scheduler.Chunk;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.RunningItem;
import dev.procession.scheduler.WorkerKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of what one process says. Called on the reader's thread, except where it says
 * otherwise.
 */
final class WorkerReports implements WorkerReader.Listener {
  private final WorkerKey key;
  private final WorkerSurroundings surroundings;
  private final WorkerProcess process;
  private final Recorder recorder;

  /**
   * The chunks whose answers are awaited; added to by the loop thread, read and cleared by the
   * reader.
   */
  private final Map<Long, AwaitedChunk> chunks = new ConcurrentHashMap<>();

  /** The broadcast values that it has asked for; used by the reader only. */
  private final Set<Long> broadcastsSent = new HashSet<>();

  /** Written by the reader, once at most. */
  private volatile Optional<Throwable> startError = Optional.empty();

  /** Written by the reader, once at most. */
  private volatile Optional<String> misbehaviour = Optional.empty();

  WorkerReports(
      WorkerKey key, WorkerSurroundings surroundings, WorkerProcess process, Recorder recorder) {
    this.key = key;
    this.recorder = recorder;
    this.surroundings = surroundings;
    this.process = process;
  }

  /** The process is about to be sent that chunk; on the loop thread. */
  void expect(Chunk chunk) {
    chunks.put(chunk.id(), new AwaitedChunk(chunk, recorder.sending(chunk)));
  }

  /** The chunks whose answers are awaited; from any thread. */
  Collection<AwaitedChunk> awaited() {
    return chunks.values();
  }

  /** Whether the process has begun an item, as far as is known; from any thread. */
  boolean hasBegun(ItemBatch batch, int item) {
    return chunks.values().stream()
        .filter(chunk -> chunk.batch() == batch && chunk.contains(item))
        .anyMatch(chunk -> chunk.hasBegun(item, process.running()));
  }

  /** How many items of the chunks it was sent have not been answered; from any thread. */
  long unansweredItems() {
    return chunks.values().stream().mapToLong(AwaitedChunk::unanswered).sum();
  }

  /** What its initializer threw. */
  Optional<Throwable> startError() {
    return startError;
  }

  /** What it sent that no worker may send. */
  Optional<String> misbehaviour() {
    return misbehaviour;
  }

  @Override
  public void hello(ToCoordinator.Hello hello) {
    // What to answer is queued before the process is launched; its version has been checked.
  }

  @Override
  public void ready() {
    process.isReady();
    recorder.ready();
    surroundings.post(new Event.WorkerReady(key));
  }

  @Override
  public void startFailed(Throwable error) {
    startError = Optional.of(error);
    process.explain("failed in its initializer");
  }

  @Override
  public @Nullable TaskClasses classesOf(long chunkId) {
    AwaitedChunk chunk = chunks.get(chunkId);
    return chunk == null ? null : chunk.taskClasses();
  }

  @Override
  public void results(ToCoordinator.Results message, Answers answers) {
    EncodedItems items = message.answers();
    AwaitedChunk chunk = chunks.get(message.chunkId());
    if (chunk != null) {
      recorder.answered(chunk.chunk(), message.firstPosition(), message.busyNanos(), answers);
      if (chunk.answered(message.firstPosition() + items.count())) {
        over(chunk);
      }
    }
    surroundings.bytesReceived().add(items.sizeBytes());
    surroundings.post(
        new Event.WorkerAnswered(
            key,
            message.chunkId(),
            message.firstPosition(),
            items.count(),
            message.busyNanos(),
            answers));
  }

  @Override
  public void returned(ToCoordinator.Returned message) {
    AwaitedChunk chunk = chunks.get(message.chunkId());
    if (chunk != null && chunk.returned(message.fromPosition())) {
      over(chunk);
    }
    surroundings.post(new Event.WorkerReturned(key, message.chunkId(), message.fromPosition()));
  }

  /** The process is gone; on the worker's own thread. */
  void exited(Optional<RunningItem> running) {
    running.ifPresent(
        item -> {
          AwaitedChunk chunk = chunks.get(item.chunkId());
          if (chunk != null) {
            recorder.lost(chunk.chunk(), item.position());
          }
        });
    chunks.values().forEach(AwaitedChunk::over);
  }

  private void over(AwaitedChunk chunk) {
    chunks.remove(chunk.chunk().id());
    chunk.over();
  }

  @Override
  public void wanted(ToCoordinator.ResourceWanted message) {
    surroundings.serveResource(message, process);
  }

  @Override
  public void wanted(ToCoordinator.BroadcastWanted message) throws ProtocolException {
    ToWorker.Broadcast found = surroundings.broadcasts().find(message.broadcastId());
    if (found == null) {
      process.send(new ToWorker.BroadcastClosed(message.broadcastId()));
    } else if (broadcastsSent.add(message.broadcastId())) {
      process.send(found);
    } else {
      throw new ProtocolException("The worker asked twice for broadcast " + message.broadcastId());
    }
  }

  @Override
  public void retiring(ToCoordinator.Retiring message) {
    surroundings.callbacks().execute(() -> surroundings.log().retiring(key, message.reason()));
    surroundings.post(new Event.WorkerRetiring(key, message.reason()));
  }

  @Override
  public void misbehaved(String what) {
    misbehaviour = Optional.of(what);
    surroundings.post(new Event.WorkerMisbehaved(key));
  }
}
