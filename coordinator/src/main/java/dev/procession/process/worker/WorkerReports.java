package dev.procession.process.worker;

import dev.procession.process.job.ItemBatch;
import dev.procession.process.observe.Recorder;
import dev.procession.process.shipping.NumberedLoader;
import dev.procession.protocol.EncodedItems;
import dev.procession.protocol.ErrorText;
import dev.procession.protocol.ProtocolException;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.codec.Answers;
import dev.procession.scheduler.Chunk;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.RunningItem;
import dev.procession.scheduler.WorkerKey;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Converts the messages of one process into events. Called on the reader thread, except where
 * noted.
 */
final class WorkerReports implements WorkerReader.Listener {
  /** More than cross each other on the way. */
  private static final int MAX_RETURNS_DUE = 1024;

  private final WorkerKey key;
  private final WorkerServices services;
  private final WorkerProcess process;
  private final Recorder recorder;

  /**
   * The chunks whose answers are awaited; added to by the loop thread, read and cleared by the
   * reader.
   */
  private final ConcurrentNavigableMap<Long, AwaitedChunk> chunks = new ConcurrentSkipListMap<>();

  /**
   * The chunks that it was asked to return and has not; added to by the loop thread, cleared by the
   * reader.
   */
  private final Set<Long> returnsDue = ConcurrentHashMap.newKeySet();

  private final WorkerRequests requests;

  /** How many stack traces it was asked for and has not sent; at most one for each timeout. */
  private final AtomicInteger stacksDue = new AtomicInteger();

  /** Written by the reader. */
  private volatile boolean answered;

  /** Used by the reader only. */
  private boolean retiring;

  /** Written by the reader, once at most. */
  private volatile Optional<Throwable> startError = Optional.empty();

  /** Written by the reader, once at most. */
  private volatile Optional<String> unread = Optional.empty();

  /** Written at most once, by the thread that finds out first. */
  private final AtomicReference<@Nullable String> misbehaviour = new AtomicReference<>();

  WorkerReports(WorkerKey key, WorkerServices services, WorkerProcess process, Recorder recorder) {
    this.key = key;
    this.recorder = recorder;
    this.services = services;
    this.process = process;
    this.requests = new WorkerRequests(services, process::send);
  }

  /** The process is about to be sent that chunk; on the loop thread. */
  void expect(Chunk chunk) {
    chunks.put(chunk.id(), new AwaitedChunk(chunk, recorder.sending(chunk)));
  }

  /** The process is about to be asked to return a chunk; on the loop thread. */
  void expectReturn(long chunkId) {
    if (returnsDue.size() == MAX_RETURNS_DUE) {
      misbehaved("none of " + MAX_RETURNS_DUE + " chunks back that were revoked");
    } else {
      returnsDue.add(chunkId);
    }
  }

  /** The process is about to be asked for a stack trace; on the loop thread. */
  void expectStack() {
    stacksDue.incrementAndGet();
  }

  /** The chunks whose answers are awaited; from any thread. */
  Collection<AwaitedChunk> awaited() {
    return chunks.values();
  }

  /** Whether the process has begun an item, as far as is known; from any thread. */
  boolean hasBegun(ItemBatch batch, int item) {
    return chunks.values().stream()
        .filter(chunk -> chunk.batch() == batch && chunk.contains(item))
        .anyMatch(chunk -> chunk.hasBegun(item, process.watch().now()));
  }

  /** Whether it has answered any item; from any thread. */
  boolean hasAnswered() {
    return answered;
  }

  /** What its initializer threw. */
  Optional<Throwable> startError() {
    return startError;
  }

  /** What it sent that no worker may send. */
  Optional<String> misbehaviour() {
    return Optional.ofNullable(misbehaviour.get());
  }

  @Override
  public void received(ToCoordinator message, long bytes) {
    recorder.received(message, bytes);
  }

  @Override
  public void hello(ToCoordinator.Hello hello) {
    // What to answer is queued before the process is launched; its version has been checked.
    services.post(new Event.WorkerSaidHello(key));
  }

  @Override
  public void ready() {
    process.isReady();
    recorder.ready();
    services.post(new Event.WorkerReady(key));
  }

  @Override
  public void startFailed(Throwable error) {
    startError = Optional.of(error);
    process.explain("failed in its initializer");
  }

  @Override
  public NumberedLoader accept(ToCoordinator.Results message) throws ProtocolException {
    AwaitedChunk chunk = first(message.chunkId());
    chunk.check(message.firstPosition(), message.answers().count());
    return chunk.taskClasses();
  }

  /** The chunk of that number, which must be the first: chunks are run in their order. */
  private AwaitedChunk first(long chunkId) throws ProtocolException {
    Map.Entry<Long, AwaitedChunk> first = chunks.firstEntry();
    if (first == null || first.getKey() != chunkId) {
      String due = first == null ? "none" : "chunk " + first.getKey();
      throw new ProtocolException(
          "The worker answered chunk " + chunkId + ", where " + due + " is due");
    }
    return first.getValue();
  }

  @Override
  public void results(ToCoordinator.Results message, Answers answers) throws ProtocolException {
    answered = true;
    EncodedItems items = message.answers();
    AwaitedChunk chunk = first(message.chunkId());
    // It cannot have been busy with them for longer than it had them.
    long busyNanos = Math.min(message.busyNanos(), chunk.ageNanos());
    recorder.answered(chunk.chunk(), message.firstPosition(), busyNanos, answers);
    if (chunk.answered(message.firstPosition() + items.count())) {
      over(chunk);
    }
    services.bytesReceived().add(items.sizeBytes());
    services.post(
        new Event.WorkerAnswered(
            key,
            message.chunkId(),
            message.firstPosition(),
            items.count(),
            busyNanos,
            answers,
            ((ItemBatch) chunk.batch())
                .worthRetrying(chunk.chunk().from() + message.firstPosition(), answers)));
  }

  @Override
  public void returned(ToCoordinator.Returned message) throws ProtocolException {
    if (!returnsDue.remove(message.chunkId())) {
      throw new ProtocolException(
          "The worker returned chunk " + message.chunkId() + ", which was not revoked");
    }
    AwaitedChunk chunk = chunks.get(message.chunkId());
    // Guards against a race with its last answer, which has come first.
    if (chunk != null) {
      chunk.checkReturn(message.fromPosition());
      if (chunk.returned(message.fromPosition())) {
        over(chunk);
      }
    }
    services.post(new Event.WorkerReturned(key, message.chunkId(), message.fromPosition()));
  }

  /** The process is gone; on the worker's own thread. */
  void exited(Optional<RunningItem> running) {
    AwaitedChunk lost = running.isPresent() ? chunks.get(running.get().chunkId()) : null;
    if (lost != null) {
      recorder.lost(lost.chunk(), running.get().position());
    }
    for (AwaitedChunk chunk : chunks.values()) {
      chunk.over();
    }
  }

  private void over(AwaitedChunk chunk) {
    chunks.remove(chunk.chunk().id());
    chunk.over();
  }

  @Override
  public void wanted(ToCoordinator.ResourceWanted message) throws ProtocolException {
    requests.accept(message);
  }

  @Override
  public void wanted(ToCoordinator.BroadcastWanted message) throws ProtocolException {
    requests.accept(message);
  }

  @Override
  public void shared(ToCoordinator.SharedRequest message) {
    services
        .sharedRequests()
        .ifPresent(
            taker -> taker.asked(key, message, Optional.ofNullable(chunks.get(message.chunkId()))));
  }

  @Override
  public void shared(ToCoordinator.SharedWithdrawal message) {
    services.sharedRequests().ifPresent(taker -> taker.withdrawn(key, message));
  }

  @Override
  public void retiring(ToCoordinator.Retiring message) throws ProtocolException {
    if (retiring) {
      throw new ProtocolException("The worker asked twice to be replaced");
    }
    retiring = true;
    services.callbacks().execute(() -> services.log().retiring(key, message.reason()));
    services.post(new Event.WorkerRetiring(key, message.reason()));
  }

  @Override
  public void stackTaken(ToCoordinator.StackTaken message) throws ProtocolException {
    if (stacksDue.decrementAndGet() < 0) {
      throw new ProtocolException("The worker sent a stack trace that was not requested");
    }
    services.post(
        new Event.StackTaken(key, message.chunkId(), message.position(), message.frames()));
  }

  @Override
  public void ended(String how) {
    if (!process.exitsSoon()) {
      misbehaved(how + ", but its process is still running");
    }
  }

  /** Its channel is at an unknown place, so the process must go, although it did nothing wrong. */
  @Override
  public void unread(Throwable error) {
    String why = ErrorText.of(error);
    unread = Optional.of(why);
    process.explain("could not be read from: " + why);
    services.post(new Event.WorkerMisbehaved(key));
  }

  /** Why this process could not read what it sent. */
  Optional<String> unread() {
    return unread;
  }

  @Override
  public void misbehaved(String what) {
    if (misbehaviour.compareAndSet(null, what)) {
      services.post(new Event.WorkerMisbehaved(key));
    }
  }
}
