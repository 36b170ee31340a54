package dev.procession.cluster.ignite;

import dev.procession.cluster.engine.IgniteEngine;
import dev.procession.cluster.engine.NodeAddress;
import dev.procession.cluster.ignite.Envelope.Kind;
import dev.procession.process.thread.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The node of a host: gives each program that asks a session, as long as there is room. The places
 * of a session are the program's until it ends, so that there are never more workers than places.
 */
final class NodeHost implements Ring.Listener {
  private static final long SENDING_MILLIS = 2000;

  private record Key(UUID gateway, long number) {}

  private record Session(int places, SessionProcess process, Outbox outbox, Ordering ordering) {}

  private final int slots;
  private final Threads threads;
  private final CompletableFuture<NodeEnding> ending;
  private final CompletableFuture<Ring> ring = new CompletableFuture<>();

  /** Guarded by this. */
  private final Map<Key, Session> sessions = new HashMap<>();

  /** Guarded by this: no more sessions begin, and it ends after the last. */
  private boolean draining;

  /**
   * A node without sessions.
   *
   * @param ending completed when this JVM has to end
   */
  NodeHost(int slots, Threads threads, CompletableFuture<NodeEnding> ending) {
    this.slots = slots;
    this.threads = threads;
    this.ending = ending;
  }

  /** Before any message is answered. */
  void joined(Ring joined) {
    ring.complete(joined);
  }

  @Override
  public void received(UUID from, byte[] message) {
    Envelope envelope = Envelope.of(message);
    Key key = new Key(from, envelope.session());
    if (envelope.kind() == Kind.OPEN) {
      open(key, ByteBuffer.wrap(envelope.bytes()));
      return;
    }
    if (envelope.kind() == Kind.DRAIN) {
      // The engine's thread must not wait.
      threads.daemon("procession-drain", () -> drainFor(key), 0).start();
      return;
    }
    Session session;
    synchronized (this) {
      session = sessions.get(key);
    }
    if (session == null) {
      // It has ended, and that was said.
      return;
    }
    if (envelope.kind() == Kind.CARRIED) {
      session.ordering().accept(envelope);
    } else if (envelope.kind() == Kind.CLOSE) {
      session.process().end(threads);
    }
  }

  private synchronized void open(Key key, ByteBuffer wanted) {
    if (sessions.containsKey(key)) {
      // It is asked for until it is answered.
      return;
    }
    Ring joined = ring.join();
    if (draining) {
      refuse(joined, key, "it is being drained: no more workers are launched there");
      return;
    }
    int taken = sessions.values().stream().mapToInt(Session::places).sum();
    int places = Math.min(slots - taken, wanted.getInt());
    if (places < 1) {
      refuse(joined, key, "its " + slots + " places are taken by other programs");
      return;
    }
    SessionProcess process;
    try {
      process = new SessionProcess(places, wanted.getInt());
    } catch (IOException e) {
      refuse(joined, key, "its process could not be started: " + e.getMessage());
      return;
    }
    Outbox outbox = new Outbox(joined, key.gateway(), key.number(), () -> process.end(threads));
    Ordering ordering = new Ordering(envelope -> process.send(envelope.bytes()));
    sessions.put(key, new Session(places, process, outbox, ordering));
    outbox.start(threads);
    process.start(
        threads,
        key.number(),
        message -> outbox.inOrder(Kind.CARRIED, message),
        () -> ended(key, outbox));
  }

  private void refuse(Ring joined, Key key, String why) {
    Outbox outbox = new Outbox(joined, key.gateway(), key.number(), () -> {});
    outbox.closeWith(Kind.REFUSED, Envelope.text(why));
    outbox.start(threads);
  }

  private void ended(Key key, Outbox outbox) {
    outbox.closeWith(Kind.CLOSED, Envelope.text("its node has ended the session"));
    synchronized (this) {
      if (draining) {
        outbox.awaitEnd(SENDING_MILLIS);
      }
      sessions.remove(key);
    }
    leaveIfDrained();
  }

  /** Answers before it leaves. */
  private void drainFor(Key key) {
    boolean already;
    synchronized (this) {
      already = draining;
    }
    Outbox answer = new Outbox(ring.join(), key.gateway(), key.number(), () -> {});
    answer.closeWith(already ? Kind.DRAINING_ALREADY : Kind.DRAINING, new byte[0]);
    answer.start(threads);
    answer.awaitEnd(SENDING_MILLIS);
    drain();
  }

  /** Takes no more sessions, and ends when those that there are have let their workers go. */
  void drain() {
    synchronized (this) {
      if (!draining) {
        draining = true;
        System.err.println(
            "procession node: draining: ends when its workers have finished what they run");
        sessions.values().forEach(session -> session.process().drain());
      }
    }
    leaveIfDrained();
  }

  /**
   * Leaves its ring, and ends to be started again in another one, unless a program has a session.
   */
  void leaveFor(NodeAddress other) {
    synchronized (this) {
      if (draining || !sessions.isEmpty()) {
        return;
      }
      draining = true;
    }
    ring.join().close();
    ending.complete(
        new NodeEnding(
            IgniteEngine.EXIT_OTHER_RING, "leaves its ring to join the one of " + other));
  }

  private void leaveIfDrained() {
    synchronized (this) {
      if (!draining || !sessions.isEmpty()) {
        return;
      }
    }
    if (ring.isDone()) {
      ring.join().close();
    }
    ending.complete(new NodeEnding(IgniteEngine.EXIT_DRAINED, "drained"));
  }

  @Override
  public void changed() {
    // Nodes do not look for each other; they are asked.
  }

  @Override
  public synchronized void left(UUID member, String name, boolean failed) {
    if (failed) {
      System.err.println("procession node: lost " + name + ", which has died or does not answer");
    }
    sessions.forEach(
        (key, session) -> {
          if (key.gateway().equals(member)) {
            session.process().end(threads);
          }
        });
  }

  @Override
  public void fatal(String why) {
    ending.complete(new NodeEnding(IgniteEngine.EXIT_RESTART, why));
  }
}
