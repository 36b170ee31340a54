package dev.procession.worker;

import dev.procession.protocol.NameTable;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToCoordinatorCodec;
import dev.procession.protocol.shared.SharedClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The output channel: writes whole messages, each after the class names that it refers to.
 *
 * <p>Written to by the runner and the courier, which have shallow stacks here and know no
 * interrupts, so nothing stops a message in the middle; and by tasks, which first look whether
 * their stack has room. The lock is held while a write blocks, which is what slows tasks down when
 * the coordinator is slow.
 */
final class Outgoing {
  /** The time limit for the reader's cleanup after the exit of the coordinator. */
  private static final long LEAVING_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final OutputStream out;
  private final NameTable names;
  private final ProcessExit exit;

  /** The number of names sent to the coordinator; guarded by this. */
  private int namesSent;

  /** What tasks have added to counters; written once, before any task runs. */
  private volatile @Nullable SharedClient adds;

  /** Whether the reader has started; written once, by the reader's thread. */
  private volatile boolean readerAtWork;

  Outgoing(OutputStream out, NameTable names, ProcessExit exit) {
    this.out = out;
    this.names = names;
    this.exit = exit;
  }

  /** From now on the reader detects the exit of the coordinator; for the reader. */
  void readerBegins() {
    readerAtWork = true;
  }

  /** From now on writes what tasks have added to counters before it writes their results. */
  void addsOf(SharedClient client) {
    adds = client;
  }

  /** Writes what tasks have added to counters and has not been written. */
  synchronized void sendAdds() {
    SharedClient client = adds;
    if (client != null) {
      client.takeAdds((id, amount) -> write(SharedRequests.added(id, amount)));
    }
  }

  /**
   * Writes a message that refers to no names, on the thread of a task.
   *
   * @throws StackOverflowError if the stack of the task has no room for that; nothing is written
   * @throws OutOfMemoryError likewise
   */
  void sendFromTask(ToCoordinator message) {
    byte[] frame = assembled(message);
    StackRoom.check();
    synchronized (this) {
      sendAdds();
      sendRaw(frame);
    }
  }

  private static byte[] assembled(ToCoordinator message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ToCoordinatorCodec.write(message, bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    return bytes.toByteArray();
  }

  /** Writes bytes as they are: the preamble, or a whole frame. */
  synchronized void sendRaw(byte[] bytes) {
    try {
      out.write(bytes);
    } catch (IOException e) {
      coordinatorGone();
    }
  }

  /** Writes a message that refers to no names. */
  synchronized void send(ToCoordinator message) {
    write(message);
  }

  /** Writes a message that may refer to any name used so far. */
  synchronized void sendWithAllNames(ToCoordinator message) {
    sendNames(names.size());
    write(message);
  }

  /**
   * Writes the results that have not been written yet.
   *
   * @param ageNanos the minimum age of the last write, or of the start of the first item
   */
  synchronized void sendUnsent(PendingResults pending, long ageNanos) {
    Optional<ToCoordinator.Results> results = pending.takeUnsent(ageNanos);
    if (results.isPresent()) {
      sendAdds();
      sendNames(results.get().answers().namesNeeded());
      write(results.get());
    }
  }

  private void sendNames(int needed) {
    if (needed > namesSent) {
      write(new ToCoordinator.Names(namesSent, names.names(namesSent, needed)));
      namesSent = needed;
    }
  }

  private void write(ToCoordinator message) {
    try {
      ToCoordinatorCodec.write(message, out);
      out.flush();
    } catch (IOException e) {
      coordinatorGone();
    } catch (Error | RuntimeException e) {
      // The coordinator would wait for ever for this message.
      exit.fail(ProcessExit.UNABLE, "cannot send " + message.getClass().getSimpleName() + ": " + e);
    }
  }

  /**
   * The coordinator has exited. The worker's reader detects that, too, and ends the process after
   * killing the processes of tasks; ending it here would interrupt that.
   */
  private void coordinatorGone() {
    long waitNanos = readerAtWork ? LEAVING_NANOS : 0;
    long deadlineNanos = System.nanoTime() + waitNanos;
    for (long left = waitNanos; left > 0; left = deadlineNanos - System.nanoTime()) {
      // A task may have left its thread interrupted, which would end the wait at once.
      Thread.interrupted();
      LockSupport.parkNanos(this, left);
    }
    exit.killDescendants();
    exit.halt(ProcessExit.COORDINATOR_GONE);
  }
}
