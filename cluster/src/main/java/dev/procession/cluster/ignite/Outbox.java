package dev.procession.cluster.ignite;

import dev.procession.cluster.ignite.Envelope.Kind;
import dev.procession.process.thread.Threads;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Sends the envelopes of one session, on a thread of its own, because the engine waits where a peer
 * does not read. The queue never holds more than the credits of the workers and a beat now and
 * then.
 */
final class Outbox {
  private final Ring ring;
  private final UUID peer;
  private final long session;
  private final Runnable broken;
  private final BlockingQueue<Envelope> queue = new LinkedBlockingQueue<>();

  /** Guarded by this. */
  private long next;

  /** Written when it is closed, by any thread. */
  private volatile boolean closed;

  /** Written by the thread that starts it. */
  private volatile Optional<Thread> sending = Optional.empty();

  /**
   * An outbox; {@link #start} begins to send.
   *
   * @param broken called when the peer cannot be sent anything any more
   */
  Outbox(Ring ring, UUID peer, long session, Runnable broken) {
    this.ring = ring;
    this.peer = peer;
    this.session = session;
    this.broken = broken;
  }

  void start(Threads threads) {
    Thread thread = threads.daemon("procession-session-" + session, this::send, 0);
    sending = Optional.of(thread);
    thread.start();
  }

  /** Waits until everything is sent of one that is closed, but not for long. */
  void awaitEnd(long millis) {
    try {
      if (sending.isPresent()) {
        sending.get().join(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Queues what has a place in the order; never blocks. */
  synchronized void inOrder(Kind kind, byte[] bytes) {
    if (!closed) {
      queue.add(new Envelope(kind, session, next++, bytes));
    }
  }

  /** Queues what has none; never blocks. */
  void add(Kind kind, byte[] bytes) {
    if (!closed) {
      queue.add(new Envelope(kind, session, 0, bytes));
    }
  }

  /** What was queued before is sent; nothing is queued from now on. */
  synchronized void closeWith(Kind last, byte[] bytes) {
    inOrder(last, bytes);
    closed = true;
  }

  /** Drops what was not sent. */
  void discard() {
    closed = true;
    queue.clear();
    queue.add(new Envelope(Kind.CLOSED, session, 0, new byte[0]));
  }

  private void send() {
    try {
      while (true) {
        Envelope envelope = queue.take();
        if (!ring.send(peer, envelope.encoded())) {
          closed = true;
          queue.clear();
          broken.run();
          return;
        }
        if (closed && queue.isEmpty()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
