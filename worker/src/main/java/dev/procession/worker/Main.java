package dev.procession.worker;

import dev.procession.protocol.Protocol;
import dev.procession.protocol.ToCoordinator;
import dev.procession.protocol.WorkerMark;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The main class of a worker: opens the channel, before any user code is loaded, and serves it.
 *
 * <p>The only argument is {@code fd} or {@code stdio}, see {@link Channel}.
 */
public final class Main {
  private Main() {}

  /**
   * Runs until the coordinator dismisses this worker or exits; never returns.
   *
   * @param arguments the kind of channel
   */
  public static void main(String[] arguments) {
    ProcessExit exit = new ExitOfThisProcess();
    Channel channel;
    try {
      channel = Channel.open(arguments);
    } catch (IOException | IllegalArgumentException e) {
      exit.fail(ProcessExit.START_FAILED, "no channel to the coordinator: " + e);
      return;
    }
    String properties = System.getProperty(EncodedProperties.PROPERTY);
    if (properties != null) {
      EncodedProperties.set(properties);
    }
    String locale = System.getProperty(LocaleDefaults.PROPERTY);
    if (locale != null) {
      LocaleDefaults.set(locale);
    }
    serve(channel, exit);
  }

  /** Serves the channel until the coordinator dismisses this worker or exits; never returns. */
  static void serve(Channel channel) {
    serve(channel, new ExitOfThisProcess());
  }

  private static void serve(Channel channel, ProcessExit exit) {
    TaskContext.declareThisProcess();
    try {
      new Worker(channel, exit).serve(hello());
    } catch (LinkageError | VirtualMachineError e) {
      // Not everything of a worker is there; what there is must not go on.
      exit.halt(ProcessExit.UNABLE);
    }
  }

  private static ToCoordinator.Hello hello() {
    return new ToCoordinator.Hello(
        Protocol.VERSION,
        ProcessHandle.current().pid(),
        Runtime.version().feature(),
        // Like Runtime.version().toString(), which would initialize the streams library.
        System.getProperty("java.runtime.version", ""));
  }

  private static final class ExitOfThisProcess implements ProcessExit {
    @Override
    public void halt(int code) {
      Runtime.getRuntime().halt(code);
    }

    @Override
    public void exit(int code) {
      System.exit(code);
    }

    @Override
    public void atShutdown(Runnable action) {
      try {
        Runtime.getRuntime().addShutdownHook(new Thread(action, "procession-shutdown"));
      } catch (IllegalStateException e) {
        // The shutdown has already begun, without user hooks.
      }
    }

    @Override
    public void killDescendants() {
      ProcessHandle own = ProcessHandle.current();
      own.descendants().forEach(ProcessHandle::destroyForcibly);
      Optional<WorkerMark> mark = WorkerMark.ofThisProcess();
      if (mark.isPresent()) {
        mark.get().sweep(own.pid(), new KillMarked(mark.get()));
      }
    }

    @Override
    public void killLateBirths() {
      Optional<WorkerMark> mark = WorkerMark.ofThisProcess();
      if (mark.isPresent()) {
        LateBirths.endAfter(mark.get(), ProcessHandle.current().pid());
      }
    }

    @Override
    public void fail(int code, String why) {
      try {
        // Bypasses the print relay, whose lock a task may hold. If there is no reader any more, the
        // write
        // fails as soon as the coordinator has exited.
        byte[] line = ("Procession worker: " + why + "\n").getBytes(StandardCharsets.UTF_8);
        new FileOutputStream(FileDescriptor.err).write(line);
      } catch (IOException e) {
        // No one can be notified any more; the exit code tells it.
      } finally {
        halt(code);
      }
    }
  }

  /** No lambda, for the reason that {@link WorkerMark} gives. */
  private record KillMarked(WorkerMark mark) implements LongConsumer {
    @Override
    public void accept(long pid) {
      // The handle first: it is that of the process that is looked at, even if the number is
      // reused.
      Optional<ProcessHandle> found = ProcessHandle.of(pid);
      if (found.isPresent() && mark.isOn(pid)) {
        found.get().destroyForcibly();
      }
    }
  }
}
