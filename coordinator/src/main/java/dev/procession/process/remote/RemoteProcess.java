package dev.procession.process.remote;

import dev.procession.process.host.ExitFacts;
import dev.procession.process.host.HostedProcess;
import dev.procession.process.observe.ObservedPool;
import dev.procession.process.tunnel.CreditedInput;
import dev.procession.process.tunnel.CreditedOutput;
import dev.procession.process.tunnel.Message;
import dev.procession.process.tunnel.Message.Stream;
import dev.procession.process.tunnel.Tunnel;
import dev.procession.scheduler.ExitCause;
import dev.procession.scheduler.RunningItem;
import dev.procession.scheduler.WorkerKey;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A worker process on another host, as its node reports it. */
final class RemoteProcess implements HostedProcess {
  private static final int BUFFER_BYTES = 32 << 10;

  /**
   * How long a process may live on when its channel has ended, besides what a host may be silent.
   */
  private static final long EXIT_AFTER_CHANNEL_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** Sends a worker what other workers of its host are sent, too. */
  interface Sharing {
    /** Returns false if the bytes are no such: then nothing is sent. */
    boolean share(long worker, byte[] bytes);
  }

  private final Tunnel tunnel;
  private final Sharing sharing;
  private final WorkerKey key;
  private final long number;
  private final String host;
  private final long hostTimeoutNanos;
  private final CreditedOutput credited;
  private final OutputStream workersStdin;
  private final CreditedInput workersStdout;
  private final CreditedInput workersStderr;
  private final CompletableFuture<RemoteProcess> launch = new CompletableFuture<>();
  private final CompletableFuture<ExitFacts> exit = new CompletableFuture<>();

  /** Written by the thread that receives, before the launch is complete. */
  private volatile long pid;

  private volatile String page = "";

  /** Written by the thread that receives. */
  private volatile Optional<RunningItem> running = Optional.empty();

  /** Written by the worker's reader. */
  private volatile boolean wasReady;

  RemoteProcess(
      Tunnel tunnel,
      Sharing sharing,
      WorkerKey key,
      long number,
      String host,
      long hostTimeoutNanos) {
    this.tunnel = tunnel;
    this.sharing = sharing;
    this.key = key;
    this.number = number;
    this.host = host;
    this.hostTimeoutNanos = hostTimeoutNanos;
    this.credited = new CreditedOutput(tunnel, number, Stream.STDIN);
    this.workersStdin = new BufferedOutputStream(new SharingOutput(), BUFFER_BYTES);
    this.workersStdout = new CreditedInput(tunnel, number, Stream.STDOUT);
    this.workersStderr = new CreditedInput(tunnel, number, Stream.STDERR);
  }

  /** Below the buffer, which passes large arrays on as they are. */
  private final class SharingOutput extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      credited.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      boolean isWhole = offset == 0 && length == bytes.length;
      if (!isWhole || !sharing.share(number, bytes)) {
        credited.write(bytes, offset, length);
      }
    }

    @Override
    public void close() {
      credited.close();
    }
  }

  WorkerKey key() {
    return key;
  }

  /** Completed when it is launched, or cannot be. */
  CompletableFuture<RemoteProcess> launch() {
    return launch;
  }

  boolean wasReady() {
    return wasReady;
  }

  boolean isGone() {
    return exit.isDone();
  }

  void launched(Message.Launched message) {
    pid = message.pid();
    page = message.page();
    launch.complete(this);
  }

  void notLaunched(Throwable why) {
    launch.completeExceptionally(why);
    end(new ExitFacts(ExitCause.PROCESS, OptionalInt.empty(), "", ""));
  }

  void running(Optional<RunningItem> item) {
    running = item;
  }

  void received(Stream stream, byte[] bytes) {
    (stream == Stream.STDERR ? workersStderr : workersStdout).add(bytes);
  }

  void ended(Stream stream) {
    (stream == Stream.STDERR ? workersStderr : workersStdout).end();
  }

  void credit(int bytes) {
    credited.addCredit(bytes);
  }

  void exited(Message.Exited message) {
    running = message.running();
    end(new ExitFacts(ExitCause.PROCESS, message.exitCode(), message.crashReport(), ""));
  }

  /** Its host is lost, and it is certain that the process has ended. */
  void lost(String why) {
    end(new ExitFacts(ExitCause.HOST_LOST, OptionalInt.empty(), "", why));
  }

  private void end(ExitFacts facts) {
    credited.fail("the process has ended");
    workersStdout.end();
    workersStderr.end();
    exit.complete(facts);
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public Optional<String> host() {
    return Optional.of(host);
  }

  @Override
  public String page() {
    return page;
  }

  @Override
  public OutputStream workersStdin() {
    return workersStdin;
  }

  @Override
  public InputStream workersStdout() {
    return workersStdout;
  }

  @Override
  public InputStream workersStderr() {
    return workersStderr;
  }

  @Override
  public boolean stderrEndsWithProcess() {
    return true;
  }

  @Override
  public Optional<RunningItem> running() {
    return running;
  }

  @Override
  public ObservedPool.ProcessFigures figures() {
    return new ObservedPool.ProcessFigures(running, 0, 0, false);
  }

  @Override
  public boolean signal(ObservedPool.Signal signal) {
    if (signal != ObservedPool.Signal.KILL || isGone()) {
      return false;
    }
    kill();
    return true;
  }

  @Override
  public void isReady() {
    wasReady = true;
    tunnel.send(new Message.Ready(number));
  }

  @Override
  public void kill() {
    tunnel.send(new Message.Kill(number));
  }

  @Override
  public void killItself() {
    kill();
  }

  @Override
  public void await() {
    exit.join();
  }

  @Override
  public boolean exitsSoon() {
    return endsWithin(
        TimeUnit.NANOSECONDS.toMillis(EXIT_AFTER_CHANNEL_NANOS + 2 * hostTimeoutNanos));
  }

  @Override
  public boolean endsWithin(long millis) {
    try {
      exit.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; the one that waits for the exit hears of it.
      return true;
    }
  }

  @Override
  public ExitFacts exit() {
    return exit.join();
  }

  @Override
  public void close() {
    credited.fail("the process has ended");
    workersStdout.end();
  }
}
