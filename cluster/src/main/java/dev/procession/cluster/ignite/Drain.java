package dev.procession.cluster.ignite;

import dev.procession.cluster.engine.DrainReport;
import dev.procession.cluster.ignite.Envelope.Kind;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Asks a node to leave until it answers, and waits until it has left. */
final class Drain implements Ring.Listener {
  private static final long ASK_MILLIS = 500;

  /** So long may a node that has just been started take to answer. */
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final String host;
  private final DrainReport report;

  /** Guarded by this, like all that follows: what the node has answered. */
  private Optional<Kind> answer = Optional.empty();

  /** Whether it was lost, once it is gone. */
  private Optional<Boolean> gone = Optional.empty();

  private Optional<UUID> asked = Optional.empty();
  private Optional<String> fatal = Optional.empty();

  Drain(String host, DrainReport report) {
    this.host = host;
    this.report = report;
  }

  /** Returns when it has left, or cannot be asked; for one thread. */
  void run(Ring ring) throws InterruptedException {
    List<Member> nodes = ring.nodes();
    Optional<Member> found = nodes.stream().filter(n -> n.name().equals(host)).findFirst();
    if (found.isEmpty()) {
      report.failed(
          "there is no node "
              + host
              + " in the cluster; its nodes are "
              + String.join(", ", nodes.stream().map(Member::name).sorted().toList()));
      return;
    }
    UUID node = found.get().id();
    synchronized (this) {
      asked = Optional.of(node);
    }
    if (awaitAnswer(ring, node)) {
      awaitLeave(ring);
    }
  }

  private boolean awaitAnswer(Ring ring, UUID node) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + ANSWER_NANOS;
    while (ring.has(node) && System.nanoTime() - deadlineNanos < 0) {
      ring.send(node, new Envelope(Kind.DRAIN, 0, 0, new byte[0]).encoded());
      synchronized (this) {
        if (answer.isEmpty() && fatal.isEmpty()) {
          wait(ASK_MILLIS);
        }
        if (answer.isPresent()) {
          report.draining(host, answer.get() == Kind.DRAINING_ALREADY);
          return true;
        }
        if (fatal.isPresent()) {
          report.failed(fatal.get());
          return false;
        }
      }
    }
    report.failed(host + (ring.has(node) ? " does not answer" : " has left before it was asked"));
    return false;
  }

  private void awaitLeave(Ring ring) throws InterruptedException {
    synchronized (this) {
      while (gone.isEmpty() && fatal.isEmpty()) {
        wait();
      }
      if (gone.isEmpty() || gone.get()) {
        report.failed(fatal.orElse(host + " was lost before its workers had finished"));
        return;
      }
    }
    report.left(host, ring.nodes().isEmpty());
  }

  @Override
  public synchronized void received(UUID from, byte[] message) {
    Kind kind = Envelope.of(message).kind();
    boolean isAnswer = kind == Kind.DRAINING || kind == Kind.DRAINING_ALREADY;
    if (isAnswer && answer.isEmpty() && asked.equals(Optional.of(from))) {
      answer = Optional.of(kind);
      notifyAll();
    }
  }

  @Override
  public synchronized void changed() {
    notifyAll();
  }

  @Override
  public synchronized void left(UUID member, String name, boolean failed) {
    if (asked.equals(Optional.of(member))) {
      gone = Optional.of(failed);
      notifyAll();
    }
  }

  @Override
  public synchronized void fatal(String why) {
    fatal = Optional.of(why);
    notifyAll();
  }
}
