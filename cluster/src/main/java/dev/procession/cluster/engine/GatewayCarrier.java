package dev.procession.cluster.engine;

import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.Carrier;
import dev.procession.process.tunnel.Link;
import dev.procession.process.tunnel.StreamLink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Reaches nodes through a gateway: a JVM that is started here, joins the nodes' ring, and carries
 * the messages of all hosts over one pair of pipes. One that dies is replaced; the hosts that it
 * has connected are lost then, since nobody knows whether their nodes have noticed.
 */
final class GatewayCarrier implements Carrier {
  private static final long PAUSE_MILLIS = 1000;
  private static final long CLOSING_MILLIS = 3000;
  private static final int TAIL_LINES = 5;

  private final List<NodeAddress> addresses;
  private final Function<Path, List<String>> command;
  private final Threads threads;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Used by the thread that reads: the sessions of the gateway that runs. */
  private final Map<Long, Receiver> sessions = new HashMap<>();

  /** Guarded by this: the gateway that runs, and the thread that runs it. */
  private Optional<Process> gateway = Optional.empty();

  private Optional<Thread> running = Optional.empty();

  /**
   * A carrier that has not connected.
   *
   * @param command starts a gateway, which may have its files in that folder
   */
  GatewayCarrier(
      List<NodeAddress> addresses, Function<Path, List<String>> command, Threads threads) {
    this.addresses = List.copyOf(addresses);
    this.command = command;
    this.threads = threads;
  }

  @Override
  public List<String> hosts() {
    return addresses.stream().map(NodeAddress::toString).toList();
  }

  @Override
  public void open(Listener listener) {
    Thread thread = threads.daemon("procession-gateway", () -> keepRunning(listener), 0);
    synchronized (this) {
      running = Optional.of(thread);
    }
    thread.start();
  }

  @Override
  public void close() {
    closed.countDown();
    Optional<Process> process;
    Optional<Thread> thread;
    synchronized (this) {
      process = gateway;
      thread = running;
    }
    process.ifPresent(this::end);
    thread.ifPresent(GatewayCarrier::join);
  }

  private static void join(Thread thread) {
    try {
      thread.join(CLOSING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** It ends its sessions when its input ends. */
  private void end(Process process) {
    threads.daemon("procession-gateway-close", () -> closeInput(process), 0).start();
    try {
      process.waitFor(CLOSING_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  private static void closeInput(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended.
    }
  }

  private void keepRunning(Listener listener) {
    try {
      while (closed.getCount() > 0) {
        try {
          try (EngineFolder folder = EngineFolder.create()) {
            run(folder.path(), listener);
          }
        } catch (IOException e) {
          failAll(listener, "the gateway could not be started: " + e.getMessage());
        }
        closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Path folder, Listener listener) throws IOException, InterruptedException {
    Process process;
    synchronized (this) {
      // Guards against a race with the close, which looks for one that runs.
      if (closed.getCount() == 0) {
        return;
      }
      process = new ProcessBuilder(command.apply(folder)).start();
      gateway = Optional.of(process);
    }
    Tail errors = new Tail();
    Thread reading =
        threads.daemon("procession-gateway-err", () -> errors.read(process.getErrorStream()), 0);
    reading.start();
    StreamLink link =
        new StreamLink(
            process.getInputStream(), process.getOutputStream(), process::destroyForcibly);
    link.start(threads, "procession-gateway-in");
    String trouble = "it ended";
    try {
      while (true) {
        accept(GatewayFrame.of(link.read()), link, listener);
      }
    } catch (IOException e) {
      trouble = e.getMessage() == null ? trouble : e.getMessage();
    }
    process.waitFor(CLOSING_MILLIS, TimeUnit.MILLISECONDS);
    reading.join(CLOSING_MILLIS);
    link.close();
    String why = "the gateway to the hosts was lost: " + errors.textOr(trouble);
    sessions.values().forEach(receiver -> receiver.ended(NodeEnd.UNKNOWN, why));
    sessions.clear();
    if (closed.getCount() > 0) {
      failAll(listener, why);
    }
  }

  private void failAll(Listener listener, String why) {
    hosts().forEach(host -> listener.failed(host, why));
  }

  private void accept(GatewayFrame frame, StreamLink link, Listener listener) throws IOException {
    if (frame instanceof GatewayFrame.Carried f) {
      Receiver receiver = sessions.get(f.session());
      if (receiver != null) {
        receiver.received(f.message());
      }
    } else if (frame instanceof GatewayFrame.Connected f) {
      sessions.put(f.session(), listener.connected(f.host(), new Session(f.session(), link)));
    } else if (frame instanceof GatewayFrame.Ended f) {
      Receiver receiver = sessions.remove(f.session());
      if (receiver != null) {
        receiver.ended(f.end(), f.why());
      }
    } else if (frame instanceof GatewayFrame.Failed f) {
      listener.failed(f.host(), f.why());
    } else {
      throw new IOException("a gateway does not say " + frame.getClass().getSimpleName());
    }
  }

  /** One of the connections that share the pipes. */
  private record Session(long number, StreamLink shared) implements Link {
    @Override
    public void send(byte[] message) {
      shared.send(GatewayFrame.bytes(new GatewayFrame.Carried(number, message)));
    }

    @Override
    public void close() {
      shared.send(GatewayFrame.bytes(new GatewayFrame.Close(number)));
    }
  }

  /** The last lines of what a gateway printed. */
  private static final class Tail {
    /** Guarded by this. */
    private final Deque<String> lines = new ArrayDeque<>();

    void read(InputStream in) {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          add(line);
        }
      } catch (IOException e) {
        // Its end.
      }
    }

    private synchronized void add(String line) {
      lines.add(line);
      if (lines.size() > TAIL_LINES) {
        lines.remove();
      }
    }

    synchronized String textOr(String otherwise) {
      return lines.isEmpty() ? otherwise : String.join("; ", lines);
    }
  }
}
