package dev.procession.protocol.shared;

import dev.procession.protocol.Protocol;
import dev.procession.protocol.SharedOperation;
import dev.procession.protocol.SharedReply;
import dev.procession.task.DeadlockException;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks for shared objects on behalf of the threads of one process, each of which waits for its
 * answer. For any thread.
 */
public final class SharedClient {
  private static final StackWalker STACK = StackWalker.getInstance();

  private static final String OWN = SharedClient.class.getPackageName() + ".";

  private final Transport transport;
  private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
  private final AtomicLong requestIds = new AtomicLong();
  private final Holds holds = new Holds();
  private final Map<Long, AtomicLong> adds = new ConcurrentHashMap<>();

  /** Whether something has been added that was not told; set by any thread. */
  private volatile boolean addsWait;

  /** Whether nothing will be answered any more; written once, by any thread. */
  private volatile boolean ended;

  /** How requests get to where the objects are. */
  public interface Transport {
    /** In whose name a thread that asks now does so. */
    Owner owner();

    /** Whether an owner has ended, so that it holds nothing any more. */
    boolean isOver(Owner owner);

    /** Sends a request; of number 0 where no answer is wanted. */
    void send(Owner owner, long requestId, long objectId, SharedOperation operation, String place);

    /** Says that a request is not wanted any more. */
    void withdraw(long requestId);

    /** Whether the task that runs is to stop. */
    boolean isCancelled();

    /** A value was added that must be sent soon; see {@link SharedClient#takeAdds}. */
    void addsWait();

    /**
     * Encodes a value.
     *
     * @throws IllegalArgumentException if it cannot travel
     */
    byte[] encode(Object value);

    /**
     * Rebuilds a value.
     *
     * @throws IllegalStateException if it cannot be rebuilt here
     */
    Object decode(byte[] value);
  }

  /** A request whose answer is awaited. */
  private static final class Pending {
    final Thread thread = Thread.currentThread();

    /** Written by who answers. */
    volatile @Nullable SharedReply reply;

    void answer(SharedReply given) {
      reply = given;
      LockSupport.unpark(thread);
    }
  }

  /** A client that has asked for nothing. */
  public SharedClient(Transport transport) {
    this.transport = transport;
  }

  /** Passes an answer to who waits for it; one that nobody awaits is ignored. */
  public void answered(long requestId, SharedReply reply) {
    Pending request = pending.remove(requestId);
    if (request != null) {
      request.answer(reply);
    }
  }

  /** Nothing will be answered any more: tells those that wait, and those that will. */
  public void end() {
    ended = true;
    pending.keySet().forEach(id -> answered(id, new SharedReply.PoolEnded()));
  }

  /**
   * A task, or the initializer, has ended; on its thread.
   *
   * @return whether it held anything, which the coordinator frees when it hears of the end
   */
  public boolean taskEnded() {
    return !holds.isEmpty() && holds.clear(transport.owner());
  }

  /**
   * Hands over what has been added since the last time.
   *
   * @param each takes the number of an object and the amount
   */
  public void takeAdds(BiConsumer<Long, Long> each) {
    if (!addsWait) {
      return;
    }
    addsWait = false;
    adds.forEach(
        (id, amount) -> {
          long taken = amount.getAndSet(0);
          if (taken != 0) {
            each.accept(id, taken);
          }
        });
  }

  Holds holds() {
    return holds;
  }

  Owner owner() {
    return transport.owner();
  }

  /** The calling thread's hold of a lock; null if it has none. */
  Holds.@Nullable LockHold lockHold(long id) {
    Holds.LockHold hold = holds.lock(id);
    // Guards against a race with the end of its owner, which may have missed this hold.
    return hold == null || transport.isOver(hold.owner) ? null : hold;
  }

  byte[] encode(Object value) {
    return transport.encode(value);
  }

  Object decode(byte[] value) {
    return transport.decode(value);
  }

  void add(long objectId, long amount) {
    if (ended) {
      throw new IllegalStateException(
          "The pool has ended, and with it the counter: the amount would be lost");
    }
    adds.computeIfAbsent(objectId, id -> new AtomicLong()).addAndGet(amount);
    if (!addsWait) {
      addsWait = true;
      transport.addsWait();
    }
  }

  /** The counter is closed. */
  void forgetAdds(long objectId) {
    adds.remove(objectId);
  }

  /** Asks without wanting an answer. */
  void tell(Owner owner, long objectId, SharedOperation operation) {
    transport.send(owner, 0, objectId, operation, "");
  }

  /**
   * Asks, and waits for the answer. An interrupt withdraws the request; what is granted all the
   * same, because it comes first, is returned, and the thread stays interrupted.
   */
  SharedReply askInterruptibly(Owner owner, SharedReference object, SharedOperation operation)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Asked asked = ask(owner, object.id(), operation, () -> true);
    if (asked.reply instanceof SharedReply.Withdrawn
        && (asked.interrupted || transport.isCancelled())) {
      throw new InterruptedException("Interrupted while waiting for " + object.inWords());
    }
    if (asked.interrupted) {
      Thread.currentThread().interrupt();
    }
    return checked(object, asked.reply);
  }

  /** Asks, and waits for the answer, whatever interrupts; unless the task is cancelled. */
  SharedReply ask(Owner owner, SharedReference object, SharedOperation operation) {
    Asked asked = ask(owner, object.id(), operation, transport::isCancelled);
    if (asked.interrupted) {
      Thread.currentThread().interrupt();
    }
    if (asked.reply instanceof SharedReply.Withdrawn && transport.isCancelled()) {
      throw new CancellationException("Cancelled while waiting for " + object.inWords());
    }
    return checked(object, asked.reply);
  }

  private record Asked(SharedReply reply, boolean interrupted) {}

  private interface Condition {
    boolean holds();
  }

  private Asked ask(Owner owner, long objectId, SharedOperation operation, Condition withdrawing) {
    long id = requestIds.incrementAndGet();
    Pending request = new Pending();
    pending.put(id, request);
    boolean interrupted = false;
    boolean withdrawn = false;
    boolean isOver = false;
    try {
      if (ended) {
        // Guards against a race with the end, which may have missed this request.
        isOver = true;
        return new Asked(new SharedReply.PoolEnded(), false);
      }
      transport.send(owner, id, objectId, operation, place(operation));
      SharedReply reply = request.reply;
      while (reply == null) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
        if (interrupted && !withdrawn && withdrawing.holds()) {
          withdrawn = true;
          transport.withdraw(id);
        }
        reply = request.reply;
      }
      isOver = true;
      return new Asked(reply, interrupted);
    } finally {
      pending.remove(id);
      if (!isOver) {
        // The thread is stopped, as Ctrl-C does it in JShell: nobody would take what it asked for.
        transport.withdraw(id);
      }
    }
  }

  /** Throws the exception for an object that cannot be used. */
  private static SharedReply checked(SharedReference object, SharedReply reply) {
    if (reply instanceof SharedReply.Gone gone) {
      throw new IllegalStateException(
          gone.pool() == object.pool()
              ? "The " + object.inWords() + " is closed: close it when no task needs it any more"
              : "The "
                  + object.inWords()
                  + " belongs to another pool: use it only in the program and in tasks of the pool"
                  + " that created it");
    } else if (reply instanceof SharedReply.PoolEnded) {
      throw new IllegalStateException(
          "The pool of the "
              + object.inWords()
              + " has ended: read what is needed of it before the pool is closed");
    } else if (reply instanceof SharedReply.Withdrawn) {
      throw new IllegalStateException(
          "The task has ended, so its threads can use the " + object.inWords() + " no more");
    } else if (reply instanceof SharedReply.Refused refused) {
      throw new IllegalStateException(refused.why());
    } else if (reply instanceof SharedReply.Deadlock deadlock) {
      throw new DeadlockException("Deadlock: " + deadlock.cycle());
    }
    return reply;
  }

  /** The line that waits; only for what may wait, since to look for it takes time. */
  private static String place(SharedOperation operation) {
    if (!(operation instanceof SharedOperation.Lock
        || operation instanceof SharedOperation.Acquire
        || operation instanceof SharedOperation.Put
        || operation instanceof SharedOperation.Take
        || operation instanceof SharedOperation.Await)) {
      return "";
    }
    String place =
        STACK.walk(
            frames ->
                frames
                    .filter(frame -> !frame.getClassName().startsWith(OWN))
                    .filter(frame -> !frame.getClassName().startsWith("java."))
                    .findFirst()
                    .map(SharedClient::shortName)
                    .orElse(""));
    return place.substring(0, Math.min(place.length(), Protocol.MAX_PLACE_CHARS));
  }

  private static String shortName(StackWalker.StackFrame frame) {
    String type = frame.getClassName();
    return type.substring(type.lastIndexOf('.') + 1)
        + "."
        + frame.getMethodName()
        + "("
        + frame.getFileName()
        + ":"
        + frame.getLineNumber()
        + ")";
  }
}
