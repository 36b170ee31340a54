package dev.procession.process;

import dev.procession.process.observe.PoolLog;
import dev.procession.process.worker.AwaitedChunk;
import dev.procession.process.worker.SharedRequestTaker;
import dev.procession.process.worker.WorkerProcesses;
import dev.procession.process.worker.WorkerServices;
import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import dev.procession.protocol.codec.DeepCoding;
import dev.procession.protocol.shared.Owner;
import dev.procession.protocol.shared.SharedClient;
import dev.procession.protocol.shared.SharedReference;
import dev.procession.protocol.shared.SharedValues;
import dev.procession.scheduler.Command;
import dev.procession.scheduler.Event;
import dev.procession.scheduler.WorkerKey;
import dev.procession.sharing.Caller;
import dev.procession.sharing.SharedSpec;
import dev.procession.sharing.Sharing;
import dev.procession.sharing.SharingCommand;
import dev.procession.sharing.SharingEvent;
import dev.procession.sharing.SharingLimits;
import dev.procession.sharing.TaskLabel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The shared objects of a pool: the blocking shell around the pure {@link Sharing}, which is used
 * on the loop thread only. Takes requests of workers, and those of the program's own threads.
 */
final class SharedStates implements SharedRequestTaker, EventLoop.Timed {
  private final EventLoop loop;
  private final WorkerProcesses workforce;
  private final WorkerServices services;
  private final SharedClient client = new SharedClient(new OfProgram());
  private final long poolId = randomId();
  private final Sharing sharing = new Sharing(poolId, SharingLimits.DEFAULT);
  private final AtomicLong made = new AtomicLong();

  /** The loop's time may be below zero, where that of the state machine begins. */
  private final long originNanos;

  /** The request that is being handled; used by the loop thread. */
  private @Nullable AtOnce answeringAtOnce;

  /** Whether there has been any object; set with the first. */
  private volatile boolean used;

  SharedStates(EventLoop loop, WorkerProcesses workforce, WorkerServices services) {
    this.loop = loop;
    this.workforce = workforce;
    this.services = services;
    this.originNanos = loop.nowNanos();
  }

  /** Whether tasks may use shared objects. */
  boolean isUsed() {
    return used;
  }

  /**
   * Makes an object.
   *
   * @param name its name; empty for a number
   * @return the handle
   * @throws IllegalStateException if the pool has ended, or has too many objects
   */
  Object make(SharedReference.Kind kind, String name, SharedSpec spec) {
    long number = made.incrementAndGet();
    SharedReference reference =
        new SharedReference(kind, poolId, randomId(), name.isEmpty() ? "" + number : name);
    SharedReference.servedBy(poolId, client);
    used = true;
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    if (!loop.execute(() -> answer.complete(makeNow(reference, spec)))) {
      throw new IllegalStateException("The pool has ended, so it cannot create shared objects");
    }
    if (!answer.join()) {
      throw new IllegalStateException(
          "The pool has %d shared objects, the maximum: close those that are no longer needed"
              .formatted(SharingLimits.DEFAULT.maxObjects()));
    }
    return reference.handle(client);
  }

  private boolean makeNow(SharedReference reference, SharedSpec spec) {
    if (!sharing.hasRoom()) {
      return false;
    }
    handle(new SharingEvent.Made(reference.id(), reference.name(), spec));
    return true;
  }

  private static long randomId() {
    return ThreadLocalRandom.current().nextLong() & Long.MAX_VALUE;
  }

  @Override
  public void asked(
      WorkerKey worker, ToCoordinator.SharedRequest request, Optional<AwaitedChunk> chunk) {
    boolean isSubmitted = chunk.isPresent() && chunk.get().isSubmitted();
    Optional<String> name =
        chunk.isPresent() ? chunk.get().name(request.position()) : Optional.empty();
    Caller caller =
        new Caller(
            Optional.of(worker),
            request.chunkId(),
            request.position(),
            new TaskLabel(isSubmitted, request.taskIndex(), name),
            request.thread());
    SharingEvent event =
        new SharingEvent.Asked(
            caller,
            request.requestId(),
            request.objectId(),
            printable(request.place()),
            request.operation());
    AtOnce atOnce = new AtOnce(worker, Thread.currentThread(), request.requestId());
    loop.executeAndHandle(
        () -> {
          answeringAtOnce = atOnce;
          try {
            handle(event);
          } finally {
            answeringAtOnce = null;
          }
        });
    // Not on the loop: to write may block, which then holds up this process only.
    SharedReply reply = atOnce.takeReply();
    if (reply != null) {
      workforce.sendNow(worker, new ToWorker.SharedAnswer(request.requestId(), reply));
    }
  }

  /** A request whose answer its reader writes, if it is that thread which handles the request. */
  private static final class AtOnce {
    final WorkerKey worker;
    final Thread reader;
    final long requestId;

    /** Used by the reader, like what follows. */
    private @Nullable SharedReply reply;

    /** Whether the reader has gone on: it may handle the request later, with another one. */
    private boolean over;

    AtOnce(WorkerKey worker, Thread reader, long requestId) {
      this.worker = worker;
      this.reader = reader;
      this.requestId = requestId;
    }

    /** The answer to write, if there is one already; no other is taken from now on. */
    @Nullable SharedReply takeReply() {
      over = true;
      return reply;
    }

    /** Whether the reader writes this answer itself, as long as its task was not cancelled. */
    boolean takes(SharingCommand.Answer answer) {
      boolean is =
          reader == Thread.currentThread()
              && !over
              && requestId == answer.requestId()
              && answer.worker().isPresent()
              && worker.equals(answer.worker().get())
              && !(answer.reply() instanceof SharedReply.Withdrawn);
      if (is) {
        reply = answer.reply();
      }
      return is;
    }
  }

  /** It ends up in messages and logs, and a worker may send anything. */
  private static String printable(String place) {
    return place.chars().anyMatch(Character::isISOControl)
        ? place.replaceAll("\\p{Cntrl}", "?")
        : place;
  }

  @Override
  public void withdrawn(WorkerKey worker, ToCoordinator.SharedWithdrawal withdrawal) {
    SharingEvent event = new SharingEvent.Withdrawn(Optional.of(worker), withdrawal.requestId());
    loop.executeAndHandle(() -> handle(event));
  }

  /** Tasks have ended; on the loop thread, before anybody is told. */
  void answered(Event.WorkerAnswered event) {
    if (!used) {
      return;
    }
    int last = event.firstPosition() + event.count() - 1;
    handle(new SharingEvent.TasksEnded(event.worker(), event.chunkId(), last));
  }

  /** A process is ready, so its initializer has ended; on the loop thread. */
  void ready(WorkerKey worker) {
    if (used) {
      handle(
          new SharingEvent.TasksEnded(
              worker, Owner.INITIALIZER.chunkId(), Owner.INITIALIZER.position()));
    }
  }

  /** A task has been told to stop; on the loop thread. */
  void cancelled(Command.CancelItem cancel) {
    if (used) {
      handle(new SharingEvent.TaskCancelled(cancel.worker(), cancel.chunkId(), cancel.position()));
    }
  }

  /** A process is gone; on the loop thread, before its tasks are run again. */
  void gone(WorkerKey worker) {
    if (used) {
      handle(new SharingEvent.WorkerGone(worker));
    }
  }

  /** Every worker waits, and items are queued; on the loop thread. */
  void warnAllWait() {
    List<String> waits = waits().values().stream().flatMap(List::stream).toList();
    services.callbacks().execute(() -> services.log().allWait(waits));
  }

  /** What each process waits for, in words; on the loop thread. */
  Map<WorkerKey, List<String>> waits() {
    Map<WorkerKey, List<String>> waits = new LinkedHashMap<>();
    for (WorkerKey worker : workforce.pids().keySet()) {
      List<String> its = sharing.waits(Optional.of(worker));
      if (!its.isEmpty()) {
        waits.put(worker, its);
      }
    }
    return waits;
  }

  /** Every process is gone, and nothing will be answered; on the loop thread. */
  void end() {
    SharedReference.noLongerServed(poolId);
    client.end();
  }

  @Override
  public OptionalLong nextWakeNanos() {
    OptionalLong wake = sharing.nextWakeNanos();
    return wake.isPresent() ? OptionalLong.of(wake.getAsLong() + originNanos) : wake;
  }

  @Override
  public void timePassed() {
    handle(new SharingEvent.TimePassed());
  }

  private void handle(SharingEvent event) {
    for (SharingCommand command : sharing.handle(event, loop.nowNanos() - originNanos)) {
      carryOut(command);
    }
  }

  private void carryOut(SharingCommand command) {
    if (command instanceof SharingCommand.Answer answer) {
      if (answer.worker().isEmpty()) {
        client.answered(answer.requestId(), answer.reply());
      } else if (answeringAtOnce == null || !answeringAtOnce.takes(answer)) {
        workforce.send(
            answer.worker().get(), new ToWorker.SharedAnswer(answer.requestId(), answer.reply()));
      }
    } else if (command instanceof SharingCommand.WarnLeftHeld warning) {
      PoolLog log = services.log();
      String task = warning.task().toString();
      services.callbacks().execute(() -> log.leftHeld(warning.what(), task, warning.place()));
    } else if (command instanceof SharingCommand.WarnHeldLong held) {
      String holder = held.holder().toString();
      services
          .callbacks()
          .execute(() -> services.log().heldLong(held.waiting(), holder, held.place()));
    } else if (command instanceof SharingCommand.WarnLostAmount lost) {
      services.callbacks().execute(() -> services.log().amountLost(lost.worker(), lost.amount()));
    } else if (command instanceof SharingCommand.Misbehaved misbehaved) {
      workforce.misbehaved(misbehaved.worker(), misbehaved.what());
    } else if (command instanceof SharingCommand.WorkerWaits waits) {
      loop.handleNow(new Event.WorkerWaits(waits.worker(), true));
    } else if (command instanceof SharingCommand.WorkerResumes resumes) {
      loop.handleNow(new Event.WorkerWaits(resumes.worker(), false));
    } else {
      throw new AssertionError(command);
    }
  }

  /** How the program's own threads ask. */
  private final class OfProgram implements SharedClient.Transport {
    @Override
    public Owner owner() {
      return Owner.PROCESS;
    }

    @Override
    public boolean isOver(Owner owner) {
      return false;
    }

    @Override
    public void send(
        Owner owner, long requestId, long objectId, SharedOperation operation, String place) {
      Caller caller = Caller.ofProgram(Thread.currentThread().getId());
      SharingEvent event = new SharingEvent.Asked(caller, requestId, objectId, place, operation);
      boolean accepted =
          loop.execute(
              () -> {
                countAdds();
                handle(event);
              });
      if (!accepted) {
        client.answered(requestId, new SharedReply.PoolEnded());
      }
    }

    private void countAdds() {
      client.takeAdds(
          (id, amount) ->
              handle(
                  new SharingEvent.Asked(
                      Caller.ofProgram(0), 0, id, "", new SharedOperation.Add(amount))));
    }

    @Override
    public void withdraw(long requestId) {
      loop.execute(() -> handle(new SharingEvent.Withdrawn(Optional.empty(), requestId)));
    }

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public void addsWait() {
      loop.execute(this::countAdds);
    }

    @Override
    public byte[] encode(Object value) {
      if (value.getClass().getClassLoader() != null) {
        // So that its class is found when it comes back.
        services.functions().loaders().of(value);
      }
      return SharedValues.encode(value, services.maxItemBytes(), DeepCoding::add);
    }

    @Override
    public Object decode(byte[] value) {
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      ClassLoader loader =
          services
              .functions()
              .loaders()
              .orOfTasks(context == null ? ClassLoader.getSystemClassLoader() : context);
      return SharedValues.decode(value, names -> services.decoderOfResults(names, loader));
    }
  }
}
