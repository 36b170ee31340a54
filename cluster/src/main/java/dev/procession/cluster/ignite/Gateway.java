package dev.procession.cluster.ignite;

import dev.procession.cluster.engine.Certificates;
import dev.procession.cluster.engine.EngineArguments;
import dev.procession.cluster.engine.GatewayFrame;
import dev.procession.cluster.engine.NodeAddress;
import dev.procession.cluster.ignite.Envelope.Kind;
import dev.procession.cluster.ignite.Reachability.Answer;
import dev.procession.process.launch.NestingDepth;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.Carrier.NodeEnd;
import dev.procession.process.tunnel.Link;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * A program's gateway: has a session with each node of the ring, and carries their messages over
 * the program's pipes.
 *
 * <p>It is never alone in a ring, since nodes that are started later would not find it there: as
 * long as no node listens it only knocks, and it leaves a ring that all nodes have left.
 */
final class Gateway implements Ring.Listener {
  private static final long LOOK_MILLIS = 500;
  private static final int LOOKS_PER_KNOCK = 4;
  private static final int MAX_PLACES = 1024;

  /** Knocks at an address that listens and does not appear in the ring. */
  private static final int MAX_KNOCKS = 8;

  private static final class Session {
    private final long number;
    private final Member node;
    private final Outbox outbox;
    private final Ordering ordering;

    /** Guarded by the gateway. */
    private boolean connected;

    private Session(long number, Member node, Outbox outbox, Ordering ordering) {
      this.number = number;
      this.node = node;
      this.outbox = outbox;
      this.ordering = ordering;
    }
  }

  private final EngineArguments arguments;
  private final Link program;
  private final Threads threads;
  private final CompletableFuture<String> fatal;
  private final Optional<SSLContext> certificates;

  /** The members that have left the ring, and whether the others have taken them for dead. */
  private final Map<UUID, Boolean> gone = new ConcurrentHashMap<>();

  /** Guarded by this, like all that follows: by number. */
  private final Map<Long, Session> sessions = new HashMap<>();

  private Optional<Ring> ring = Optional.empty();
  private long lastNumber;
  private boolean hasChanged;

  /** Used by the thread that knocks. */
  private final Map<NodeAddress, Integer> knocks = new HashMap<>();

  /**
   * A gateway that has not joined.
   *
   * @param fatal completed when this JVM has to end, with the reason
   */
  Gateway(
      EngineArguments arguments, Link program, Threads threads, CompletableFuture<String> fatal) {
    this.arguments = arguments;
    this.program = program;
    this.threads = threads;
    this.fatal = fatal;
    this.certificates = arguments.certificates().map(Certificates::context);
  }

  /** Joins, looks and knocks until the JVM ends; for one thread. */
  void run() throws InterruptedException {
    for (long look = 0; ; look++) {
      Optional<Ring> joined;
      synchronized (this) {
        joined = ring;
      }
      if (joined.isEmpty()) {
        joinIfAnyListens();
      } else {
        look(joined.get());
        if (look % LOOKS_PER_KNOCK == 0) {
          Ring there = joined.get();
          threads.daemon("procession-knock", () -> knock(there), 0).start();
        }
      }
      synchronized (this) {
        if (!hasChanged) {
          wait(LOOK_MILLIS);
        }
        hasChanged = false;
      }
    }
  }

  private void joinIfAnyListens() {
    List<NodeAddress> listening = new ArrayList<>();
    Reachability.ofAll(arguments.addresses(), certificates, threads)
        .forEach(
            (address, reachability) -> {
              if (reachability.answer() == Answer.LISTENS) {
                listening.add(address);
              } else {
                tell(new GatewayFrame.Failed(address.toString(), reachability.trouble()));
              }
            });
    if (listening.isEmpty()) {
      return;
    }
    try {
      Ring joined = Ring.ofGateway(arguments, listening, this);
      synchronized (this) {
        ring = Optional.of(joined);
        hasChanged = true;
      }
    } catch (IOException e) {
      for (NodeAddress address : listening) {
        tell(new GatewayFrame.Failed(address.toString(), "cannot join: " + e.getMessage()));
      }
    }
  }

  private void look(Ring joined) {
    List<Member> nodes = joined.nodes();
    Set<UUID> there = nodes.stream().map(Member::id).collect(Collectors.toSet());
    for (Session session : all()) {
      if (!there.contains(session.node.id())) {
        lost(session, Optional.ofNullable(gone.get(session.node.id())));
      } else {
        askAgain(session);
      }
    }
    Set<UUID> served = all().stream().map(each -> each.node.id()).collect(Collectors.toSet());
    nodes.stream().filter(node -> !served.contains(node.id())).forEach(node -> open(joined, node));
    if (nodes.isEmpty() && all().isEmpty()) {
      synchronized (this) {
        ring = Optional.empty();
      }
      joined.close();
    }
  }

  private synchronized List<Session> all() {
    return List.copyOf(sessions.values());
  }

  private void open(Ring joined, Member node) {
    synchronized (this) {
      long number = ++lastNumber;
      Outbox outbox = new Outbox(joined, node.id(), number, this::changed);
      Ordering ordering = new Ordering(envelope -> take(number, envelope));
      sessions.put(number, new Session(number, node, outbox, ordering));
      outbox.start(threads);
      outbox.add(Kind.OPEN, wanted());
    }
  }

  /** It may not have listened yet when it was asked. */
  private void askAgain(Session session) {
    synchronized (this) {
      if (session.connected) {
        return;
      }
    }
    session.outbox.add(Kind.OPEN, wanted());
  }

  private byte[] wanted() {
    return ByteBuffer.allocate(2 * Integer.BYTES)
        .putInt(arguments.places().orElse(MAX_PLACES))
        .putInt(NestingDepth.ofThisProcess())
        .array();
  }

  @Override
  public void received(UUID from, byte[] message) {
    Envelope envelope = Envelope.of(message);
    Session session;
    synchronized (this) {
      session = sessions.get(envelope.session());
    }
    if (session == null || !session.node.id().equals(from)) {
      return;
    }
    if (envelope.kind() == Kind.REFUSED) {
      end(session, NodeEnd.ENDED, envelope.text());
    } else {
      session.ordering.accept(envelope);
    }
  }

  /** One at a time. */
  private void take(long number, Envelope envelope) {
    Session session;
    boolean isNew;
    synchronized (this) {
      session = sessions.get(number);
      if (session == null) {
        return;
      }
      isNew = !session.connected;
      session.connected = true;
    }
    if (isNew) {
      tell(new GatewayFrame.Connected(number, session.node.name()));
    }
    if (envelope.kind() == Kind.CARRIED) {
      tell(new GatewayFrame.Carried(number, envelope.bytes()));
    } else if (envelope.kind() == Kind.CLOSED) {
      end(session, NodeEnd.ENDED, envelope.text());
    }
  }

  private void end(Session session, NodeEnd end, String why) {
    boolean connected;
    synchronized (this) {
      if (sessions.remove(session.number) == null) {
        return;
      }
      connected = session.connected;
    }
    session.outbox.discard();
    tell(
        connected
            ? new GatewayFrame.Ended(session.number, end, why)
            : new GatewayFrame.Failed(session.node.name(), why));
  }

  /**
   * The node is not in the ring any more. Where it has left, or the machine refuses whoever knocks,
   * its process is gone, and its workers with it.
   *
   * @param failed whether it has left or was taken for dead; empty until that is told, which
   *     happens after the list of members has changed
   */
  private void lost(Session session, Optional<Boolean> failed) {
    if (failed.isEmpty()) {
      return;
    }
    boolean isGone =
        !failed.get()
            || Reachability.of(NodeAddress.of(session.node.name()), Optional.empty()).answer()
                == Answer.REFUSED;
    end(
        session,
        isGone ? NodeEnd.ENDED : NodeEnd.UNKNOWN,
        isGone ? "its node has ended" : "it has left the ring of the others");
  }

  /** A message of the program. */
  void accept(GatewayFrame frame) throws IOException {
    if (frame instanceof GatewayFrame.Carried f) {
      session(f.session()).ifPresent(s -> s.outbox.inOrder(Kind.CARRIED, f.message()));
    } else if (frame instanceof GatewayFrame.Close f) {
      session(f.session()).ifPresent(s -> s.outbox.add(Kind.CLOSE, new byte[0]));
    } else {
      throw new IOException("a program does not say " + frame.getClass().getSimpleName());
    }
  }

  private synchronized Optional<Session> session(long number) {
    return Optional.ofNullable(sessions.get(number));
  }

  /** Says of the addresses that are not in the ring why. */
  private void knock(Ring joined) {
    synchronized (knocks) {
      List<NodeAddress> lacking = joined.lacking(arguments.addresses());
      knocks.keySet().retainAll(lacking);
      Reachability.ofAll(lacking, certificates, threads).forEach(this::tellTrouble);
    }
  }

  private void tellTrouble(NodeAddress address, Reachability reachability) {
    if (reachability.answer() != Answer.LISTENS) {
      tell(new GatewayFrame.Failed(address.toString(), reachability.trouble()));
    } else if (knocks.merge(address, 1, Integer::sum) > MAX_KNOCKS) {
      tell(
          new GatewayFrame.Failed(
              address.toString(), "it listens, but is in no ring with the other nodes"));
    }
  }

  private void tell(GatewayFrame frame) {
    program.send(GatewayFrame.bytes(frame));
  }

  @Override
  public synchronized void changed() {
    hasChanged = true;
    notifyAll();
  }

  @Override
  public void left(UUID member, String name, boolean hasFailed) {
    gone.put(member, hasFailed);
  }

  @Override
  public void fatal(String why) {
    fatal.complete(why);
  }

  /** Ends the sessions, which tells the nodes that the program is gone, and leaves. */
  void close() {
    Optional<Ring> joined;
    synchronized (this) {
      joined = ring;
    }
    joined.ifPresent(Ring::close);
  }
}
