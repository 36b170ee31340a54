package dev.procession.cli.program;

import dev.procession.cli.program.ProgramFunction.ProgramEnd;
import java.io.File;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One call of a program's {@code main}, as a JVM makes it: on a thread called main, and over when
 * main and all threads that are no daemons have ended, or when a thread calls {@code System.exit};
 * then its shutdown hooks run.
 *
 * <p>A thread that still runs after that belongs to no call; the process must then be replaced.
 */
final class ProgramCall {
  /** For threads that are about to end. */
  private static final long GRACE_MILLIS = 50;

  /** Set by the runner of a worker, read by the program's threads. */
  private static volatile @Nullable ProgramCall current;

  private final ProgramStreams streams;
  private final ThreadGroup group =
      new ThreadGroup("main") {
        @Override
        public void uncaughtException(Thread thread, Throwable thrown) {
          if (!(thrown instanceof ProgramExit.Unwinding)) {
            super.uncaughtException(thread, thrown);
          }
        }
      };
  private final CompletableFuture<ProgramEnd> ended = new CompletableFuture<>();
  private final AtomicBoolean ending = new AtomicBoolean();

  // Guarded by this.
  private final Set<Thread> hooks = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<File> deleted = new ArrayDeque<>();

  ProgramCall(ProgramStreams streams) {
    this.streams = streams;
  }

  /** The call that runs in this process. */
  static ProgramCall current() {
    return Objects.requireNonNull(current);
  }

  /** Calls {@code main}, and waits for the end. */
  ProgramEnd run(Method main, String[] arguments, ClassLoader loader) throws InterruptedException {
    current = this;
    Thread thread = MainThread.of(group, main, arguments, this::afterMain);
    thread.setDaemon(false);
    thread.setContextClassLoader(loader);
    thread.start();
    try {
      return ended.get();
    } catch (ExecutionException e) {
      throw new AssertionError("It is only ever completed with a value", e);
    } finally {
      if (!ended.isDone()) {
        group.interrupt();
      }
    }
  }

  /** The names of threads that go on running. */
  List<String> threadsLeft() throws InterruptedException {
    long deadline = System.nanoTime() + GRACE_MILLIS * 1_000_000;
    List<String> left = new ArrayList<>();
    for (Thread thread : threads()) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      thread.join(Math.max(1, millis));
      if (thread.isAlive()) {
        left.add(thread.getName());
      }
    }
    return left;
  }

  void exit(int status) {
    if (ending.compareAndSet(false, true)) {
      end(status);
    }
    throw new ProgramExit.Unwinding();
  }

  void halt(int status) {
    if (ending.compareAndSet(false, true)) {
      ended.complete(new ProgramEnd(status & 0xFF, streams.end()));
    }
    throw new ProgramExit.Unwinding();
  }

  synchronized void addHook(Thread hook) {
    if (ending.get()) {
      throw new IllegalStateException("Shutdown in progress");
    }
    if (!hooks.add(hook)) {
      throw new IllegalArgumentException("Hook previously registered");
    }
  }

  synchronized boolean removeHook(Thread hook) {
    return hooks.remove(hook);
  }

  synchronized void deleteAtEnd(File file) {
    deleted.push(file);
  }

  private void afterMain(Optional<Throwable> thrown) {
    if (thrown.isPresent() && thrown.get() instanceof ProgramExit.Unwinding) {
      return;
    }
    thrown.ifPresent(e -> group.uncaughtException(Thread.currentThread(), e));
    int status = thrown.isPresent() ? 1 : 0;
    awaitOthers();
    if (ending.compareAndSet(false, true)) {
      end(status);
    }
  }

  /** Hooks run together, as in a JVM; what they print is the program's. */
  private void end(int status) {
    List<Thread> all;
    synchronized (this) {
      all = List.copyOf(hooks);
    }
    all.forEach(Thread::start);
    all.forEach(ProgramCall::await);
    synchronized (this) {
      deleted.forEach(File::delete);
    }
    // A shell sees the last byte of it.
    ended.complete(new ProgramEnd(status & 0xFF, streams.end()));
  }

  private void awaitOthers() {
    Optional<Thread> other = other();
    while (other.isPresent()) {
      await(other.get());
      other = other();
    }
  }

  private Optional<Thread> other() {
    return threads().stream()
        .filter(thread -> thread != Thread.currentThread() && !thread.isDaemon())
        .findFirst();
  }

  private List<Thread> threads() {
    Thread[] threads = new Thread[group.activeCount() + 16];
    int count = group.enumerate(threads);
    return Arrays.asList(threads).subList(0, count);
  }

  @SuppressWarnings("ThreadJoinLoop") // An interrupt ends the wait.
  private static void await(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      // The program's own interrupt, which has no effect on the end of a JVM either.
    }
  }
}
