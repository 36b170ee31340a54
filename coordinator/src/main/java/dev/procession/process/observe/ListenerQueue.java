package dev.procession.process.observe;

import dev.procession.process.thread.CallbackThreads;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The undelivered events of one listener, delivered in order, one at a time, on a callback thread.
 * The pool never waits for a listener: if it lags too far behind, events are dropped and this is
 * logged. The last event is never dropped.
 */
final class ListenerQueue {
  /** The maximum number of queued events. */
  static final int MAX_WAITING = 1024;

  private final Consumer<PoolEvent> listener;
  private final CallbackThreads threads;
  private final PoolLog log;

  /** Guarded by itself, like all that follows. */
  private final Queue<PoolEvent> waiting = new ArrayDeque<>();

  private boolean telling;
  private long dropped;

  /**
   * @param listener user code
   * @param log logs that the listener threw an exception or lags
   */
  ListenerQueue(Consumer<PoolEvent> listener, CallbackThreads threads, PoolLog log) {
    this.listener = listener;
    this.threads = threads;
    this.log = log;
  }

  /** Queues an event; on the loop thread, never blocks. */
  void announce(PoolEvent event) {
    boolean begin;
    boolean lagsNow = false;
    synchronized (waiting) {
      if (waiting.size() < MAX_WAITING || event instanceof PoolEvent.Terminated) {
        waiting.add(event);
      } else {
        lagsNow = dropped == 0;
        dropped++;
      }
      begin = !telling;
      telling = true;
    }
    if (lagsNow) {
      threads.execute(() -> log.listenerLags(MAX_WAITING));
    }
    if (begin) {
      threads.execute(this::tell);
    }
  }

  private void tell() {
    PoolEvent event = next();
    if (event != null) {
      try {
        listener.accept(event);
      } catch (Throwable e) {
        // The user's code threw; the next event is another chance.
        log.listenerFailed(e);
      } finally {
        threads.execute(this::tell);
      }
    }
  }

  private @Nullable PoolEvent next() {
    long missed;
    PoolEvent event;
    synchronized (waiting) {
      event = waiting.poll();
      telling = event != null;
      missed = event == null ? dropped : 0;
      dropped -= missed;
    }
    if (missed > 0) {
      log.listenerCaughtUp(missed);
    }
    return event;
  }
}
