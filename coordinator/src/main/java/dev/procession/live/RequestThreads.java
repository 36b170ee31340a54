package dev.procession.live;

import dev.procession.process.thread.Threads;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads that answer requests, one each: daemons, of which there are few. One that gets no
 * further with a request for some seconds is interrupted, which closes its connection. There is no
 * thread while there is no request.
 */
final class RequestThreads implements Executor {
  /** The maximum number of threads: as many as connections, so that slow ones keep none waiting. */
  private static final int MAX_THREADS = LiveServer.MAX_CONNECTIONS;

  /** So many may wait; what comes then is dropped, and its connection with it at the end. */
  private static final int MAX_WAITING = 2_000;

  /** The head of a request is read first; a browser on this machine sends it at once. */
  private static final long HEAD_PATIENCE_MILLIS = 2_000;

  private static final long LOOK_MILLIS = 500;

  private final long patienceNanos;
  private final long headPatienceNanos;
  private final Threads threads = Threads.ofThisJvm();

  /**
   * When the step of each thread must have ended; empty if it may take any time. Guarded by this,
   * like what follows.
   */
  private final Map<Thread, OptionalLong> atWork = new HashMap<>();

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean watched;
  private boolean closed;

  /**
   * @param patienceMillis how long one step of a request may take, such as to read it or to write
   *     an event
   */
  RequestThreads(long patienceMillis) {
    patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    headPatienceNanos =
        TimeUnit.MILLISECONDS.toNanos(Math.min(HEAD_PATIENCE_MILLIS, patienceMillis));
  }

  @Override
  public synchronized void execute(Runnable request) {
    if (closed || waiting.size() >= MAX_WAITING) {
      return;
    }
    waiting.add(request);
    if (atWork.size() < MAX_THREADS) {
      Thread thread = threads.daemon("procession-live-request", this::work, 0);
      atWork.put(thread, within(headPatienceNanos));
      thread.start();
    }
    if (!watched) {
      watched = true;
      threads.daemon("procession-live-watch", this::watch, 0).start();
    }
  }

  /** The current thread gets on with its request. */
  synchronized void step() {
    atWork.replace(Thread.currentThread(), within(patienceNanos));
  }

  /** The current thread is waiting for something to send, which may take any time. */
  synchronized void rest() {
    atWork.replace(Thread.currentThread(), OptionalLong.empty());
  }

  private static OptionalLong within(long nanos) {
    return OptionalLong.of(System.nanoTime() + nanos);
  }

  /** Ends all that is going on. */
  synchronized void close() {
    closed = true;
    waiting.clear();
    atWork.keySet().forEach(Thread::interrupt);
    notifyAll();
  }

  private void work() {
    try {
      for (Runnable request = next(); request != null; request = next()) {
        request.run();
      }
    } finally {
      synchronized (this) {
        atWork.remove(Thread.currentThread());
        notifyAll();
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    if (Thread.interrupted() && closed) {
      return null;
    }
    // Else it was meant for the request before.
    atWork.put(Thread.currentThread(), within(headPatienceNanos));
    return waiting.poll();
  }

  private synchronized void watch() {
    try {
      while (!atWork.isEmpty()) {
        long now = System.nanoTime();
        atWork.forEach(
            (thread, deadline) -> {
              if (deadline.isPresent() && now - deadline.getAsLong() > 0) {
                thread.interrupt();
              }
            });
        wait(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      // Nobody does; the next request finds another watch.
    } finally {
      watched = false;
    }
  }
}
