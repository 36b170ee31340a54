package dev.procession.worker;

import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToCoordinatorCodec;
import dev.procession.protocol.codec.NameTable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The one way out: writes whole messages, each after the class names that it needs.
 *
 * <p>Written to by the runner and the courier only. Both have shallow stacks here and know no
 * interrupts, so nothing stops a message in the middle. The lock is held while a write blocks,
 * which is what slows the runner down when the coordinator is slow; nobody else waits for it.
 */
final class Outgoing {
  /** How long the reader may take to put things in order when the coordinator is gone. */
  private static final long LEAVING_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final OutputStream out;
  private final NameTable names;
  private final Exit exit;

  /** How many names the coordinator knows; guarded by this. */
  private int namesSent;

  /** Whether somebody reads what the coordinator says; written once, by who will read. */
  private volatile boolean readerAtWork;

  Outgoing(OutputStream out, NameTable names, Exit exit) {
    this.out = out;
    this.names = names;
    this.exit = exit;
  }

  /** From now on the reader notices when the coordinator is gone; for the reader. */
  void readerBegins() {
    readerAtWork = true;
  }

  /** Writes bytes that are no message: the preamble. */
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
   * @param ageNanos how long ago the last ones must have been written, or the first item begun
   */
  synchronized void sendUnsent(PendingResults pending, long ageNanos) {
    Optional<ToCoordinator.Results> results = pending.takeUnsent(ageNanos);
    if (results.isPresent()) {
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
      // What could not be said cannot be made up for: the coordinator would wait for it for ever.
      exit.fail(Exit.UNABLE, "cannot send " + message.getClass().getSimpleName() + ": " + e);
    }
  }

  /**
   * Nobody reads any more. The worker's reader notices the same, and ends the process when it has
   * killed what tasks have started; to end it here would be in the middle of that.
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
    exit.halt(Exit.COORDINATOR_GONE);
  }
}
