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
 * The worker process: takes the channel, before any code of the user's is loaded, and serves it.
 *
 * <p>The only argument is {@code fd} or {@code stdio}, see {@link Channel}.
 */
public final class Main {
  private Main() {}

  /**
   * Runs until the coordinator says goodbye or is gone; never returns.
   *
   * @param arguments how to reach the coordinator
   */
  public static void main(String[] arguments) {
    Exit exit = new ExitOfThisProcess();
    Channel channel;
    try {
      channel = Channel.open(arguments);
    } catch (IOException | IllegalArgumentException e) {
      exit.fail(Exit.START_FAILED, "no channel to the coordinator: " + e);
      return;
    }
    serve(channel, exit);
  }

  /** Serves the channel until its other end says goodbye or is gone; never returns. */
  static void serve(Channel channel) {
    serve(channel, new ExitOfThisProcess());
  }

  private static void serve(Channel channel, Exit exit) {
    TaskContext.declareThisProcess();
    new Worker(channel, exit).serve(hello());
  }

  private static ToCoordinator.Hello hello() {
    return new ToCoordinator.Hello(
        Protocol.VERSION,
        ProcessHandle.current().pid(),
        Runtime.version().feature(),
        // Like Runtime.version().toString(), which starts the machinery of streams.
        System.getProperty("java.runtime.version", ""));
  }

  private static final class ExitOfThisProcess implements Exit {
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
        // It has begun already, with no hooks of anybody's.
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
    public void fail(int code, String why) {
      try {
        // Past the print relay, whose lock a task may hold. When nobody reads any more, the write
        // fails as soon as the coordinator is gone.
        byte[] line = ("Procession worker: " + why + "\n").getBytes(StandardCharsets.UTF_8);
        new FileOutputStream(FileDescriptor.err).write(line);
      } catch (IOException e) {
        // Nobody is left to be told; the exit code says it.
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
