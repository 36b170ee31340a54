package dev.procession.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** A process whose program is a test's: it has pipes and a number, and can be killed. */
public final class ScriptedProcess extends Process {
  private static final int KILLED = 128 + 9;

  private final long pid;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  /** Written by whoever ends it. */
  private volatile boolean ending;

  /** Named from the worker's end. */
  final Pipe stdin = new Pipe();

  final Pipe stdout = new Pipe();
  final Pipe stderr = new Pipe();

  ScriptedProcess(long pid) {
    this.pid = pid;
  }

  /** Whether it has ended, or is about to. */
  boolean isEnding() {
    return ending;
  }

  /** Ends it: its ends of the pipes are closed. */
  public void exit(int code) {
    ending = true;
    try {
      stdin.in.close();
      stdout.out.close();
      stderr.out.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      exit.complete(code);
    }
  }

  @Override
  public OutputStream getOutputStream() {
    return stdin.out;
  }

  @Override
  public InputStream getInputStream() {
    return stdout.in;
  }

  @Override
  public InputStream getErrorStream() {
    return stderr.in;
  }

  @Override
  public int waitFor() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public int exitValue() {
    if (isAlive()) {
      throw new IllegalThreadStateException("it has not exited");
    }
    return exit.join();
  }

  @Override
  public void destroy() {
    exit(KILLED);
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return exit.thenApply(code -> this);
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public Stream<ProcessHandle> descendants() {
    return Stream.empty();
  }

  @Override
  public ProcessHandle toHandle() {
    return new Handle();
  }

  /** What the pool kills it by. */
  private final class Handle implements ProcessHandle {
    @Override
    public long pid() {
      return pid;
    }

    @Override
    public Optional<ProcessHandle> parent() {
      return Optional.empty();
    }

    @Override
    public Stream<ProcessHandle> children() {
      return Stream.empty();
    }

    @Override
    public Stream<ProcessHandle> descendants() {
      return Stream.empty();
    }

    @Override
    public Info info() {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<ProcessHandle> onExit() {
      return exit.thenApply(code -> this);
    }

    @Override
    public boolean supportsNormalTermination() {
      return false;
    }

    @Override
    public boolean destroy() {
      return destroyForcibly();
    }

    @Override
    public boolean destroyForcibly() {
      exit(KILLED);
      return true;
    }

    @Override
    public boolean isAlive() {
      return ScriptedProcess.this.isAlive();
    }

    @Override
    public int compareTo(ProcessHandle other) {
      return Long.compare(pid, other.pid());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Handle handle && handle.pid() == pid;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(pid);
    }
  }
}
