package dev.procession.process.worker;

import dev.procession.protocol.Protocol;
import dev.procession.protocol.ProtocolException;
import dev.procession.protocol.ResourceNames;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.ToWorker;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The open requests of one process: class files, other resources, broadcast values.
 *
 * <p>However much a process asks for, and whether or not it reads the answers: no more than {@link
 * Protocol#MAX_OPEN_REQUESTS} requests are remembered, and no more than {@link #MAX_SERVED_AT_ONCE}
 * resources are in memory for it. Broadcast values are shared by all.
 */
final class WorkerRequests {
  /**
   * How many resources may be read, or be read and not yet written to the process. More than one,
   * because a user's class loader may block.
   */
  static final int MAX_SERVED_AT_ONCE = 8;

  /** How often a process may ask for the same thing: it keeps what it gets, but for class files. */
  static final int MAX_SAME = 16;

  /** Among how many different things the same one is noticed. */
  private static final int MAX_REMEMBERED = 64;

  private final WorkerServices services;
  private final BiConsumer<ToWorker, Runnable> answers;

  /** The broadcast values that it has been sent; used by the reader only. */
  private final Set<Long> broadcastsSent = new HashSet<>();

  /** How often each of the last things was asked for; used by the reader only. */
  private final Map<Name, Integer> remembered = new LastOnes();

  /** Guarded by this, like all that follows: not being served yet. */
  private final Queue<ToCoordinator.ResourceWanted> waiting = new ArrayDeque<>();

  private int open;
  private int served;

  private record Name(int loaderId, String name) {}

  private static final class LastOnes extends LinkedHashMap<Name, Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Name, Integer> eldest) {
      return size() > MAX_REMEMBERED;
    }
  }

  /**
   * @param answers sends the process a message, and runs something when the message has been
   *     written, if it ever is
   */
  WorkerRequests(WorkerServices services, BiConsumer<ToWorker, Runnable> answers) {
    this.services = services;
    this.answers = answers;
  }

  /** Takes a request; on the reader thread. */
  void accept(ToCoordinator.ResourceWanted wanted) throws ProtocolException {
    if (!ResourceNames.isProper(wanted.name())) {
      throw new ProtocolException(
          "The worker asked for a resource with an illegal name: " + wanted.name());
    }
    int times = remembered.merge(new Name(wanted.loaderId(), wanted.name()), 1, Integer::sum);
    if (times > MAX_SAME) {
      throw new ProtocolException(
          "The worker asked %d times for %s".formatted(times, wanted.name()));
    }
    begin();
    serve(wanted);
  }

  /** Takes a request; on the reader thread. */
  void accept(ToCoordinator.BroadcastWanted wanted) throws ProtocolException {
    ToWorker.Broadcast found = services.broadcasts().find(wanted.broadcastId());
    if (found != null && !broadcastsSent.add(wanted.broadcastId())) {
      throw new ProtocolException("The worker asked twice for broadcast " + wanted.broadcastId());
    }
    begin();
    answers.accept(
        found != null ? found : new ToWorker.BroadcastClosed(wanted.broadcastId()), this::end);
  }

  private synchronized void begin() throws ProtocolException {
    if (open == Protocol.MAX_OPEN_REQUESTS) {
      throw new ProtocolException(
          "The worker sent a request while %d of its requests were open, the maximum"
              .formatted(open));
    }
    open++;
  }

  private synchronized void end() {
    open--;
  }

  private void serve(ToCoordinator.ResourceWanted wanted) {
    synchronized (this) {
      if (served == MAX_SERVED_AT_ONCE) {
        waiting.add(wanted);
        return;
      }
      served++;
    }
    serveNow(wanted);
  }

  /** Elsewhere, since class loaders may be the user's. */
  private void serveNow(ToCoordinator.ResourceWanted wanted) {
    services
        .classThreads()
        .execute(() -> answers.accept(services.code().answer(wanted), this::written));
  }

  /** An answer has left; on the writer thread. */
  private void written() {
    ToCoordinator.@Nullable ResourceWanted next;
    synchronized (this) {
      open--;
      next = waiting.poll();
      served -= next == null ? 1 : 0;
    }
    if (next != null) {
      serveNow(next);
    }
  }
}
