package dev.procession.process.node;

import dev.procession.process.host.ExitFacts;
import dev.procession.process.host.HostedProcess;
import dev.procession.process.host.WorkerHost;
import dev.procession.process.thread.Threads;
import dev.procession.process.tunnel.CreditedInput;
import dev.procession.process.tunnel.CreditedOutput;
import dev.procession.process.tunnel.Message;
import dev.procession.process.tunnel.Message.Stream;
import dev.procession.process.tunnel.Tunnel;
import dev.procession.scheduler.RunningItem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One worker of a node, from its launch to its end. Its thread launches it, because the system
 * wakes up a stopped worker when the thread that launched it is gone, and waits for its end.
 */
final class NodeWorker {
  private static final int BUFFER_BYTES = 32 << 10;
  private static final long LONGEST_PAUSE_MILLIS = 20;

  /** How long the rest of what it wrote may be waited for when nothing of it comes. */
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Tunnel tunnel;
  private final long worker;
  private final Message.Launch launch;
  private final WorkerHost host;
  private final Threads threads;
  private final Runnable forget;
  private final CreditedInput workersStdin;
  private final CreditedOutput workersStdout;
  private final CreditedOutput workersStderr;

  /** Written by the worker's thread, once. */
  private volatile @Nullable HostedProcess process;

  /** Guarded by this. */
  private boolean killed;

  /** Written by the worker's thread. */
  private volatile boolean exited;

  /** Written by the threads that carry what it writes. */
  private volatile long lastCarriedNanos = System.nanoTime();

  /** Used by the thread that looks: what was said last. */
  private Optional<RunningItem> saidRunning = Optional.empty();

  /**
   * @param forget called when it is gone
   */
  NodeWorker(
      Tunnel tunnel, Message.Launch launch, WorkerHost host, Threads threads, Runnable forget) {
    this.tunnel = tunnel;
    this.worker = launch.worker();
    this.launch = launch;
    this.host = host;
    this.threads = threads;
    this.forget = forget;
    this.workersStdin = new CreditedInput(tunnel, worker, Stream.STDIN);
    this.workersStdout = new CreditedOutput(tunnel, worker, Stream.STDOUT);
    this.workersStderr = new CreditedOutput(tunnel, worker, Stream.STDERR);
  }

  void start() {
    thread("", this::live).start();
  }

  /** What the pool writes to the worker. */
  CreditedInput workersStdin() {
    return workersStdin;
  }

  void credit(Stream stream, int bytes) {
    (stream == Stream.STDERR ? workersStderr : workersStdout).addCredit(bytes);
  }

  void isReady() {
    HostedProcess launched = process;
    if (launched != null) {
      launched.isReady();
    }
  }

  /** Says what it runs, if that has changed since it was said. */
  void reportRunning() {
    HostedProcess launched = process;
    if (launched != null && !exited) {
      Optional<RunningItem> running = launched.running();
      if (!running.equals(saidRunning)) {
        saidRunning = running;
        tunnel.send(new Message.Running(worker, running));
      }
    }
  }

  void kill() {
    // Looking for descendants reads the table of all processes: not for the caller's thread.
    thread("-kill", this::killNow).start();
  }

  private void killNow() {
    HostedProcess launched;
    synchronized (this) {
      killed = true;
      launched = process;
    }
    if (launched != null) {
      launched.kill();
    }
  }

  void killItself() {
    HostedProcess launched;
    synchronized (this) {
      killed = true;
      launched = process;
    }
    if (launched != null) {
      launched.killItself();
    }
  }

  /** Kills it and all that it has started, and waits for that. */
  void killToTheEnd() {
    killNow();
    HostedProcess launched = process;
    if (launched != null) {
      launched.await();
      launched.exit();
      launched.close();
    }
  }

  private void live() {
    try {
      HostedProcess launched = launch();
      tunnel.send(new Message.Launched(worker, launched.pid(), launched.page()));
      serve(launched);
    } catch (IOException | RuntimeException | Error e) {
      HostedProcess launched = process;
      if (launched != null) {
        launched.kill();
      }
      tunnel.send(new Message.NotLaunched(worker, String.valueOf(e.getMessage())));
    } finally {
      forget.run();
    }
  }

  private HostedProcess launch() throws IOException {
    HostedProcess launched = host.launch(launch.key(), List.of());
    boolean overtaken;
    synchronized (this) {
      process = launched;
      overtaken = killed;
    }
    // Guards against a race with a kill during the launch.
    if (overtaken) {
      launched.kill();
    }
    return launched;
  }

  private void serve(HostedProcess launched) {
    Thread writing = thread("-in", () -> carryIn(launched.workersStdin()));
    Thread reading = thread("-out", () -> carryOut(launched.workersStdout()));
    Thread relaying = thread("-err", () -> carryErr(launched.workersStderr()));
    writing.start();
    reading.start();
    relaying.start();
    launched.await();
    exited = true;
    workersStdin.end();
    // Before the rest is carried: what is left may hold the streams open.
    ExitFacts facts = launched.exit();
    drain(reading, workersStdout);
    drain(relaying, workersStderr);
    tunnel.send(
        new Message.Exited(worker, facts.exitCode(), launched.running(), facts.crashReport()));
    launched.close();
  }

  /** Waits while what the process wrote is carried, or waits for the pool to take it. */
  private void drain(Thread carrying, CreditedOutput to) {
    lastCarriedNanos = System.nanoTime();
    try {
      while (carrying.isAlive()
          && (to.isWaiting() || System.nanoTime() - lastCarriedNanos < DRAIN_NANOS)) {
        carrying.join(LONGEST_PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    to.fail("the process has ended");
  }

  private void carryIn(OutputStream to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (OutputStream out = to) {
      for (int n = read(buffer); n >= 0; n = read(buffer)) {
        out.write(buffer, 0, n);
        if (workersStdin.available() == 0) {
          out.flush();
        }
      }
    } catch (IOException e) {
      // The worker is gone or going; its exit is reported by the thread that waits for it.
    }
  }

  /** What cannot be read is a file: the worker must not take that for the end of the pool. */
  private int read(byte[] buffer) throws IOException {
    try {
      return workersStdin.read(buffer);
    } catch (IOException e) {
      String why = "procession node: a broadcast value has not come: " + e.getMessage() + "\n";
      workersStderr.write(why.getBytes(StandardCharsets.UTF_8));
      killNow();
      throw e;
    }
  }

  private void carryOut(InputStream from) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        lastCarriedNanos = System.nanoTime();
        workersStdout.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // Closed with the process.
    }
    workersStdout.close();
  }

  /** Polls, for the reason that the relay of a local worker gives. */
  private void carryErr(InputStream from) {
    byte[] buffer = new byte[BUFFER_BYTES];
    long pauseMillis = 1;
    try (InputStream in = from) {
      while (true) {
        // Read before looking: what was printed before the end is there once the end is visible.
        boolean last = exited;
        int available = in.available();
        if (available > 0) {
          int n = in.read(buffer, 0, Math.min(available, buffer.length));
          lastCarriedNanos = System.nanoTime();
          workersStderr.write(buffer, 0, Math.max(0, n));
          pauseMillis = 1;
        } else if (last) {
          return;
        } else {
          Thread.sleep(pauseMillis);
          pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        }
      }
    } catch (IOException e) {
      // Closed with the process.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread thread(String role, Runnable body) {
    return threads.daemon("procession-n" + worker + role, body, 0);
  }
}
